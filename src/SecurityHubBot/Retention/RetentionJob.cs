using SecurityHubBot.Intake;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Retention;

/// <summary>
/// Deletes what has been over for long: closed cases with all that belongs to them, findings of which AWS says nothing any more, and
/// the bot's own bookkeeping. A little at a time, so that nobody waits for it; broken off, it goes on with what is left.
/// </summary>
internal sealed partial class RetentionJob(
    Database database, ClosedCases cases, RetentionOptions options, IntakeOptions intake, TimeProvider time, ILogger<RetentionJob> logger) : IReportingJob
{
    private const int RowsAtOnce = 1_000;

    private const int FindingsAtOnce = 2_000;

    private const string EndOfPage =
        "select max(finding_key) from (select finding_key from findings where finding_key > @after order by finding_key limit @limit) page";

    // As long as there is a case, its findings are the evidence for it. What AWS still sends is part of the score, whatever became of a case.
    private const string DeleteFindings =
        """
        delete from findings where finding_key > @after and finding_key <= @upto and updated_at < @cutoff and received_at < @cutoff
            and not exists (
                select 1 from cases c
                where c.account_id = findings.account_id and c.region = findings.region and c.control_key = findings.control_key)
        """;

    private static readonly TimeSpan EventsKnownFor = TimeSpan.FromDays(2);
    private static readonly TimeSpan BookkeepingKeptFor = TimeSpan.FromDays(30);

    public async Task<JobReport> Report(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var cutoff = now.AddDays(-options.Days);
        var deletedCases = await cases.Delete(cutoff, cancellationToken);
        var deletedFindings = await Findings(cutoff, cancellationToken);
        var rows = await Rows(now, cutoff, cancellationToken);
        Log.Deleted(logger, deletedCases, deletedFindings, rows, options.Days);
        return new JobReport(new JobFact("cases_deleted", deletedCases), new JobFact("findings_deleted", deletedFindings), new JobFact("rows_deleted", rows));
    }

    private async Task<long> Findings(DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        long deleted = 0;
        var after = "";
        while (await database.Read(session => session.Scalar<string?>(EndOfPage, new { after, limit = FindingsAtOnce }), cancellationToken) is { } upto)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var args = new { after, upto, cutoff = Micros.From(cutoff) };
            deleted += await database.Write(session => session.Execute(DeleteFindings, args), cancellationToken);
            after = upto;
        }

        return deleted;
    }

    private async Task<long> Rows(DateTimeOffset now, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        var args = new
        {
            day2 = Micros.From(now - EventsKnownFor),
            month = Micros.From(now - BookkeepingKeptFor),
            rejected = Micros.From(now.AddDays(-intake.RejectedDays)),
            cutoff = Micros.From(cutoff),
            limit = RowsAtOnce,
        };
        long deleted = 0;
        foreach (var table in RetentionTables.ByAge)
        {
            int some;
            do
            {
                some = await database.Write(session => session.Execute(table.Delete, args), cancellationToken);
                deleted += some;
            }
            while (some == RowsAtOnce);
        }

        return deleted;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6801, Level = LogLevel.Information, Message = "Deleted {Cases} closed cases, {Findings} findings and {Rows} other rows; cases and findings go after {Days} days")]
        public static partial void Deleted(ILogger logger, long cases, long findings, long rows, int days);
    }
}
