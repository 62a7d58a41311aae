using System.Globalization;
using SecurityHubBot.Audit;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Retention;

/// <summary>Deletes cases that have been closed for long, one in each transaction. Their numbers are never given again.</summary>
internal sealed partial class ClosedCases(Database database, TimeProvider time, ILogger<ClosedCases> logger)
{
    private const int AtOnce = 100;

    // Withdrawn means that nobody asks any more, not that it was fixed: while it fails, the case is the memory of it.
    // What is still to come of it, an exception that is not over or a message that is being posted, goes first.
    private const string IsOver =
        """
        c.state in ('fixed', 'withdrawn') and c.closed_at < @cutoff
        and not exists (
            select 1 from findings f where f.account_id = c.account_id and f.region = c.region and f.control_key = c.control_key
                and f.record_state = 'ACTIVE' and f.compliance = 'FAILED')
        and not exists (
            select 1 from decision_queue q where q.account_id = c.account_id and q.region = c.region and q.control_key = c.control_key)
        and not exists (select 1 from exceptions e where e.case_number = c.number and e.state in ('requested', 'approved'))
        and not exists (select 1 from case_messages m where m.case_number = c.number and m.lease_until > @now)
        and not exists (select 1 from case_tickets t where t.case_number = c.number and t.lease_until > @now)
        """;

    private const string Page = $"select c.number from cases c where c.number > @after and {IsOver} order by c.number limit @limit";

    private const string Still = $"select count(*) from cases c where c.number = @number and {IsOver}";

    private const string DeleteCase = "delete from cases where number = @number";

    public async Task<long> Delete(DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        long deleted = 0;
        for (long after = 0; ;)
        {
            var args = new { after, cutoff = Micros.From(cutoff), now = Now(), limit = AtOnce };
            var numbers = await database.Read(session => session.Query<long>(Page, args), cancellationToken);
            if (numbers.Count == 0)
            {
                return deleted;
            }

            foreach (var number in numbers)
            {
                deleted += await database.Write(session => DeleteOne(session, new CaseNumber(number), cutoff), cancellationToken) ? 1 : 0;
            }

            after = numbers[^1];
            Log.Progress(logger, deleted);
        }
    }

    private async Task<bool> DeleteOne(DbSession session, CaseNumber number, DateTimeOffset cutoff)
    {
        // Under its lock: it may just be failing again.
        var args = new { number = number.Value, cutoff = Micros.From(cutoff), now = Now() };
        if (await CaseStore.FindLocked(session, number) is not { } closed || await session.Scalar<long>(Still, args) == 0)
        {
            return false;
        }

        foreach (var table in RetentionTables.OfCases)
        {
            await session.Execute(table.Delete, args);
        }

        await session.Execute(DeleteCase, args);
        session.Audit(new AuditEntry(AuditActor.Job("retention"), "case.deleted", AuditSubject.Case(number), State(closed), After: null));
        return true;
    }

    private static string State(Case closed) => AuditJson.Write(new
    {
        State = CaseColumns.Write(closed.State),
        Account = closed.Key.Account.ToString(),
        closed.Key.Region,
        Control = closed.Key.Control.ToString(),
        ClosedAt = closed.ClosedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    });

    private long Now() => Micros.From(time.GetUtcNow());

    private static partial class Log
    {
        [LoggerMessage(EventId = 6811, Level = LogLevel.Debug, Message = "Deleted {Count} closed cases so far")]
        public static partial void Progress(ILogger logger, long count);
    }
}
