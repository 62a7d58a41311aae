using SecurityHubBot.Cases;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Hosting;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Exceptions;

/// <summary>
/// What happens to exceptions by the clock: approvers are reminded, requests that nobody decides end, owners are asked to renew,
/// and what has come to its end lapses. Safe to run twice, on several machines, and after days of downtime.
/// </summary>
internal sealed partial class ExceptionLife(
    Database database, DueDates dueDates, OrganisationOptions organisation, Wake wake, TimeProvider time, ILogger<ExceptionLife> logger) : IRecurringJob
{
    private const string Actor = "job:exception-life";

    // A request that was approved on its last day can be asked about, and can lapse, in one go.
    private const int MostSteps = 4;

    public async Task Run(CancellationToken cancellationToken)
    {
        var live = await database.Read(ExceptionStore.AllLive, cancellationToken);
        var (steps, failures) = (0, 0);
        foreach (var (id, number) in live)
        {
            try
            {
                steps += await Advance(id, number, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !database.Dialect.IsUnavailable(exception))
            {
                // One exception that cannot be carried on must not keep the others from ending.
                Log.Failed(logger, id.ToString(), exception);
                failures++;
            }
        }

        if (steps > 0)
        {
            wake.Decisions.Set();
            wake.Messages.Set();
            wake.Tickets.Set();
        }

        Log.Ran(logger, live.Count, steps);
        if (failures > 0)
        {
            throw new JobFailedException(JobFailure.Partly, $"{failures} of {live.Count} exceptions could not be carried on; see the log.");
        }
    }

    private async Task<int> Advance(ExceptionId id, CaseNumber number, CancellationToken cancellationToken)
    {
        var steps = 0;
        while (steps < MostSteps && await database.Write(session => Step(session, id, number), cancellationToken))
        {
            steps++;
        }

        return steps;
    }

    private async Task<bool> Step(DbSession session, ExceptionId id, CaseNumber number)
    {
        if (await CaseStore.FindLocked(session, number) is not { } about)
        {
            return false;
        }

        var all = await ExceptionStore.Of(session, number);
        var current = all.Single(e => e.Id == id);
        var now = time.GetUtcNow();
        var next = ExceptionLifecycle.Next(
            current, organisation.DateAt(current.RequestedAt), organisation.DateAt(now), now, dueDates.Calendar, ExceptionLifecycle.IsRenewed(current, all));
        if (next is not var (after, happened))
        {
            return false;
        }

        await ExceptionRecorder.Record(session, about, current, after, happened, Actor, trace: null, now);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6302, Level = LogLevel.Information, Message = "Looked at {Count} live exceptions; {Steps} went on")]
        public static partial void Ran(ILogger logger, int count, int steps);

        [LoggerMessage(EventId = 6303, Level = LogLevel.Error, Message = "{Exception} could not be carried on")]
        public static partial void Failed(ILogger logger, string exception, Exception e);
    }
}
