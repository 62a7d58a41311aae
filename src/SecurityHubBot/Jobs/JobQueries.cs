using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Jobs;

/// <param name="Found">Null while it runs, and when it did not get so far.</param>
internal sealed record JobRun(long Id, string Instance, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, JobOutcome Outcome, JobFailure? Reason, JobReport Found);

/// <summary>How a job stands.</summary>
/// <param name="Last">Null before the first run.</param>
/// <param name="Failures">In a row.</param>
/// <param name="IsLate">It has not succeeded for three times its interval.</param>
/// <param name="IsWished">Somebody wants it to run now, and it is about to.</param>
internal sealed record JobState(
    RecurringJob Job,
    JobRun? Last,
    DateTimeOffset? KnownSince,
    DateTimeOffset? SucceededAt,
    TimeSpan? Duration,
    int Failures,
    DateTimeOffset? NextAt,
    bool IsLate,
    bool IsWished)
{
    /// <summary>It has been due since it last succeeded.</summary>
    public bool IsMissed(TimeZoneInfo zone, DateTimeOffset now) => (SucceededAt ?? KnownSince) is { } since && JobSchedules.Last(Job, zone, now) > since;
}

/// <summary>How the jobs stand: one look at our own tables, which every instance shares.</summary>
internal sealed class JobQueries(Database database, IReadOnlyList<RecurringJob> jobs, OrganisationOptions organisation, TimeProvider time)
{
    private const int LateAfter = 3;

    private const string Standing =
        """
        select j.job, j.known_since, j.succeeded_at, j.duration, j.failures,
            r.id, r.instance, r.started_at, r.alive_at, r.ended_at, r.outcome, r.reason, r.found, w.wished_at
        from jobs j
        left join job_runs r on r.id = (select max(id) from job_runs where job = j.job)
        left join job_wishes w on w.job = j.job and w.after_run = coalesce(r.id, 0)
        """;

    public async Task<IReadOnlyList<JobState>> All(CancellationToken cancellationToken)
    {
        var rows = await database.Read(session => session.Query<Row>(Standing), cancellationToken);
        var known = rows.ToDictionary(r => r.Job, StringComparer.Ordinal);
        var now = time.GetUtcNow();
        return [.. jobs.Select(job => State(job, known.GetValueOrDefault(job.Id), now))];
    }

    public async Task<JobState> Find(string id, CancellationToken cancellationToken) => (await All(cancellationToken)).Single(j => j.Job.Id == id);

    /// <summary>The instance that ran a job last; null when none has.</summary>
    public Task<string?> WhoRuns(CancellationToken cancellationToken) =>
        database.Read(session => session.SingleOrDefault<string>("select instance from job_runs order by id desc limit 1"), cancellationToken);

    private JobState State(RecurringJob job, Row? row, DateTimeOffset now)
    {
        var zone = organisation.Zone;
        var reference = Micros.ToTime(row?.SucceededAt ?? row?.KnownSince);
        return new JobState(
            job,
            row?.Id is { } id ? Run(id, row, now) : null,
            Micros.ToTime(row?.KnownSince),
            Micros.ToTime(row?.SucceededAt),
            row?.Duration is { } micros ? TimeSpan.FromMicroseconds(micros) : null,
            row?.Failures ?? 0,
            JobSchedules.Next(job, zone, now),
            reference is { } since && now - since > LateAfter * JobSchedules.Interval(job, zone, since),
            row?.WishedAt is { } wished && now - Micros.ToTime(wished) < JobWishes.Patience);
    }

    private static JobRun Run(long id, Row row, DateTimeOffset now)
    {
        var outcome = Enum.TryParse<JobOutcome>(row.Outcome, out var known) ? known : JobOutcome.BrokenOff;
        var isSilent = outcome == JobOutcome.Running && now - Micros.ToTime(row.AliveAt!.Value) > JobRuns.SilentFor;
        return new JobRun(
            id,
            row.Instance ?? "",
            Micros.ToTime(row.StartedAt!.Value),
            isSilent ? Micros.ToTime(row.AliveAt) : Micros.ToTime(row.EndedAt),
            isSilent ? JobOutcome.BrokenOff : outcome,
            row.Reason is null ? null : Enum.TryParse<JobFailure>(row.Reason, out var reason) ? reason : JobFailure.Other,
            JobReport.Read(row.Found));
    }

    private sealed class Row
    {
        public string Job { get; init; } = "";

        public long KnownSince { get; init; }

        public long? SucceededAt { get; init; }

        public long? Duration { get; init; }

        public int Failures { get; init; }

        public long? Id { get; init; }

        public string? Instance { get; init; }

        public long? StartedAt { get; init; }

        public long? AliveAt { get; init; }

        public long? EndedAt { get; init; }

        public string? Outcome { get; init; }

        public string? Reason { get; init; }

        public string? Found { get; init; }

        public long? WishedAt { get; init; }
    }
}
