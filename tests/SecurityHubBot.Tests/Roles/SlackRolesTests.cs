using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Hosting;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Tests.Roles;

public class SlackRolesTests
{
    private const string Approver = "U0APPROV1";
    private const string Operator = "U0OPERAT1";
    private const string Member = "U0MEMBER1";
    private const string Nobody = "U0NOBODY1";
    private const string Security = "S0SECURIT";
    private const string Night = "S0NIGHT01";

    private readonly FakePeople _slack = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SlackRoles _roles;

    public SlackRolesTests()
    {
        foreach (var id in (string[])[Approver, Operator, Member, Nobody])
        {
            _slack.People[id] = new User { Id = id, TeamId = FakePeople.Team };
        }

        _slack.Groups[Security] = [Member];
        _slack.Groups[Night] = [];
        _roles = Make(new SlackSettings { Approvers = $"{Approver}, {Security},{Night}", Operators = Operator });
    }

    [Theory]
    [InlineData(Approver, BotAction.DecideException, true)]
    [InlineData(Member, BotAction.DecideException, true)]
    [InlineData(Operator, BotAction.DecideException, false)]
    [InlineData(Nobody, BotAction.DecideException, false)]
    [InlineData(Operator, BotAction.ChangePolicy, true)]
    [InlineData(Approver, BotAction.ChangePolicy, false)]
    [InlineData(Member, BotAction.SeeTeamHome, true)]
    [InlineData(Operator, BotAction.SeeTeamHome, true)]
    [InlineData(Nobody, BotAction.SeeTeamHome, false)]
    [InlineData(Nobody, BotAction.AcceptCase, true)]
    public async Task Whoever_is_listed_or_in_a_listed_group_may_and_nobody_else(string user, BotAction action, bool may) =>
        (await May(user, action) is Permission.Allowed).ShouldBe(may);

    [Fact]
    public async Task A_refusal_says_why_and_who_may()
    {
        (await Refused(Nobody)).Reason.ShouldBe(RefusalReason.NotInList);
        (await Refused(Nobody)).WhoMay.ShouldBe([Approver, Security, Night]);
        (await Refused(Nobody, BotAction.SeeTeamHome)).WhoMay.ShouldBe([Approver, Security, Night, Operator]);
    }

    [Theory]
    [InlineData("deactivated", RefusalReason.Deactivated)]
    [InlineData("bot", RefusalReason.NotAMember)]
    [InlineData("guest", RefusalReason.NotAMember)]
    [InlineData("single-channel guest", RefusalReason.NotAMember)]
    [InlineData("stranger", RefusalReason.NotAMember)]
    [InlineData("other workspace", RefusalReason.NotAMember)]
    [InlineData("unknown", RefusalReason.NotAMember)]
    public async Task Being_listed_does_not_help_who_is_not_an_active_member(string kind, RefusalReason reason)
    {
        var member = _slack.People[Approver];
        _slack.People[Approver] = kind switch
        {
            "deactivated" => member with { Deleted = true },
            "bot" => member with { IsBot = true },
            "guest" => member with { IsRestricted = true },
            "single-channel guest" => member with { IsUltraRestricted = true },
            "stranger" => member with { IsStranger = true },
            _ => member with { TeamId = "T0OTHER01" },
        };
        if (kind == "unknown")
        {
            _slack.People.Remove(Approver);
        }

        (await Refused(Approver)).Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task On_Enterprise_Grid_a_person_of_several_workspaces_is_a_member_of_ours()
    {
        _slack.People[Approver] = _slack.People[Approver] with { TeamId = "T0OTHER01", EnterpriseUser = new EnterpriseUser { Teams = ["T0OTHER01", FakePeople.Team] } };

        (await May(Approver)).ShouldBeOfType<Permission.Allowed>();
    }

    [Fact]
    public async Task Whoever_leaves_a_group_may_no_longer_after_seconds()
    {
        (await May(Member)).ShouldBeOfType<Permission.Allowed>();
        _slack.Groups[Security].Clear();
        _time.Advance(UserGroups.KnownFor + TimeSpan.FromMilliseconds(1));

        (await Refused(Member)).Reason.ShouldBe(RefusalReason.NotInList);
        UserGroups.KnownFor.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Whoever_is_deactivated_may_no_longer_at_once()
    {
        (await May(Member)).ShouldBeOfType<Permission.Allowed>();
        _slack.People[Member] = _slack.People[Member] with { Deleted = true };

        (await Refused(Member)).Reason.ShouldBe(RefusalReason.Deactivated);
    }

    [Fact]
    public async Task A_crowd_of_clicks_is_one_question_for_each_group()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => May(Nobody)));

        all.ShouldAllBe(p => p is Permission.Refused);
        _slack.GroupQuestions.ShouldBe(2);
    }

    [Fact]
    public async Task Without_an_answer_about_the_person_nobody_may()
    {
        _slack.FailUsers = new SlackUncertainException("users.info", "http_500");

        (await Refused(Approver)).Reason.ShouldBe(RefusalReason.CannotCheckNow);
    }

    [Fact]
    public async Task Without_an_answer_about_a_group_only_who_is_listed_elsewhere_may()
    {
        _slack.FailGroups[Night] = new SlackRateLimitException("usergroups.users.list", TimeSpan.FromSeconds(30));

        (await May(Approver)).ShouldBeOfType<Permission.Allowed>();
        (await May(Member)).ShouldBeOfType<Permission.Allowed>();
        (await Refused(Nobody)).Reason.ShouldBe(RefusalReason.CannotCheckNow);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        _slack.FailGroups[Security] = new SlackUncertainException("usergroups.users.list", "timeout");
        (await Refused(Member)).Reason.ShouldBe(RefusalReason.CannotCheckNow);
        _slack.FailGroups.Clear();

        (await May(Member)).ShouldBeOfType<Permission.Allowed>();
    }

    [Fact]
    public async Task A_group_that_is_gone_has_nobody_in_it()
    {
        _slack.Groups.Remove(Security);

        (await Refused(Member)).Reason.ShouldBe(RefusalReason.NotInList);
    }

    [Fact]
    public async Task Nobody_waits_longer_for_Slack_than_a_modal_has_time()
    {
        _slack.Hold = new TaskCompletionSource();
        var asking = _roles.May(Approver, BotAction.DecideException, TestContext.Current.CancellationToken);
        asking.IsCompleted.ShouldBeFalse();
        _time.Advance(SlackRoles.Patience);

        (await asking).ShouldBeOfType<Permission.Refused>().Reason.ShouldBe(RefusalReason.CannotCheckNow);
        SlackRoles.Patience.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task With_empty_lists_nobody_may()
    {
        var roles = Make(new SlackSettings());

        var refused = (await roles.May(Approver, BotAction.DecideException, CancellationToken.None)).ShouldBeOfType<Permission.Refused>();
        refused.Reason.ShouldBe(RefusalReason.NotInList);
        refused.WhoMay.ShouldBeEmpty();
    }

    private SlackRoles Make(SlackSettings settings) => new(
        _slack,
        new UserGroups(_slack, _time, NullLogger<UserGroups>.Instance),
        new RoleLists(settings),
        new BotIdentity(_slack),
        _time,
        NullLogger<SlackRoles>.Instance);

    private Task<Permission> May(string user, BotAction action = BotAction.DecideException) => _roles.May(user, action, CancellationToken.None);

    private async Task<Permission.Refused> Refused(string user, BotAction action = BotAction.DecideException) => (await May(user, action)).ShouldBeOfType<Permission.Refused>();
}
