using System.Globalization;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Scores;

/// <summary>Writes the table <c>score_snapshots</c>. The standard is empty where all of them are meant.</summary>
internal static class ScoreSnapshotStore
{
    private const string Taken = "select count(*) from score_snapshots where scope = 'organisation' and subject = '' and standard = '' and day = @day";

    private const string Insert =
        """
        insert into score_snapshots (day, scope, subject, standard, passed, failed, unknown, failed_critical, failed_high, failed_medium, failed_low,
            failed_findings, suppressed_findings, taken_at)
        values (@day, @scope, @subject, @standard, @passed, @failed, @unknown, @critical, @high, @medium, @low, @findings, @suppressed, @now)
        on conflict (scope, subject, standard, day) do nothing
        """;

    private const string Forget = "delete from score_snapshots where day < @day";

    public static async Task<bool> IsTaken(DbSession session, DateOnly day) => await session.Scalar<long>(Taken, new { day = Text(day) }) > 0;

    /// <returns>False when another instance has written the day's snapshot meanwhile; then nothing is written.</returns>
    public static async Task<bool> Write(DbSession session, DateOnly day, IEnumerable<(ScoreSubject Subject, ScoreCard Card)> cards, DateTimeOffset now)
    {
        var rows = cards.SelectMany(c => Lines(c.Card).Select(l => Row(day, c.Subject, l.Standard, l.Line, now))).ToList();
        // The organisation's first row is everybody's sign that the day is done; whoever comes second waits for it here.
        if (await session.Execute(Insert, rows[0]) == 0)
        {
            return false;
        }

        await session.Execute(Insert, rows.Skip(1).ToList());
        return true;
    }

    public static Task<int> ForgetBefore(DbSession session, DateOnly day) => session.Execute(Forget, new { day = Text(day) });

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly ReadDay(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<(string Standard, ScoreLine Line)> Lines(ScoreCard card) =>
        [("", card.All), .. card.Standards.Select(s => (s.Standard.ToString(), s.Line))];

    private static object Row(DateOnly day, ScoreSubject subject, string standard, ScoreLine line, DateTimeOffset now) => new
    {
        day = Text(day),
        scope = subject.Scope,
        subject = subject.Id,
        standard,
        passed = line.Score.Passed,
        failed = line.Score.Failed,
        unknown = line.Score.Unknown,
        critical = line.Failed.ControlsOf(Severity.Critical),
        high = line.Failed.ControlsOf(Severity.High),
        medium = line.Failed.ControlsOf(Severity.Medium),
        low = line.Failed.ControlsOf(Severity.Low),
        findings = line.Failed.AllFindings,
        suppressed = line.SuppressedFindings,
        now = Micros.From(now),
    };
}
