using System.Diagnostics.Metrics;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>How old the copy of the DynamoDB tables is, for alerts: the same from every instance.</summary>
internal sealed partial class DirectoryMetrics : SampledMetrics
{
    private readonly Database _database;
    private readonly DirectoryCopy _copy;
    private readonly TimeProvider _time;
    private readonly ILogger<DirectoryMetrics> _logger;
    private long _readAt;

    public DirectoryMetrics(Database database, DirectoryCopy copy, DirectoryState state, IMeterFactory meters, TimeProvider time, ILogger<DirectoryMetrics> logger)
        : base(time)
    {
        (_database, _copy, _time, _logger) = (database, copy, time, logger);
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge("shub.directory.age", Age, "s", "How long ago the accounts and policies were last read from DynamoDB.");
        meter.CreateObservableGauge("shub.directory.readable", () => state.HasFailed ? 0 : 1, description: "Whether this instance got through the tables in DynamoDB when it last read them.");
    }

    protected override async Task Sample(CancellationToken stoppingToken) =>
        Volatile.Write(ref _readAt, await _database.Read(_copy.LastRead, stoppingToken) is { } at ? Micros.From(at) : 0);

    protected override void Failed(string reason) => Log.Failed(_logger, reason);

    /// <summary>Nothing before the first reading: no age would be true.</summary>
    private IEnumerable<Measurement<double>> Age() =>
        Volatile.Read(ref _readAt) is > 0 and var at ? [new Measurement<double>(Math.Max(0, (_time.GetUtcNow() - Micros.ToTime(at)).TotalSeconds))] : [];

    private static partial class Log
    {
        [LoggerMessage(7380, LogLevel.Warning, "Could not look up how old the copy of the DynamoDB tables is: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
