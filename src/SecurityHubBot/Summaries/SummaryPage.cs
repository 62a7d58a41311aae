using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Summaries;

/// <summary>What the parts of a summary are written with.</summary>
internal sealed record SummaryPage(SummaryModel Model, Language Language, ControlCatalogue Catalogue, TimeZoneInfo Zone)
{
    private const int MaxName = 60;
    private const int MaxTitle = 90;
    private const int MaxLink = 400;

    public string Say(string key, params object?[] args) => SummaryWords.Say(Language, key, args);

    public string Count(string key, long count, params object?[] rest) => SummaryWords.Count(Language, key, count, rest);

    /// <summary>From outside, as mrkdwn.</summary>
    public static string Name(string text) => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(text), MaxName));

    public string Month => PeopleDates.Month(Model.MonthOf().Year, Model.MonthOf().Month, Language);

    public string Accounts()
    {
        if (Model.Channel is null)
        {
            return Say("Organisation");
        }

        var names = SummaryWords.Book.Join(Language, Model.Accounts.First.Take(3).Select(a => Name(a.Name)));
        var more = Model.Accounts.Total - Math.Min(3, Model.Accounts.First.Count);
        return Count("Accounts", Model.Accounts.Total, more > 0 ? Count("More", more, names) : names);
    }

    public string Title(string control, string title)
    {
        var known = ControlId.TryParse(control, out var id) ? Catalogue.Find(id)?.Title(Language) : null;
        return SlackText.Untrusted(SlackText.Truncate(OneLine.Of(known is { Length: > 0 } ? known : title), MaxTitle));
    }

    public static string Control(string control) => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(control), ControlId.MaxLength));

    public static string Severity(string label) => Severities.TryParse(label, out var severity) ? severity.Label() : "";

    public string Case(SummaryCase about) => Say(
        "Case",
        Number(about),
        Severity(about.Severity),
        Control(about.Control),
        Title(about.Control, about.Title),
        Name(about.AccountName),
        Say("Case.Due", PeopleDates.Date(about.DueOn, Language), CaseWords.Left(Language, DueState.Of(about.DueOn, Model.Today))),
        about.Assignee is { } user ? Say("Case.Assignee", SlackText.User(user)) : Say("Case.Nobody"),
        about.TicketId is { } ticket ? Say("Case.Ticket", Ticket(ticket, about.TicketUrl)) : "");

    public string Exception(SummaryException exception) => Say(
        "Exception",
        new ExceptionId(exception.Number),
        PeopleDates.Date(exception.Until, Language),
        Number(exception.About),
        Control(exception.About.Control),
        Title(exception.About.Control, exception.About.Title),
        Name(exception.About.AccountName));

    private static string Number(SummaryCase about) =>
        CommandContext.Number(new CaseNumber(about.Number), about is { CardChannel: { } channel, CardTs: { } ts } ? new CardLink(channel, ts) : null);

    private static string Ticket(string id, string? url) =>
        CardText.Ticket(new TicketLink(id, url)) is { Length: <= MaxLink } link ? link : Name(id);
}
