using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Reminders;

/// <summary>Who is told about due dates.</summary>
public enum ReminderKind
{
    /// <summary>The account's channel.</summary>
    Channel,

    /// <summary>The account's escalation contact.</summary>
    Escalation,

    /// <summary>The security channel.</summary>
    Security,
}

internal static class ReminderKinds
{
    /// <summary>The kind of the bulletin. Stored.</summary>
    public static string Code(this ReminderKind kind) => kind switch
    {
        ReminderKind.Channel => "reminder",
        ReminderKind.Escalation => "escalation",
        ReminderKind.Security => "security-escalation",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };
}

/// <summary>One case in a reminder.</summary>
/// <param name="Account">Null when the account table has no row for it.</param>
/// <param name="Card">Null while it is not posted.</param>
public sealed record ReminderLine(Case Case, Account? Account, CatalogueControl? Control, CardLink? Card);

/// <summary>Everything that one message about due dates says.</summary>
/// <param name="Lines">At least one.</param>
public sealed record ReminderModel(ReminderKind Kind, Language Language, DateOnly Today, IReadOnlyList<ReminderLine> Lines)
{
    /// <summary>A user group cannot be written to directly, so it is called in the account's channel.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>The cases of one message, and whom it goes to.</summary>
internal sealed record ReminderBatch(ReminderKind Kind, string Audience, IReadOnlyList<ReminderLine> Lines)
{
    public BulletinKey Key(string period) => new(Kind.Code(), Audience, period);
}
