using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary>What every answer is written with.</summary>
/// <param name="Today">The date in the organisation's time zone.</param>
public sealed record CommandContext(
    Language Language, DateOnly Today, TimeZoneInfo Zone, ControlCatalogue Catalogue, IReadOnlyDictionary<AccountId, Account> Accounts)
{
    private const int MaxAccountName = 80;
    private const int MaxRegion = 40;

    internal string Say(string key, params object?[] args) => CommandWords.Say(Language, key, args);

    internal string Count(string key, long count, params object?[] rest) => CommandWords.Count(Language, key, count, rest);

    /// <summary>The account as people call it, as mrkdwn.</summary>
    internal string AccountName(AccountId id) =>
        Accounts.TryGetValue(id, out var account) && OneLine.Of(account.Name) is { Length: > 0 } name
            ? SlackText.Untrusted(SlackText.Truncate(name, MaxAccountName))
            : id.ToString();

    /// <summary>The title alone, cut to a length and escaped.</summary>
    internal string Title(Case about, int maxLength) =>
        SlackText.Untrusted(SlackText.Truncate(CardText.Title(about, Catalogue.Find(about.Key.Control), Language), maxLength));

    /// <summary>Regions come from findings, and so from outside.</summary>
    internal static string Region(Case about) => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(about.Key.Region), MaxRegion));

    internal string State(Case about) => Say($"State.{about.State}");

    /// <summary>Until when, and how that looks today; for a closed case, since when.</summary>
    internal string Due(Case about) =>
        about.IsOpen
            ? Say("Case.Due", PeopleDates.Date(about.DueOn, Language), CaseWords.Left(Language, DueState.Of(about.DueOn, Today)))
            : Say("Case.Closed", State(about), about.ClosedAt is { } closed ? PeopleDates.Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(closed, Zone).DateTime), Language) : "");

    internal string Assignee(Case about) => about.Assignee is { } user ? SlackText.User(user) : CaseWords.Say(Language, "Card.Nobody");

    /// <summary>The number, leading to the card where there is one.</summary>
    internal static string Number(CaseNumber number, CardLink? card) => card is null ? $"*{number}*" : $"*{SlackText.Link(card.Url, number.ToString())}*";

    /// <summary>Says that only the channel's accounts were looked at, and how to see all; null when all were.</summary>
    internal ContextBlock? ScopeNote(CommandScope scope, string everywhereCommand)
    {
        if (!scope.FromChannel || scope.Accounts is not { Count: > 0 } accounts)
        {
            return null;
        }

        const int Named = 3;
        var names = CommandWords.Join(Language, accounts.Take(Named).Select(AccountName));
        var named = accounts.Count > Named ? Count("Scope.More", accounts.Count - Named, names) : names;
        return CardText.Context(Say("Scope.Channel", named, everywhereCommand));
    }

}

/// <summary>The buttons under a list that has more than one page.</summary>
internal static class Paging
{
    /// <returns>Null when everything is on one page.</returns>
    public static ActionsBlock? Buttons(CommandContext context, int page, int pages, Func<int, string> value)
    {
        var buttons = new List<IActionElement>();
        if (page > 1)
        {
            buttons.Add(new Button { ActionId = PageValue.BackAction, Text = context.Say("Page.Back"), Value = value(page - 1) });
        }

        if (page < pages)
        {
            buttons.Add(new Button { ActionId = PageValue.Action, Text = context.Say("Page.Next"), Value = value(page + 1) });
        }

        return buttons.Count == 0 ? null : new ActionsBlock { Elements = buttons };
    }

    public static int Pages(long total, int size) => (int)Math.Max(1, (total + size - 1) / size);
}
