using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Scores;

/// <summary>A score as it was kept on a day.</summary>
internal sealed record ScorePoint(DateOnly Day, Score Overall, IReadOnlyDictionary<StandardId, Score> Standards);

/// <summary>What was kept of earlier scores.</summary>
internal sealed class ScoreHistory(Database database)
{
    public const int Year = 12;

    private const string MonthEnds =
        """
        select day, standard, passed, failed, unknown from score_snapshots
        where scope = @scope and subject = @subject and day in (
            select max(day) from score_snapshots
            where scope = @scope and subject = @subject and standard = '' and day >= @first and day <= @last
            group by substr(day, 1, 7))
        order by day, standard
        """;

    private const string EndOfMonth =
        """
        select s.subject, s.day, s.passed, s.failed, s.unknown
        from score_snapshots s join (
            select subject, max(day) as day from score_snapshots
            where scope = @scope and standard = '' and day >= @first and day <= @last group by subject
        ) l on l.subject = s.subject and l.day = s.day
        where s.scope = @scope and s.standard = ''
        """;

    /// <summary>
    /// The last one of each month that has any, the oldest first; of the month of <paramref name="until"/>, the last up to that day.
    /// </summary>
    public async Task<IReadOnlyList<ScorePoint>> Months(ScoreSubject subject, DateOnly until, CancellationToken cancellationToken, int months = Year)
    {
        var first = FirstOf(until).AddMonths(1 - months);
        var rows = await database.Read(session => session.Query<Row>(MonthEnds, Args(subject.Scope, subject.Id, first, until)), cancellationToken);
        return
        [
            .. rows.GroupBy(r => r.Day, StringComparer.Ordinal).Select(day => new ScorePoint(
                ScoreSnapshotStore.ReadDay(day.Key),
                day.Single(r => r.Standard.Length == 0).Score,
                day.Where(r => r.Standard.Length > 0).ToDictionary(r => StandardId.Parse(r.Standard), r => r.Score))),
        ];
    }

    /// <summary>The end of the month before <paramref name="today"/>'s, which changes are measured from; null when nothing was kept then.</summary>
    public async Task<ScorePoint?> LastMonth(ScoreSubject subject, DateOnly today, CancellationToken cancellationToken) =>
        await Months(subject, FirstOf(today).AddDays(-1), cancellationToken, months: 1) is [var last] ? last : null;

    /// <summary>The last overall score in a month, of every subject of a scope that has one; by its id.</summary>
    public async Task<IReadOnlyDictionary<string, Score>> EndOf(DateOnly month, string scope, CancellationToken cancellationToken)
    {
        var first = FirstOf(month);
        var rows = await database.Read(session => session.Query<Row>(EndOfMonth, Args(scope, "", first, first.AddMonths(1).AddDays(-1))), cancellationToken);
        return rows.ToDictionary(r => r.Subject, r => r.Score, StringComparer.Ordinal);
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static object Args(string scope, string subject, DateOnly first, DateOnly last) =>
        new { scope, subject, first = ScoreSnapshotStore.Text(first), last = ScoreSnapshotStore.Text(last) };

    private sealed class Row
    {
        public string Subject { get; init; } = "";

        public string Day { get; init; } = "";

        public string Standard { get; init; } = "";

        public int Passed { get; init; }

        public int Failed { get; init; }

        public int Unknown { get; init; }

        public Score Score => new(Passed, Failed, Unknown);
    }
}
