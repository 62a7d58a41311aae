using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub exceptions</c>: a page of exceptions.</summary>
internal static class ExceptionsView
{
    private const int MaxTitle = 120;
    private const int MaxReason = 200;
    private const int MaxLine = 900;

    public static RenderedMessage Render(ExceptionsData data, ExceptionsFilter filter, CommandScope scope, CommandContext context)
    {
        var pages = Paging.Pages(data.Total, ExceptionQueries.PageSize);
        var kind = context.Say($"Exceptions.{filter.State}");
        var described = filter.Mine ? CommandWords.Join(context.Language, [kind, context.Say("Exceptions.Mine")]) : kind;
        var title = data.Total == 0 ? context.Say("Exceptions.Nothing", described) : context.Count("Exceptions.Title", data.Total, described);
        Block?[] blocks =
        [
            CardText.Section(title),
            .. data.Exceptions.Select(e => new SectionBlock { Text = CardText.Mrkdwn(Line(e, context), MaxLine) }),
            pages > 1 ? CardText.Context(context.Say("Page.Of", CommandWords.Number(data.Page), CommandWords.Number(pages))) : null,
            context.ScopeNote(scope, "/shub exceptions all"),
            Paging.Buttons(context, data.Page, pages, page => PageValue.OfExceptions(filter, scope, page)),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    private static string Line(ListedException listed, CommandContext context)
    {
        var (exception, about) = (listed.Exception, listed.About.Case);
        return string.Join(
            '\n',
            context.Say("Exceptions.Line", exception.Id, CommandContext.Number(about.Number, listed.About.Card), about.Key.Control, context.Title(about, MaxTitle)),
            context.Say("Exceptions.Facts", context.AccountName(about.Key.Account), State(exception, context), SlackText.User(exception.RequestedBy)),
            context.Say("Exceptions.Reason", SlackText.Untrusted(SlackText.Truncate(OneLine.Of(exception.Reason), MaxReason))));
    }

    private static string State(CaseException exception, CommandContext context) => exception switch
    {
        { State: ExceptionState.Requested } => context.Say("Exceptions.State.Requested", Date(exception.RequestedAt, context), PeopleDates.Date(exception.RequestedUntil, context.Language)),
        { State: ExceptionState.Approved, Until: { } until } => context.Say("Exceptions.State.Approved", PeopleDates.Date(until, context.Language)),
        _ => context.Say($"Exceptions.State.{exception.State}", Date(exception.EndedAt ?? exception.DecidedAt ?? exception.RequestedAt, context)),
    };

    private static string Date(DateTimeOffset at, CommandContext context) =>
        PeopleDates.Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, context.Zone).DateTime), context.Language);
}
