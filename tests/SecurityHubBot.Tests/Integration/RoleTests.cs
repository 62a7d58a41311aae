using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>Who may do what, over the wire: the bot's own client asks a workspace on loopback.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SlackWorkspace _slack = null!;
    private TestBot _bot = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        _slack = await TestBot.StartSlack();
        _bot = await TestBot.Start(
            _database,
            _slack,
            new() { ["Slack:Approvers"] = $"S0SECURITY,{AozoraHosting.Sato}", ["Slack:Operators"] = "S0OPERATOR" },
            services => services.ShortTimeouts());
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _slack.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_member_of_the_group_and_a_listed_person_may_approve_and_others_may_not()
    {
        (await May(AozoraHosting.Tanaka)).ShouldBeOfType<Permission.Allowed>();
        (await May(AozoraHosting.Sato)).ShouldBeOfType<Permission.Allowed>();
        (await May(AozoraHosting.Ito)).ShouldBeOfType<Permission.Refused>().Reason.ShouldBe(RefusalReason.NotInList);
        (await May(AozoraHosting.Sato, BotAction.ChangePolicy)).ShouldBeOfType<Permission.Allowed>();
        (await May(AozoraHosting.Tanaka, BotAction.ChangePolicy)).ShouldBeOfType<Permission.Refused>();
    }

    [Fact]
    public async Task Whoever_is_deactivated_may_no_longer_at_the_next_click()
    {
        (await May(AozoraHosting.Sato)).ShouldBeOfType<Permission.Allowed>();
        await _slack.DeactivateAsync(AozoraHosting.Sato);

        (await May(AozoraHosting.Sato)).ShouldBeOfType<Permission.Refused>().Reason.ShouldBe(RefusalReason.Deactivated);
    }

    [Theory]
    [InlineData("users.info", "refusal")]
    [InlineData("users.info", "error")]
    [InlineData("users.info", "silence")]
    [InlineData("usergroups.users.list", "refusal")]
    [InlineData("usergroups.users.list", "error")]
    [InlineData("usergroups.users.list", "silence")]
    public async Task While_Slack_does_not_answer_nobody_may_and_afterwards_they_may_again(string method, string kind)
    {
        _slack.Faults.Next(method, kind switch { "refusal" => new Fault.Refusal("missing_scope"), "error" => new Fault.ServerError(), _ => new Fault.Timeout() }, 10);
        (await May(AozoraHosting.Tanaka)).ShouldBeOfType<Permission.Refused>().Reason.ShouldBe(RefusalReason.CannotCheckNow);
        _slack.Faults.Clear();

        await _bot.WaitUntil(async () => await May(AozoraHosting.Tanaka) is Permission.Allowed);
    }

    [Theory]
    [InlineData("users.info")]
    [InlineData("usergroups.users.list")]
    public async Task While_Slack_asks_to_wait_nobody_may_and_nobody_waits(string method)
    {
        _slack.Faults.Next(method, new Fault.RateLimited(TimeSpan.FromMinutes(5)));

        (await May(AozoraHosting.Tanaka)).ShouldBeOfType<Permission.Refused>().Reason.ShouldBe(RefusalReason.CannotCheckNow);
    }

    private Task<Permission> May(string user, BotAction action = BotAction.DecideException) => _bot.Service<IRoles>().May(user, action, CancellationToken.None);
}
