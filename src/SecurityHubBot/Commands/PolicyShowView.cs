using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub policy show</c>: what was decided about a control, what results from it, and why.</summary>
internal static class PolicyShowView
{
    private const int MaxRows = 10;
    private const int MaxStandards = 8;
    private const int MaxTitle = 300;

    public static RenderedMessage Render(PolicyShowData data, CommandContext context)
    {
        var title = Title(data, context);
        Block?[] blocks =
        [
            CardText.Section(title),
            CardText.Section(Facts(data, context)),
            CardText.Section(Rows(data, context)),
            CardText.Section(Results(data, context)),
            CardText.Section(Now(data, context)),
            CardText.Context(Say(context, "PolicyShow.Foot", data.Control)),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    private static string Title(PolicyShowData data, CommandContext context)
    {
        if (data.Entry is { } entry)
        {
            return Say(context, "PolicyShow.Title", entry.Id, RowWords.Text(entry.Title(context.Language), MaxTitle));
        }

        return data.Near.Count == 0
            ? Say(context, data.Findings > 0 ? "PolicyShow.Title.New" : "PolicyShow.Title.Unknown", data.Control)
            : Say(context, "PolicyShow.Title.Near", data.Control, CommandWords.Join(context.Language, data.Near));
    }

    private static string Facts(PolicyShowData data, CommandContext context)
    {
        var standards = data.Standards.Take(MaxStandards).Select(s => RowWords.Standard(s, context.Language));
        var named = data.Standards.Count == 0 ? Say(context, "PolicyShow.NoStandard") : CommandWords.Join(context.Language, standards);
        var all = data.Standards.Count > MaxStandards ? context.Count("Scope.More", data.Standards.Count - MaxStandards, named) : named;
        return data.Entry is { } entry
            ? Say(context, "PolicyShow.Facts", entry.Severity.Label(), RowWords.CategoryName(entry.Category, context.Language), all)
            : Say(context, "PolicyShow.Standards", all);
    }

    private static string Rows(PolicyShowData data, CommandContext context)
    {
        var lines = data.Rows.Take(MaxRows).Select(r => Say(
            context,
            "PolicyShow.Row",
            RowWords.Standard(PolicyEdit.RowOf(r.Row).Standard, context.Language),
            RowWords.Policy(r.Row, context),
            RowWords.ChangedBy(r.By),
            PeopleDates.Moment(r.At, context.Zone, context.Language)));
        var title = Say(context, "PolicyShow.Rows");
        return string.Join('\n', data.Rows.Count == 0 ? [title, Say(context, "PolicyShow.NoRows")] : lines.Prepend(title));
    }

    private static string Results(PolicyShowData data, CommandContext context) => string.Join(
        '\n',
        data.Results.Select(r => Say(
            context,
            "PolicyShow.Result",
            RowWords.Environment(r.Environment, context.Language),
            RowWords.Policy(r.Decision.Policy, context.Language),
            Why(r.Decision, context))).Prepend(Say(context, "PolicyShow.Results")));

    /// <summary>The reason in words, with the standard where it decides.</summary>
    private static string Why(PolicyDecision decision, CommandContext context)
    {
        var reason = decision.Source switch
        {
            PolicySource.Category => Say(context, "Why.Category", RowWords.CategoryName(decision.Category, context.Language)),
            PolicySource.FoundationalSeverity => Say(context, "Why.FoundationalSeverity", RowWords.CategoryName(decision.Category, context.Language)),
            var source => Say(context, $"Why.{source}"),
        };
        var standard = decision.Standard is { } one ? Say(context, "Why.InStandard", reason, RowWords.Standard(one, context.Language)) : reason;
        return decision is { Policy: ResponsePolicy.Track, DueDays: { } days } ? DirectoryWords.Count(context.Language, "Why.Due", days, standard) : standard;
    }

    private static string Now(PolicyShowData data, CommandContext context)
    {
        var lines = new List<string>
        {
            Say(context, "PolicyShow.Now"),
            Say(context, "PolicyShow.Counts", CommandWords.Number(data.Failing), CommandWords.Number(data.Accounts), CommandWords.Number(data.Open)),
        };
        lines.AddRange(data.Waiting > 0 ? [DirectoryWords.Count(context.Language, "Show.Waiting", data.Waiting)] : []);
        return string.Join('\n', lines);
    }

    private static string Say(CommandContext context, string key, params object?[] args) => DirectoryWords.Say(context.Language, key, args);
}
