using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub list</c>: a page of cases.</summary>
public static class ListView
{
    private const int MaxTitle = 120;

    // Ten of them stay far below what Slack takes as one message, whatever is in them.
    private const int MaxCase = 900;

    public static RenderedMessage Render(ListData data, ListFilter filter, CommandScope scope, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(context);
        var pages = Paging.Pages(data.Total, CommandQueries.PageSize);
        var title = data.Total == 0 ? Empty(filter, context) : context.Count("List.Title", data.Total, Described(filter, context));
        var everywhere = string.Join(' ', ((string[])["/shub list", Words(filter), "all"]).Where(w => w.Length > 0));
        Block?[] blocks =
        [
            CardText.Section(title),
            .. data.Cases.Select(c => Line(c, context)),
            pages > 1 ? CardText.Context(context.Say("Page.Of", CommandWords.Number(data.Page), CommandWords.Number(pages))) : null,
            context.ScopeNote(scope, SlackText.Escape(everywhere)),
            Paging.Buttons(context, data.Page, pages, page => PageValue.Of(Fixed(filter, scope), page)),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    internal static SectionBlock Line(ListedCase listed, CommandContext context)
    {
        var about = listed.Case;
        var head = context.Say(
            "List.Case", CommandContext.Number(about.Number, listed.Card), about.Severity.Label(), about.Key.Control, context.Title(about, MaxTitle));
        var facts = context.Say(
            "List.Facts", context.AccountName(about.Key.Account), CommandContext.Region(about), context.Due(about), context.Assignee(about), CommandWords.Number(listed.Unfixed));
        return new SectionBlock { Text = CardText.Mrkdwn($"{head}\n{facts}", MaxCase) };
    }

    /// <summary>Names become ids, which are short and stay what they are when somebody renames an account.</summary>
    private static ListFilter Fixed(ListFilter filter, CommandScope scope) =>
        scope.FromChannel || scope.Accounts is not { Count: <= ListFilterParser.MaxAccounts } accounts
            ? filter
            : filter with { Scope = filter.Scope with { Accounts = [.. accounts.Select(a => a.ToString())] } };

    private static string Empty(ListFilter filter, CommandContext context) =>
        filter == ListFilter.None with { Scope = filter.Scope }
            ? context.Say("List.Nothing")
            : context.Say("List.NothingFound", Described(filter, context));

    /// <summary>The filters in words, escaped; never empty.</summary>
    internal static string Described(ListFilter filter, CommandContext context)
    {
        var words = new List<string> { context.Say($"ListState.{filter.State}") };
        words.AddRange(filter.Severities.OrderDescending().Select(s => s.Label()));
        words.AddRange(filter.Control is { } control ? [SlackText.Untrusted(SlackText.Truncate(control, ControlId.MaxLength))] : []);
        words.AddRange(filter.Scope.Accounts.Take(3).Select(a => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(a), 40))));
        words.AddRange(filter.Mine ? [context.Say("List.Mine")] : []);
        words.AddRange(filter.Unassigned ? [context.Say("List.Unassigned")] : []);
        return CommandWords.Join(context.Language, words);
    }

    private static string Words(ListFilter filter) =>
        SlackText.Truncate(ListFilterParser.Format(filter with { Scope = ScopeWords.Channel }).Replace("state:open", "", StringComparison.Ordinal).Trim(), 200);
}
