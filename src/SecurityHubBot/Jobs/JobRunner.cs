using Hangfire;

namespace SecurityHubBot.Jobs;

/// <summary>
/// What Hangfire calls. It keeps the job's id and not its class, so that a class may be renamed while runs of it are waiting.
/// </summary>
internal sealed partial class JobRunner(IServiceProvider services, IReadOnlyList<RecurringJob> jobs, JobLock gate, TimeProvider time, ILogger<JobRunner> logger)
{
    [JobDisplayName("{0}")]
    [AutomaticRetry(Attempts = 3, DelaysInSeconds = [60, 300, 900], LogEvents = false)]
    public async Task Run(string id, CancellationToken cancellationToken)
    {
        // During an upgrade an older instance may be given a newer one's job; it is tried again, by whichever comes first.
        var found = jobs.FirstOrDefault(j => j.Id == id) ?? throw new InvalidOperationException($"This version has no job '{id}'.");
        var started = time.GetTimestamp();
        try
        {
            var job = (IRecurringJob)ActivatorUtilities.GetServiceOrCreateInstance(services, found.Job);
            if (await gate.Run(id, () => job.Run(cancellationToken), cancellationToken))
            {
                Log.Done(logger, id, time.GetElapsedTime(started).TotalSeconds);
            }
            else
            {
                Log.Skipped(logger, id);
            }
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            Log.Failed(logger, id, e);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6201, Level = LogLevel.Debug, Message = "Job {Job} done in {Seconds} s")]
        public static partial void Done(ILogger logger, string job, double seconds);

        [LoggerMessage(EventId = 6202, Level = LogLevel.Information, Message = "Job {Job} is already running; not started again")]
        public static partial void Skipped(ILogger logger, string job);

        [LoggerMessage(EventId = 6203, Level = LogLevel.Error, Message = "Job {Job} failed")]
        public static partial void Failed(ILogger logger, string job, Exception exception);
    }
}
