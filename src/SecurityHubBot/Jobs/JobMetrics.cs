using System.Diagnostics.Metrics;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Jobs;

/// <summary>How the jobs stand, for alerts: every job from the start on, the same from every instance.</summary>
internal sealed partial class JobMetrics : SampledMetrics
{
    private readonly JobQueries _queries;
    private readonly ILogger<JobMetrics> _logger;
    private IReadOnlyList<JobState> _states;

    public JobMetrics(JobQueries queries, IReadOnlyList<RecurringJob> jobs, Telemetry telemetry, IMeterFactory meters, TimeProvider time, ILogger<JobMetrics> logger)
        : base(time)
    {
        (_queries, _logger) = (queries, logger);
        _states = [.. jobs.Select(job => new JobState(job, Last: null, KnownSince: null, SucceededAt: null, Duration: null, Failures: 0, NextAt: null, IsLate: false, IsWished: false))];
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge("shub.jobs.last_success.timestamp", () => Each(j => j.SucceededAt?.ToUnixTimeSeconds() ?? 0), "s", "When the job last succeeded, as Unix time; 0 before the first time.");
        meter.CreateObservableGauge("shub.jobs.last_duration", () => Each(j => j.Duration?.TotalSeconds ?? 0), "s", "How long the job took when it last succeeded.");
        meter.CreateObservableGauge("shub.jobs.failures", () => Each(j => j.Failures), description: "How often the job has failed in a row.");
        meter.CreateObservableGauge("shub.jobs.late", () => Each(j => j.IsLate ? 1 : 0), description: "1 while the job has not succeeded for three times its interval.");
        foreach (var job in jobs)
        {
            foreach (var outcome in (string[])["done", "failed", "stopped"])
            {
                telemetry.JobRuns.Add(0, new KeyValuePair<string, object?>("job", job.Id), new KeyValuePair<string, object?>("outcome", outcome));
            }
        }
    }

    protected override async Task Sample(CancellationToken stoppingToken) => Volatile.Write(ref _states, await _queries.All(stoppingToken));

    protected override void Failed(string reason) => Log.Failed(_logger, reason);

    private IEnumerable<Measurement<double>> Each(Func<JobState, double> value) =>
        Volatile.Read(ref _states).Select(state => new Measurement<double>(value(state), new KeyValuePair<string, object?>("job", state.Job.Id)));

    private static partial class Log
    {
        [LoggerMessage(EventId = 6221, Level = LogLevel.Warning, Message = "Could not look up how the jobs stand: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
