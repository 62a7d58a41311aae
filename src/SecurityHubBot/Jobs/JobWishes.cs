using Hangfire;
using SecurityHubBot.Audit;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Jobs;

/// <summary>What became of somebody's wish that a job run now.</summary>
internal enum WishOutcome
{
    Wished,

    /// <summary>Somebody, or the same person a moment ago, has wished it already.</summary>
    Already,
    Running,

    /// <summary>Only another instance runs jobs.</summary>
    NotHere,
    NoSuchJob,
}

/// <summary>
/// Jobs that operators want to run now. A wish stands in the database before Hangfire hears of it: two clicks are one wish, and one
/// that got lost on the way can be made again.
/// </summary>
internal sealed class JobWishes(Database database, JobQueries queries, IReadOnlyList<RecurringJob> jobs, TimeProvider time, IBackgroundJobClient? hangfire = null)
{
    // Hangfire begins within seconds. Whoever clicks after this has reason to.
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Wish =
        """
        insert into job_wishes (job, after_run, wished_by, wished_at) values (@job, @afterRun, @user, @now)
        on conflict (job, after_run) do update set wished_by = excluded.wished_by, wished_at = excluded.wished_at where job_wishes.wished_at < @before
        """;

    // Whatever has run to its end since then has done what was wished.
    private const string Open =
        """
        select count(*) from job_wishes w where job = @job and after_run = @afterRun
            and not exists (select 1 from job_runs r where r.job = w.job and r.id > w.after_run and r.started_at >= w.wished_at and r.outcome = 'Done')
        """;

    /// <param name="afterRun">The last run that the person saw; 0 when there was none.</param>
    public async Task<WishOutcome> Add(string job, long afterRun, string user, CancellationToken cancellationToken)
    {
        if (jobs.All(j => j.Id != job))
        {
            return WishOutcome.NoSuchJob;
        }

        if (hangfire is null)
        {
            return WishOutcome.NotHere;
        }

        var state = await queries.Find(job, cancellationToken);
        if (state.Last is { Outcome: JobOutcome.Running })
        {
            return WishOutcome.Running;
        }

        if (state.Last is { } last && last.Id > afterRun)
        {
            // What was wished for has happened since the message was written.
            return WishOutcome.Already;
        }

        if (!await Record(job, afterRun, user, cancellationToken))
        {
            return WishOutcome.Already;
        }

        hangfire.Enqueue<JobRunner>(runner => runner.RunWished(job, afterRun, CancellationToken.None));
        return WishOutcome.Wished;
    }

    public async Task<bool> IsOpen(string job, long afterRun, CancellationToken cancellationToken) =>
        await database.Read(session => session.Scalar<long>(Open, new { job, afterRun }), cancellationToken) > 0;

    private Task<bool> Record(string job, long afterRun, string user, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            var now = time.GetUtcNow();
            var isNew = await session.Execute(Wish, new { job, afterRun, user, now = Micros.From(now), before = Micros.From(now - Patience) }) == 1;
            if (isNew)
            {
                session.Audit(new AuditEntry(AuditActor.Person(user), "job.wished", AuditSubject.Of("job", job), Before: null, AuditJson.Write(new { job, afterRun })));
            }

            return isNew;
        },
        cancellationToken);
}
