using System.Collections.Frozen;

namespace SecurityHubBot.Domain.Roles;

public enum Role
{
    /// <summary>Everybody whom Slack lets see the bot.</summary>
    Anyone,

    /// <summary>Listed in <c>Slack:Approvers</c>.</summary>
    Approver,

    /// <summary>Listed in <c>Slack:Operators</c>.</summary>
    Operator,
}

/// <summary>Who may do what. The one table: whoever asks, asks here.</summary>
public static class RoleRules
{
    private static readonly FrozenSet<Role> Anyone = new[] { Role.Anyone }.ToFrozenSet();
    private static readonly FrozenSet<Role> Approvers = new[] { Role.Approver }.ToFrozenSet();
    private static readonly FrozenSet<Role> Operators = new[] { Role.Operator }.ToFrozenSet();
    private static readonly FrozenSet<Role> SecurityTeam = new[] { Role.Approver, Role.Operator }.ToFrozenSet();

    public static IReadOnlySet<Role> WhoMay(BotAction action) => action switch
    {
        BotAction.Look or BotAction.ReadPolicy or BotAction.ReadAccount or BotAction.ReadAudit => Anyone,
        BotAction.AcceptCase or BotAction.LinkTicket or BotAction.SnoozeCase or BotAction.RequestException or BotAction.WithdrawException => Anyone,
        BotAction.DecideException => Approvers,
        BotAction.ChangePolicy or BotAction.ChangeAccount or BotAction.ChangeControls or BotAction.RunJobs => Operators,
        BotAction.SeeTeamHome or BotAction.SeePending or BotAction.SeeControls => SecurityTeam,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, message: null),
    };
}
