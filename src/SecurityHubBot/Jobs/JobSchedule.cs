using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.Storage;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Jobs;

/// <summary>
/// Gives Hangfire the list at start, however long the database takes to come, and takes from it what is no longer on the list. Where
/// Hangfire has forgotten everything, what was due while the bot was away is started now.
/// </summary>
internal sealed partial class JobSchedule(
    JobStorage storage,
    IRecurringJobManager manager,
    IReadOnlyList<RecurringJob> jobs,
    JobRuns runs,
    JobQueries queries,
    OrganisationOptions organisation,
    TimeProvider time,
    ILogger<JobSchedule> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Hangfire has no asynchronous calls, and the host waits for the first step.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested && !await TryEnter(stoppingToken))
        {
            await Task.Delay(Again, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryEnter(CancellationToken cancellationToken)
    {
        try
        {
            await runs.Enter(jobs.Select(j => j.Id), cancellationToken);
            Enter();
            await MakeUp(cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whatever the storage has, it is tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotEntered(logger, e);
            return false;
        }
    }

    private void Enter()
    {
        using (var connection = storage.GetConnection())
        {
            foreach (var old in connection.GetRecurringJobs().Select(j => j.Id).Except(jobs.Select(j => j.Id), StringComparer.Ordinal))
            {
                manager.RemoveIfExists(old);
            }
        }

        var options = new RecurringJobOptions { TimeZone = organisation.Zone };
        foreach (var job in jobs)
        {
            manager.AddOrUpdate(job.Id, Job.FromExpression<JobRunner>(runner => runner.Run(job.Id, CancellationToken.None)), job.Cron, options);
        }
    }

    /// <summary>On PostgreSQL Hangfire itself knows what it has missed.</summary>
    private async Task MakeUp(CancellationToken cancellationToken)
    {
        if (storage is not InMemoryStorage)
        {
            return;
        }

        foreach (var state in await queries.All(cancellationToken))
        {
            if (state.IsMissed(organisation.Zone, time.GetUtcNow()))
            {
                Log.Missed(logger, state.Job.Id);
                manager.Trigger(state.Job.Id);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6211, Level = LogLevel.Warning, Message = "The recurring jobs could not be entered; trying again")]
        public static partial void NotEntered(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 6212, Level = LogLevel.Information, Message = "Job {Job} was due while the bot was away; starting it now")]
        public static partial void Missed(ILogger logger, string job);
    }
}
