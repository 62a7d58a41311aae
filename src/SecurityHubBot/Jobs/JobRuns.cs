using SecurityHubBot.Persistence;

namespace SecurityHubBot.Jobs;

/// <summary>How a run ended. Stored by name.</summary>
internal enum JobOutcome
{
    Running,
    Done,
    Failed,

    /// <summary>The bot was told to stop; the job goes on another time.</summary>
    Stopped,

    /// <summary>The bot ended without a word.</summary>
    BrokenOff,
}

/// <summary>
/// The tables <c>jobs</c> and <c>job_runs</c>: how each job stands, the same whichever instance is asked, and also where Hangfire
/// keeps nothing over a restart. Written by whoever holds the job's lock.
/// </summary>
internal sealed class JobRuns(Database database, TimeProvider time)
{
    /// <summary>A run that has not been heard of for so long is over, whatever its row says.</summary>
    public static readonly TimeSpan SilentFor = TimeSpan.FromMinutes(2);

    private const string Know = "insert into jobs (job, known_since, failures) values (@job, @now, 0) on conflict (job) do nothing";

    // The lock is ours, so whoever has left it open is gone.
    private const string BreakOff = "update job_runs set outcome = 'BrokenOff', ended_at = alive_at where job = @job and outcome = 'Running'";

    private const string Start =
        "insert into job_runs (job, instance, started_at, alive_at, outcome) values (@job, @instance, @now, @now, 'Running') returning id";

    private const string Live = "update job_runs set alive_at = @now where id = @id and outcome = 'Running'";

    private const string Finish = "update job_runs set outcome = @outcome, ended_at = @now, alive_at = @now, reason = @reason, found = @found where id = @id and outcome = 'Running'";

    private const string Succeed =
        """
        update jobs set succeeded_at = @now, duration = @now - (select started_at from job_runs where id = @id), failures = 0
        where job = (select job from job_runs where id = @id)
        """;

    private const string Fail = "update jobs set failures = failures + 1 where job = (select job from job_runs where id = @id)";

    public static string Instance { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    public Task Enter(IEnumerable<string> jobs, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(Know, jobs.Select(job => new { job, now = Now() }).ToList()), cancellationToken);

    public Task<long> Begin(string job, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            await session.Execute(Know, new { job, now = Now() });
            await session.Execute(BreakOff, new { job });
            return await session.Scalar<long>(Start, new { job, instance = Instance, now = Now() });
        },
        cancellationToken);

    public Task StillAlive(long run, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(Live, new { id = run, now = Now() }), cancellationToken);

    public Task End(long run, JobOutcome outcome, JobFailure? reason, JobReport? report) => database.Write(
        async session =>
        {
            var args = new { id = run, now = Now(), outcome = outcome.ToString(), reason = reason?.ToString(), found = report?.Write() };
            if (await session.Execute(Finish, args) == 1 && outcome is JobOutcome.Done or JobOutcome.Failed)
            {
                await session.Execute(outcome == JobOutcome.Done ? Succeed : Fail, args);
            }
        },
        // How it ended is written down even when the bot is stopping.
        CancellationToken.None);

    private long Now() => Micros.From(time.GetUtcNow());
}
