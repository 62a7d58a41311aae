using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Jobs;

/// <summary>Gives Hangfire the list at start, however long the database takes to come, and takes from it what is no longer on the list.</summary>
internal sealed partial class JobSchedule(
    JobStorage storage, IRecurringJobManager manager, IReadOnlyList<RecurringJob> jobs, OrganisationOptions organisation, TimeProvider time, ILogger<JobSchedule> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Hangfire has no asynchronous calls, and the host waits for the first step.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested && !TryEnter())
        {
            await Task.Delay(Again, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TryEnter()
    {
        try
        {
            Enter();
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

    private static partial class Log
    {
        [LoggerMessage(EventId = 6211, Level = LogLevel.Warning, Message = "The recurring jobs could not be entered; trying again")]
        public static partial void NotEntered(ILogger logger, Exception exception);
    }
}
