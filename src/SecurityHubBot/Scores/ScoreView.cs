using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Scores;

/// <summary>A score as it is now, with what it is compared with.</summary>
/// <param name="LastMonth">Null when nothing was kept then, or these accounts are no team.</param>
internal sealed record ScoreData(ScoreCard Card, DateTimeOffset ComputedAt, ScorePoint? LastMonth);

/// <summary><c>/shub score</c>: the exact score, overall and in each standard.</summary>
internal static class ScoreView
{
    private const int MaxStandards = 20;

    public static RenderedMessage Render(ScoreData data, CommandScope scope, CommandContext context)
    {
        var (card, language) = (data.Card, context.Language);
        var title = ScoreWords.Say(language, "Title", Whose(scope, context));
        Block?[] blocks =
        [
            CardText.Section(title),
            .. card.Standards.Count == 0 && card.Overall.Total == 0
                ? [CardText.Section(ScoreWords.Say(language, "Nothing"))]
                : Lines(data, language).Select(CardText.Section),
            CardText.Context(ScoreWords.Say(language, "Computed", PeopleDates.Moment(data.ComputedAt, context.Zone, language))),
            context.ScopeNote(scope, "/shub score all"),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    private static string Whose(CommandScope scope, CommandContext context) => scope.Accounts switch
    {
        null => context.Say("Summary.All"),
        [var only] => context.Say("Summary.Account", context.AccountName(only), only),
        var several => context.Count("Summary.Accounts", several.Count),
    };

    private static IEnumerable<string> Lines(ScoreData data, Language language)
    {
        var card = data.Card;
        yield return string.Join('\n', Overall(data, language));
        foreach (var standard in card.Standards.Take(MaxStandards))
        {
            yield return Standard(standard, data.LastMonth, language);
        }

        if (card.Standards.Count > MaxStandards)
        {
            yield return ScoreWords.Count(language, "More", card.Standards.Count - MaxStandards);
        }
    }

    private static IEnumerable<string> Overall(ScoreData data, Language language)
    {
        var card = data.Card;
        yield return ScoreWords.Say(language, "Overall", ScoreWords.Percent(card.Overall), ScoreWords.Number(card.Overall.Passed), ScoreWords.Number(card.Overall.Total));
        if (data.LastMonth is { } last && ScoreWords.Change(language, card.Overall, last.Overall) is { } change)
        {
            yield return ScoreWords.Say(language, "Since", change, ScoreWords.Score(language, last.Overall), PeopleDates.Date(last.Day, language));
        }

        if (card.Overall.Unknown > 0)
        {
            yield return ScoreWords.Count(language, "Unknown", card.Overall.Unknown);
        }

        if (card.SuppressedFindings > 0)
        {
            yield return ScoreWords.Count(language, "Suppressed", card.SuppressedFindings);
        }
    }

    private static string Standard(StandardScore standard, ScorePoint? lastMonth, Language language)
    {
        string Of(Severity severity) => ScoreWords.Number(standard.Failed.ControlsOf(severity));
        var name = SlackText.Untrusted(StandardTitles.For(standard.Standard, language));
        if (standard.Score.Total == 0)
        {
            return ScoreWords.Say(language, "Standard.NoData", name, ScoreWords.Percent(standard.Score));
        }

        var change = lastMonth?.Standards.GetValueOrDefault(standard.Standard) is { } before ? ScoreWords.Change(language, standard.Score, before) : null;
        var score = ScoreWords.Score(language, standard.Score);
        return string.Join(
            '\n',
            change is null ? ScoreWords.Say(language, "Standard", name, score) : ScoreWords.Say(language, "Standard.Changed", name, score, change),
            ScoreWords.Say(language, "Standard.Failed", Of(Severity.Critical), Of(Severity.High), Of(Severity.Medium), Of(Severity.Low), ScoreWords.Number(standard.Failed.AllFindings)));
    }
}
