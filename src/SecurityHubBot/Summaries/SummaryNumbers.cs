using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Scores;

namespace SecurityHubBot.Summaries;

/// <summary>Everything that the summaries of one month are made of and that is read once for all of them.</summary>
internal sealed class SummaryNumbers
{
    private const int MaxImproved = 5;

    private readonly Scoreboard _board;
    private readonly IReadOnlyDictionary<string, Score> _before;
    private readonly Dictionary<string, ScoreCard> _cards;
    private readonly List<TeamImprovement> _improved;
    private readonly int _teams;

    public SummaryNumbers(Scoreboard board, IReadOnlyDictionary<string, Score> before, IReadOnlyList<SummaryTeam> teams, DateTimeOffset readAt)
    {
        (_board, _before, _teams, ReadAt) = (board, before, teams.Count, readAt);
        // A card is added up from all controls of all accounts, and is asked for again and again.
        _cards = teams.ToDictionary(t => t.Audience, t => board.Of(t.AccountIds), StringComparer.Ordinal);
        var rising = teams.Select(t => (t.Audience, Points: Change(t) ?? 0)).Where(t => t.Points > 0)
            .OrderByDescending(t => t.Points).ThenBy(t => t.Audience, StringComparer.Ordinal).ToList();
        _improved = [.. rising.Select(t => new TeamImprovement(t.Audience, t.Points, rising.Count(r => r.Points > t.Points) + 1))];
    }

    public DateTimeOffset ReadAt { get; }

    public NotifiedControls Notified { get; init; } = NotifiedControls.None;

    /// <summary>The soonest first.</summary>
    public IReadOnlyList<EndingException> Ending { get; init; } = [];

    public ScoreCard Of(SummaryTeam? team) => team is null ? _board.Organisation() : _cards[team.Audience];

    /// <summary>Where most of an account's failing findings are; null when nothing fails.</summary>
    public string? RegionOf(AccountId account) => _board.WorstRegion(account);

    /// <summary>Those with the most failed controls first.</summary>
    public IReadOnlyList<AccountId> Accounts(SummaryTeam? team) =>
        [.. (team?.AccountIds ?? _board.Accounts).OrderByDescending(a => _board.Of(a).Overall.Failed).ThenBy(a => a.ToString(), StringComparer.Ordinal)];

    public Score? Before(SummaryTeam team) => team.Subject is { } subject ? _before.GetValueOrDefault(subject.Id) : null;

    public SummaryRanking Ranking(SummaryTeam? team) => new(
        new Some<TeamImprovement>([.. _improved.Take(MaxImproved)], _improved.Count),
        _teams,
        team is null ? null : Change(team),
        team is null ? null : _improved.Find(t => t.Channel == team.Audience)?.Place);

    public static SummaryScore Score(Score score) => new(score.Passed, score.Failed, score.Unknown);

    public static IReadOnlyList<SummaryStandard> Standards(ScoreCard card) => [.. card.Standards.Select(s => new SummaryStandard(s.Standard.ToString(), Score(s.Score), Failed(s.Failed), s.Failed.AllFindings))];

    /// <summary>Twelve months; the last one is as it is now, when it is given.</summary>
    public static IReadOnlyList<TrendPoint> Trend(IReadOnlyList<ScorePoint> history, YearMonth month, SummaryScore? now)
    {
        var known = history.ToDictionary(p => YearMonth.Of(p.Day), p => Score(p.Overall));
        if (now is { Percent: not null })
        {
            known[month] = now;
        }

        return [.. Enumerable.Range(1 - ScoreHistory.Year, ScoreHistory.Year).Select(month.AddMonths).Select(m => new TrendPoint(m.ToString(), known.GetValueOrDefault(m)))];
    }

    private int? Change(SummaryTeam team) => Of(team).Overall.Percent - Before(team)?.Percent;

    private static Dictionary<string, long> Failed(Failures failures) => new(StringComparer.Ordinal)
    {
        [Severity.Critical.Label()] = failures.ControlsOf(Severity.Critical),
        [Severity.High.Label()] = failures.ControlsOf(Severity.High),
        [Severity.Medium.Label()] = failures.ControlsOf(Severity.Medium),
        [Severity.Low.Label()] = failures.ControlsOf(Severity.Low) + failures.ControlsOf(Severity.Informational),
    };
}
