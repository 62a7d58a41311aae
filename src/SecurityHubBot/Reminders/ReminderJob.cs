using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Hosting;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Reminders;

/// <summary>
/// Has today's messages about due dates posted, one for each channel, contact and day. Runs often and finds out by itself what is still to
/// be said, so that neither a run too many nor a morning of downtime matters. At night and on days off it does nothing.
/// </summary>
internal sealed partial class ReminderJob(
    ReminderQueries queries, Database database, DueDates dueDates, OrganisationOptions organisation, Wake wake, TimeProvider time, ILogger<ReminderJob> logger) : IRecurringJob
{
    public async Task Run(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (dueDates.Quiet.IsQuiet(now))
        {
            return;
        }

        var today = organisation.DateAt(now);
        var batches = await queries.All(today, cancellationToken);
        var wanted = await database.Write(
            async session =>
            {
                var added = 0;
                foreach (var batch in batches)
                {
                    added += await BulletinStore.Want(session, batch.Key(CaseRow.WriteDate(today)), payload: null, now) ? 1 : 0;
                }

                await ToldCases.Tidy(session);
                return added;
            },
            cancellationToken);
        wake.Bulletins.Set();
        Log.Ran(logger, batches.Sum(b => b.Lines.Count), wanted);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6701, Level = LogLevel.Information, Message = "{Cases} cases are to be told of today; {Messages} new messages")]
        public static partial void Ran(ILogger logger, int cases, int messages);
    }
}
