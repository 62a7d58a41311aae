using SecurityHubBot.Domain.Roles;

namespace SecurityHubBot.Roles;

/// <summary>Whether somebody may do something, asked when they do it.</summary>
public interface IRoles
{
    /// <summary>Asks Slack, so that whoever left a list, a user group or the company a moment ago may no longer.</summary>
    Task<Permission> May(string userId, BotAction action, CancellationToken cancellationToken);
}

#pragma warning disable CA1711 // The rule is about code access security, which .NET no longer has.
public abstract record Permission
#pragma warning restore CA1711
{
    private Permission()
    {
    }

    public sealed record Allowed : Permission;

    /// <param name="WhoMay">Ids of the people and user groups who may, to be mentioned; empty when nobody has been named.</param>
    public sealed record Refused(RefusalReason Reason, IReadOnlyList<string> WhoMay) : Permission;
}

public enum RefusalReason
{
    NotInList,

    /// <summary>The person's account in Slack is switched off.</summary>
    Deactivated,

    /// <summary>A guest, a bot, or somebody of another workspace: listed or not, they decide nothing.</summary>
    NotAMember,

    /// <summary>Slack did not say. Nobody is let in for want of an answer.</summary>
    CannotCheckNow,
}
