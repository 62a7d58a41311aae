using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SecurityHubBot.Workflows;

/// <summary>Whether Security Hub takes what this instance writes. While it does not, it is asked ever more rarely, not once for every batch.</summary>
internal sealed partial class WorkflowState(TimeProvider time, ILogger<WorkflowState> logger)
{
    private const int MaxExponent = 6;
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _saidAt;
    private DateTimeOffset _until = DateTimeOffset.MinValue;
    private int _failures;
    private SecurityHubFault? _fault;

    /// <summary>What is wrong now; null when nothing is.</summary>
    public SecurityHubFault? Fault
    {
        get
        {
            lock (_lock)
            {
                return _fault;
            }
        }
    }

    /// <summary>Whether to wait before the next call.</summary>
    public bool Pauses
    {
        get
        {
            lock (_lock)
            {
                // Never longer than it was set for: a clock may have been put back.
                return _until - time.GetUtcNow() is { } left && left > TimeSpan.Zero && left <= LongestPause;
            }
        }
    }

    private static TimeSpan LongestPause => TimeSpan.FromSeconds(1 << MaxExponent);

    /// <summary>Pauses for 1 s, 2 s, 4 s, … up to about a minute; says so when it is news, and again from time to time.</summary>
    public void Fails(Exception exception)
    {
        var (fault, now) = (SecurityHubFault.Of(exception), time.GetUtcNow());
        lock (_lock)
        {
            // Calls that were under way together fail together, and are one failure. Where AWS asks for fewer, AwsRateLimits waits already.
            if (now >= _until && fault.Trouble != SecurityHubTrouble.Throttled)
            {
                _until = now + TimeSpan.FromSeconds(1 << Math.Min(_failures++, MaxExponent));
            }

            if (fault == _fault && now - _saidAt < SayAgain)
            {
                return;
            }

            (_fault, _saidAt) = (fault, now);
        }

        Log.Fails(logger, fault.Sentence, fault.Code, exception);
    }

    public void Works()
    {
        lock (_lock)
        {
            _failures = 0;
            if (_fault is null)
            {
                return;
            }

            _fault = null;
        }

        Log.Works(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7251, Level = LogLevel.Error, Message = "Workflow status cannot be written to Security Hub. {Reason} ({Code}). The bot goes on trying.")]
        public static partial void Fails(ILogger logger, string reason, string code, Exception exception);

        [LoggerMessage(EventId = 7252, Level = LogLevel.Information, Message = "Workflow status is written to Security Hub again.")]
        public static partial void Works(ILogger logger);
    }
}

/// <summary>Degraded, not unhealthy: the status in Security Hub is a courtesy, and the cases go on without it.</summary>
internal sealed class WorkflowHealthCheck(WorkflowState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Fault is { } fault ? HealthCheckResult.Degraded($"Workflow status cannot be written to Security Hub. {fault.Sentence}.") : HealthCheckResult.Healthy());
}
