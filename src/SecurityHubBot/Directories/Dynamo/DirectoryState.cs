namespace SecurityHubBot.Directories.Dynamo;

/// <summary>Whether this instance can read the DynamoDB tables, for the log, the health check and whoever is shown something of them.</summary>
internal sealed partial class DirectoryState(DirectoryOptions options, TimeProvider time, ILogger<DirectoryState> logger)
{
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _saidAt;
    private volatile string? _fault;
    private volatile bool _hasFailed;

    /// <summary>Why they cannot be read now; null when they can.</summary>
    public string? Fault => _fault;

    /// <summary>Whether the last reading did not get through, be it for a reason that is not DynamoDB's.</summary>
    public bool HasFailed => _hasFailed;

    public void BreaksOff() => _hasFailed = true;

    /// <summary>Says so when it is news, and again from time to time.</summary>
    /// <param name="lastRead">Null when they never were read.</param>
    public void Fails(string reason, DateTimeOffset? lastRead, Exception exception)
    {
        BreaksOff();
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (reason == _fault && now - _saidAt < SayAgain)
            {
                return;
            }

            (_fault, _saidAt) = (reason, now);
        }

        if (lastRead is { } at)
        {
            Log.Old(logger, options.PolicyTable, options.AccountTable, reason, at, (long)(now - at).TotalMinutes, exception);
        }
        else
        {
            Log.Unknown(logger, options.PolicyTable, options.AccountTable, reason, exception);
        }
    }

    public void Works()
    {
        _hasFailed = false;
        if (Interlocked.Exchange(ref _fault, null) is not null)
        {
            Log.Works(logger, options.PolicyTable, options.AccountTable);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7211, LogLevel.Warning, "The tables {Policies} and {Accounts} cannot be read: {Reason}. The bot goes by what it read at {ReadAt:u}, {Minutes} minutes ago, and goes on trying.")]
        public static partial void Old(ILogger logger, string? policies, string? accounts, string reason, DateTimeOffset readAt, long minutes, Exception exception);

        [LoggerMessage(7212, LogLevel.Error, "The tables {Policies} and {Accounts} cannot be read, and never were: {Reason}. Findings are taken in and wait; nothing is decided until the tables can be read.")]
        public static partial void Unknown(ILogger logger, string? policies, string? accounts, string reason, Exception exception);

        [LoggerMessage(7213, LogLevel.Information, "The tables {Policies} and {Accounts} can be read again.")]
        public static partial void Works(ILogger logger, string? policies, string? accounts);
    }
}
