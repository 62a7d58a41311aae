using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Scores;

namespace SecurityHubBot.Tests.Commands;

/// <summary>Answers of <c>/shub score</c> and <c>/shub summary</c>.</summary>
internal static class ScorePayloads
{
    private static readonly AccountId Shop = AccountId.Parse("123456789012");
    private static readonly CommandScope Own = new([Shop], FromChannel: true);
    private static readonly CommandScope Several = new([Shop, AccountId.Parse("000000000001")], FromChannel: false);
    private static readonly StandardId Foundational = StandardId.Parse("aws-foundational-security-best-practices/v/1.0.0");
    private static readonly StandardId Cis = StandardId.Parse("cis-aws-foundations-benchmark/v/1.4.0");
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 4, 5, TimeSpan.Zero);

    private static readonly ScoreCard Card = new(
        new ScoreLine(new Score(357, 150, 8), Failed(1, 12, 103, 34, 1234), 12, 3, 0),
        [
            new StandardScore(Foundational, new ScoreLine(new Score(168, 22, 0), Failed(1, 12, 3, 6, 1234), 12, 3, 0)),
            new StandardScore(Cis, new ScoreLine(Score.None, Failures.None, 1, 1, 0)),
        ]);

    public static IEnumerable<(string Name, RenderedMessage Message)> Plain(CommandContext context)
    {
        yield return ("summary", SummaryView.Render(Card.Standards, CommandScope.Everything, context));
        yield return ("summary of the channel", SummaryView.Render(Card.Standards, Own, context));
        yield return ("summary of several", SummaryView.Render(Card.Standards, Several, context));
        yield return ("summary of nothing", SummaryView.Render([], CommandScope.Everything, context));
        yield return ("score", ScoreView.Render(Data(new Score(350, 160, 5), new Score(170, 20, 0)), CommandScope.Everything, context));
        yield return ("score of the channel, worse", ScoreView.Render(Data(new Score(400, 115, 0), new Score(168, 22, 0)), Own, context));
        yield return ("score of several, nothing to compare with", ScoreView.Render(new ScoreData(Card, Now, LastMonth: null), Several, context));
        yield return ("score after nothing had data", ScoreView.Render(Data(Score.None, Score.None), CommandScope.Everything, context));
        yield return ("score, perfect", ScoreView.Render(new ScoreData(Line(new Score(250, 0, 0)), Now, LastMonth: null), Own, context));
        yield return ("score, nearly perfect", ScoreView.Render(new ScoreData(Line(new Score(249, 0, 1)), Now, LastMonth: null), Own, context));
        yield return ("score of nothing", ScoreView.Render(new ScoreData(ScoreCard.Empty, Now, LastMonth: null), CommandScope.Everything, context));
    }

    public static IEnumerable<(string Name, RenderedMessage Message)> Hostile(CommandContext context)
    {
        var endless = new ScoreLine(new Score(int.MaxValue / 2, 1, int.MaxValue / 4), Failed(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, long.MaxValue), long.MaxValue, 1, 1);
        List<StandardScore> standards = [.. Enumerable.Range(0, 100).Select(i => new StandardScore(StandardId.Parse($"{new string('a', 100)}-{i}/v/1.0.0"), endless))];
        yield return ("summary of many standards", SummaryView.Render(standards, Own, context));
        yield return ("score of many standards", ScoreView.Render(new ScoreData(new ScoreCard(endless, standards), Now, new ScorePoint(DateOnly.MaxValue, endless.Score, new Dictionary<StandardId, Score>())), Own, context));
    }

    private static ScoreData Data(Score overall, Score foundational) =>
        new(Card, Now, new ScorePoint(new DateOnly(2026, 10, 31), overall, new Dictionary<StandardId, Score> { [Foundational] = foundational }));

    private static ScoreCard Line(Score score) =>
        new(new ScoreLine(score, Failures.None, 0, 0, 0), [new StandardScore(Foundational, new ScoreLine(score, Failures.None, 0, 0, 0))]);

    private static Failures Failed(int critical, int high, int medium, int low, long findings) => new(
        new Dictionary<Severity, int> { [Severity.Critical] = critical, [Severity.High] = high, [Severity.Medium] = medium, [Severity.Low] = low },
        new Dictionary<Severity, long> { [Severity.Medium] = findings });
}
