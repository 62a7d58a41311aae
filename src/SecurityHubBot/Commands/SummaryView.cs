using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub summary</c>: today's failures by standard and severity.</summary>
public static class SummaryView
{
    private const int MaxStandards = 20;

    public static RenderedMessage Render(IReadOnlyList<StandardScore> standards, CommandScope scope, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(standards);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(context);
        var title = context.Say("Summary.Title", PeopleDates.Date(context.Today, context.Language), Whose(scope, context));
        Block?[] blocks =
        [
            CardText.Section(title),
            .. standards.Count == 0
                ? [CardText.Section(context.Say("Summary.Nothing"))]
                : standards.Take(MaxStandards).Select(s => CardText.Section(Standard(s, context))),
            standards.Count == 0 ? null : CardText.Section(context.Say("Summary.Explained")),
            context.ScopeNote(scope, "/shub summary all"),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    private static string Whose(CommandScope scope, CommandContext context) => scope.Accounts switch
    {
        null => context.Say("Summary.All"),
        [var only] => context.Say("Summary.Account", context.AccountName(only), only),
        var several => context.Count("Summary.Accounts", several.Count),
    };

    private static string Standard(StandardScore counts, CommandContext context)
    {
        long Of(Severity severity) => counts.Failed.ControlsOf(severity);
        return context.Say(
            "Summary.Standard",
            SlackText.Untrusted(StandardTitles.For(counts.Standard, context.Language)),
            CommandWords.Number(Of(Severity.Critical)),
            CommandWords.Number(Of(Severity.High)),
            CommandWords.Number(Of(Severity.Medium)),
            CommandWords.Number(Of(Severity.Low)),
            CommandWords.Number(counts.Failed.AllFindings));
    }
}
