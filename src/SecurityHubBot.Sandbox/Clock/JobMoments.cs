using Cronos;
using SecurityHubBot.Jobs;

namespace SecurityHubBot.Sandbox.Clock;

/// <summary>A recurring job and a time at which it would have run.</summary>
internal sealed record JobMoment(RecurringJob Job, DateTimeOffset At);

internal static class JobMoments
{
    /// <summary>
    /// Every job that is due within a stretch of time, at the first of its times there, in their order. Once is enough for what runs
    /// every minute: a job finds out by itself what has become due.
    /// </summary>
    public static IReadOnlyList<JobMoment> Within(IEnumerable<RecurringJob> jobs, DateTimeOffset after, DateTimeOffset until, TimeZoneInfo zone) =>
    [
        .. jobs
            .Select(job => (Job: job, At: CronExpression.Parse(job.Cron).GetNextOccurrence(after, zone)))
            .Where(moment => moment.At <= until)
            .OrderBy(moment => moment.At)
            .Select(moment => new JobMoment(moment.Job, moment.At!.Value)),
    ];
}
