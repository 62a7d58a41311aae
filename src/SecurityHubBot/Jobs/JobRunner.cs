using Hangfire;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Jobs;

/// <summary>
/// What Hangfire calls. It keeps the job's id and not its class, so that a class may be renamed while runs of it are waiting.
/// </summary>
internal sealed partial class JobRunner(
    IServiceProvider services,
    IReadOnlyList<RecurringJob> jobs,
    JobLock gate,
    JobRuns runs,
    JobWishes wishes,
    Database database,
    Telemetry telemetry,
    TimeProvider time,
    ILogger<JobRunner> logger)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    [JobTitle]
    [AutomaticRetry(Attempts = 3, DelaysInSeconds = [60, 300, 900], LogEvents = false)]
    public async Task Run(string id, CancellationToken cancellationToken)
    {
        // During an upgrade an older instance may be given a newer one's job; it is tried again, by whichever comes first.
        var found = jobs.FirstOrDefault(j => j.Id == id) ?? throw new InvalidOperationException($"This version has no job '{id}'.");
        try
        {
            if (!await gate.Run(id, () => RunAlone(found, cancellationToken), cancellationToken))
            {
                Log.Skipped(logger, id);
            }
        }
        catch (Exception e) when (!IsStop(e, cancellationToken))
        {
            Log.Failed(logger, id, e);
            throw;
        }
    }

    /// <summary>For somebody who does not want to wait for the next time.</summary>
    /// <param name="afterRun">The last run that they saw.</param>
    [JobTitle]
    [AutomaticRetry(Attempts = 3, DelaysInSeconds = [60, 300, 900], LogEvents = false)]
    public async Task RunWished(string id, long afterRun, CancellationToken cancellationToken)
    {
        if (await wishes.IsOpen(id, afterRun, cancellationToken))
        {
            await Run(id, cancellationToken);
        }
    }

    private async Task RunAlone(RecurringJob found, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var run = await runs.Begin(found.Id, cancellationToken);
        using var ended = new CancellationTokenSource();
        var heart = Beat(run, ended.Token);
        try
        {
            var report = await Do(found, cancellationToken);
            await runs.End(run, JobOutcome.Done, reason: null, report);
            Count(found.Id, "done");
            Log.Done(logger, found.Id, time.GetElapsedTime(started).TotalSeconds);
        }
        catch (Exception e)
        {
            await RecordFailure(run, found.Id, e, cancellationToken);
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await heart;
        }
    }

    private async Task<JobReport?> Do(RecurringJob found, CancellationToken cancellationToken)
    {
        var job = (IRecurringJob)ActivatorUtilities.GetServiceOrCreateInstance(services, found.Job);
        if (job is IReportingJob reporting)
        {
            return (await reporting.Report(cancellationToken)).WithoutZeros();
        }

        await job.Run(cancellationToken);
        return null;
    }

    private async Task RecordFailure(long run, string id, Exception failure, CancellationToken cancellationToken)
    {
        var isStop = IsStop(failure, cancellationToken);
        Count(id, isStop ? "stopped" : "failed");
        try
        {
            await runs.End(run, isStop ? JobOutcome.Stopped : JobOutcome.Failed, isStop ? null : Reason(failure), report: null);
        }
#pragma warning disable CA1031 // What the job itself threw matters more; a run that nobody ends counts as broken off.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotRecorded(logger, id, e);
        }
    }

    private JobFailure Reason(Exception failure) => failure switch
    {
        JobFailedException known => known.Reason,
        SlackCallException => JobFailure.Slack,
        TrackerException => JobFailure.Tracker,
        _ when database.Dialect.IsUnavailable(failure) => JobFailure.Database,
        _ => JobFailure.Other,
    };

    /// <summary>So that others can tell a run that takes long from one whose instance was killed.</summary>
    private async Task Beat(long run, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Heartbeat, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await runs.StillAlive(run, cancellationToken);
            }
#pragma warning disable CA1031 // The next one may get through, and the job itself will notice what is wrong.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.NoHeartbeat(logger, e.Message);
            }
        }
    }

    private void Count(string id, string outcome) =>
        telemetry.JobRuns.Add(1, new KeyValuePair<string, object?>("job", id), new KeyValuePair<string, object?>("outcome", outcome));

    private static bool IsStop(Exception e, CancellationToken cancellationToken) => e is OperationCanceledException && cancellationToken.IsCancellationRequested;

    private static partial class Log
    {
        [LoggerMessage(EventId = 6201, Level = LogLevel.Debug, Message = "Job {Job} done in {Seconds} s")]
        public static partial void Done(ILogger logger, string job, double seconds);

        [LoggerMessage(EventId = 6202, Level = LogLevel.Information, Message = "Job {Job} is already running; not started again")]
        public static partial void Skipped(ILogger logger, string job);

        [LoggerMessage(EventId = 6203, Level = LogLevel.Error, Message = "Job {Job} failed")]
        public static partial void Failed(ILogger logger, string job, Exception exception);

        [LoggerMessage(EventId = 6204, Level = LogLevel.Warning, Message = "How job {Job} ended could not be written down")]
        public static partial void NotRecorded(ILogger logger, string job, Exception exception);

        [LoggerMessage(EventId = 6205, Level = LogLevel.Debug, Message = "A run could not say that it still goes on: {Reason}")]
        public static partial void NoHeartbeat(ILogger logger, string reason);
    }
}
