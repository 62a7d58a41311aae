using SecurityHubBot.Audit;
using SecurityHubBot.Controls;
using SecurityHubBot.Digest;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Members;
using SecurityHubBot.Reconcile;
using SecurityHubBot.Reminders;
using SecurityHubBot.Retention;
using SecurityHubBot.Scores;
using SecurityHubBot.Summaries;
using SecurityHubBot.Tickets;

namespace SecurityHubBot.Jobs;

/// <summary>Something that is done by the clock. Safe to run twice, to be broken off, and to be asked for by several instances.</summary>
public interface IRecurringJob
{
    Task Run(CancellationToken cancellationToken);
}

/// <param name="Id">What it is called on the dashboard, in logs and in the audit log. Stored: a new name is a new job.</param>
/// <param name="Cron">In the organisation's time zone.</param>
/// <param name="When">The same in words.</param>
/// <param name="Job">An <see cref="IRecurringJob"/>, made anew for each run with what it needs.</param>
public sealed record RecurringJob(string Id, string Cron, string When, Type Job)
{
    public static RecurringJob Of<T>(string id, string cron, string when)
        where T : IRecurringJob => new(id, cron, when, typeof(T));
}

/// <summary>Every recurring job. docs/operating.md has the same list for operators; a test compares them.</summary>
public static class RecurringJobs
{
    public static IReadOnlyList<RecurringJob> All { get; } =
    [
        // Every hour, so that what ends at midnight ends soon after it, and a night of downtime is made up for.
        RecurringJob.Of<ExceptionLife>("exception-life", "5 * * * *", "every hour at :05"),
        // Both find out by themselves what is still to be said, and nobody is written to at night.
        RecurringJob.Of<ReminderJob>("reminders", "*/10 * * * *", "every 10 minutes"),
        RecurringJob.Of<DigestJob>("digest", "*/30 * * * *", "every 30 minutes"),
        // Each project is asked only every Tickets:Poll.
        RecurringJob.Of<TicketPoll>("ticket-poll", "* * * * *", "every minute"),
        // The day's first run keeps the score; the others find that it is done, or make up for it.
        RecurringJob.Of<ScoreSnapshotJob>("score-snapshot", "15 * * * *", "every hour at :15"),
        // Every hour; Summary:Cron says when there is something to do.
        RecurringJob.Of<MonthlySummaryJob>("monthly-summary", "2 * * * *", "every hour at :02"),
        RecurringJob.Of<ReconcileJob>("reconcile", "20 * * * *", "every hour at :20"),
        RecurringJob.Of<AccountDiscovery>("account-discovery", "50 * * * *", "every hour at :50"),
        // Before people come to work; told when their day begins.
        RecurringJob.Of<DriftJob>("control-drift", "50 5 * * *", "every day at 05:50"),
        RecurringJob.Of<RetentionJob>("retention", "40 3 * * *", "every day at 03:40"),
        RecurringJob.Of<AuditHeadJob>("audit-head", "10 3 * * *", "every day at 03:10"),
    ];
}
