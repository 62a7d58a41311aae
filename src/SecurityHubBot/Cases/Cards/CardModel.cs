using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Cases.Cards;

/// <summary>Everything that a card, its list of resources and the sentences in its thread show.</summary>
/// <param name="Account">The account's row; null when the account table has none.</param>
/// <param name="Control">What the catalogue knows of the control; null when it does not know it.</param>
/// <param name="Language">The account's language, or the security channel's for an account without row.</param>
/// <param name="Today">The date in the organisation's time zone.</param>
public sealed record CardModel(Case Case, Account? Account, CatalogueControl? Control, Language Language, DateOnly Today)
{
    /// <summary>Set while the card stands in the security channel; not needed for an account without row.</summary>
    public FallbackReason? Fallback { get; init; }

    /// <summary>All of the case's exceptions, the oldest first.</summary>
    public IReadOnlyList<CaseException> Exceptions { get; init; } = [];

    /// <summary>The organisation's time zone.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Where the card stands, when it does: for messages that lead to it.</summary>
    public CardLink? Card { get; init; }

    internal IEnumerable<CaseException> Pending => Exceptions.Where(e => e.IsPending);

    internal IEnumerable<CaseException> Approved => Exceptions.Where(e => e.IsApproved);

    internal DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>What the tracker says of the case's ticket; null where no tracker is asked.</summary>
    public CardTicket? Ticket { get; init; }

    internal string Number => Case.Number.ToString();

    internal string ControlId => Case.Key.Control.ToString();

    internal string Title => CardText.Title(Case, Control, Language);

    /// <summary>The account as people call it, as mrkdwn.</summary>
    internal string AccountName =>
        Account is { } account && OneLine.Of(account.Name) is { Length: > 0 } name
            ? SlackText.Untrusted(SlackText.Truncate(name, 80))
            : Case.Key.Account.ToString();

    internal string Say(string key, params object?[] args) => CaseWords.Say(Language, key, args);

    internal string Count(string key, long count, params object?[] rest) => CaseWords.Count(Language, key, count, rest);
}
