using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>Whether the queue can be read, for the log, the health check and the metrics.</summary>
internal sealed partial class QueueState(IntakeOptions options, TimeProvider time, ILogger<QueueState> logger)
{
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _saidAt;
    private volatile QueueFault? _fault;

    /// <summary>What is wrong with it now.</summary>
    public QueueFault? Fault => _fault;

    /// <summary>Says so when it is news, and again from time to time.</summary>
    public void Fails(Exception exception)
    {
        var (fault, now) = (QueueFault.Of(exception), time.GetUtcNow());
        lock (_lock)
        {
            if (fault == _fault && now - _saidAt < SayAgain)
            {
                return;
            }

            (_fault, _saidAt) = (fault, now);
        }

        Log.Fails(logger, options.QueueUrl, fault.Reason, fault.Code, exception);
    }

    public void Works()
    {
        if (Interlocked.Exchange(ref _fault, null) is not null)
        {
            Log.Works(logger, options.QueueUrl);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Error, "The queue {Queue} cannot be read. {Reason} ({Code}). The bot goes on trying, and nothing in the queue is lost meanwhile.")]
        public static partial void Fails(ILogger logger, string? queue, string reason, string code, Exception exception);

        [LoggerMessage(4102, LogLevel.Information, "The queue {Queue} can be read again.")]
        public static partial void Works(ILogger logger, string? queue);
    }
}

/// <summary>Degraded, not unhealthy, when the queue cannot be read: the bot still answers Slack, and taking it away would not help the queue.</summary>
internal sealed class QueueHealthCheck(QueueState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Fault is { } fault ? HealthCheckResult.Degraded($"The queue cannot be read. {fault.Reason}.") : HealthCheckResult.Healthy());
}
