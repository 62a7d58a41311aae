using SecurityHubBot.Domain.Roles;

namespace SecurityHubBot.Domain.Tests.Roles;

public class RoleRulesTests
{
    private const string Everybody = "anyone approver operator";
    private const string SecurityTeam = "approver operator";

    /// <summary>Design 5.7, a line for each action: whoever has one of these roles may, and nobody else.</summary>
    public static TheoryData<BotAction, string> Table => new()
    {
        { BotAction.Look, Everybody },
        { BotAction.AcceptCase, Everybody },
        { BotAction.RequestException, Everybody },
        { BotAction.LinkTicket, Everybody },
        { BotAction.SnoozeCase, Everybody },
        { BotAction.WithdrawException, Everybody },
        { BotAction.DecideException, "approver" },
        { BotAction.ReadPolicy, Everybody },
        { BotAction.ChangePolicy, "operator" },
        { BotAction.ReadAccount, Everybody },
        { BotAction.ChangeAccount, "operator" },
        { BotAction.ReadAudit, Everybody },
        { BotAction.SeeControls, SecurityTeam },
        { BotAction.ChangeControls, "operator" },
        { BotAction.RunJobs, "operator" },
        { BotAction.SeeTeamHome, SecurityTeam },
        { BotAction.SeePending, SecurityTeam },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_action_is_for_exactly_these_roles(BotAction action, string who)
    {
        var may = Enum.GetValues<Role>().Where(role => May(role, action)).Select(role => role.ToString().ToLowerInvariant());

        string.Join(' ', may).ShouldBe(who);
    }

    [Fact]
    public void The_table_knows_every_action() =>
        Table.Select(row => row.Data.Item1).Order().ShouldBe(Enum.GetValues<BotAction>());

    [Fact]
    public void An_action_that_is_none_is_for_nobody() => Should.Throw<ArgumentOutOfRangeException>(() => RoleRules.WhoMay((BotAction)99));

    private static bool May(Role role, BotAction action) => RoleRules.WhoMay(action) is var who && (who.Contains(Role.Anyone) || who.Contains(role));
}
