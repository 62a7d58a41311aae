using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub show</c>: a whole case, its resources in pages.</summary>
public static class ShowView
{
    public const int PageSize = 10;

    private const int MaxTitle = 300;
    private const int MaxLine = 550;
    private const string Dash = "–";

    public static RenderedMessage Render(ShowData data, int page, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        var about = data.Case;
        var model = new CardModel(about, context.Accounts.GetValueOrDefault(about.Key.Account), context.Catalogue.Find(about.Key.Control), context.Language, context.Today);
        var pages = Paging.Pages(about.Resources.Count, PageSize);
        var shown = Math.Clamp(page, 1, pages);
        var title = context.Say("Show.Title", CommandContext.Number(about.Number, data.Card), about.Severity.Label(), about.Key.Control, context.Title(about, MaxTitle));
        Block?[] blocks =
        [
            CardText.Section(title),
            CardText.Section(Facts(data, context)),
            CardText.Section(Resources(model, shown, pages, context)),
            shown == 1 ? CardText.Section(History(data, model, context)) : null,
            Paging.Buttons(context, shown, pages, to => PageValue.Of(about.Number, to)),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    private static string Facts(ShowData data, CommandContext context)
    {
        var about = data.Case;
        var opened = PeopleDates.Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(about.OpenedAt, context.Zone).DateTime), context.Language);
        return string.Join(
            '\n',
            about.IsOpen ? context.Say("Show.State", context.State(about), context.Due(about)) : context.Say("Show.StateClosed", context.Due(about)),
            context.Say("Show.Where", context.AccountName(about.Key.Account), about.Key.Account, CommandContext.Region(about)),
            context.Say("Show.Found", opened, CommandWords.Number(about.Episode)),
            context.Say("Show.People", context.Assignee(about), about.Ticket is { } ticket ? CardText.Ticket(ticket) : Dash),
            context.Say("Show.Reference", SlackText.Link($"https://docs.aws.amazon.com/console/securityhub/{about.Key.Control}/remediation")),
            data.Card is { } card ? context.Say("Show.Card", SlackText.Link(card.Url, context.Say("Show.CardLink"))) : context.Say("Show.NoCard"));
    }

    private static string Resources(CardModel model, int page, int pages, CommandContext context)
    {
        var all = model.Case.Resources;
        var lines = ResourceText.InOrder(all).Skip((page - 1) * PageSize).Take(PageSize).Select(r => Resource(r, model, context));
        var title = pages > 1
            ? context.Count("Show.ResourcesPage", all.Count, CommandWords.Number(page), CommandWords.Number(pages))
            : context.Count("Show.Resources", all.Count);
        return string.Join('\n', lines.Prepend(title));
    }

    private static string Resource(CaseResource resource, CardModel model, CommandContext context) =>
        context.Say(
            resource.State == CaseResourceState.Fixed ? "Show.ResourceFixed" : "Show.Resource",
            SlackText.TruncateMrkdwn(ResourceText.Of(resource, model), MaxLine));

    private static string History(ShowData data, CardModel model, CommandContext context)
    {
        var lines = data.History.First.Select(line => context.Say(
            "Show.HistoryLine",
            PeopleDates.Moment(line.At, context.Zone, context.Language),
            SlackText.TruncateMrkdwn(Sentence(line, model, context), MaxLine)));
        var title = data.History.Total > data.History.First.Count
            ? context.Say("Show.HistoryLatest", CommandWords.Number(data.History.First.Count), CommandWords.Number(data.History.Total))
            : context.Say("Show.History");
        return string.Join('\n', lines.Prepend(title));
    }

    private static string Sentence(HistoryLine line, CardModel model, CommandContext context) => line.Event switch
    {
        null => context.Say("Show.HistoryUnknown"),
        CaseEvent.Opened opened => context.Count("Show.Opened", opened.Resources),
        CaseEvent.ResourcesChanged changed => context.Say(
            "Show.ResourcesChanged", CommandWords.Number(changed.Added), CommandWords.Number(changed.NowFixed), CommandWords.Number(changed.StillFailing)),
        CaseEvent.TicketCreated created => context.Say("Show.TicketCreated", CardText.Ticket(created.Ticket)),
        CaseEvent.Excepted excepted => context.Count("Show.Excepted", excepted.Resources),
        CaseEvent.ExceptionRequested asked => context.Say("Show.ExceptionRequested", new ExceptionId(asked.Exception), SlackText.User(asked.By)),
        CaseEvent.ExceptionChased chased => context.Say("Show.ExceptionChased", new ExceptionId(chased.Exception)),
        { } happened => ThreadNotes.Render(happened, model)?.Message.Text ?? context.Say("Show.HistoryUnknown"),
    };
}
