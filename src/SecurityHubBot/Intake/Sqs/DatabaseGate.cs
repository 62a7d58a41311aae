using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>
/// Closed while the database cannot be reached. Nothing is received then: each delivery that comes to nothing counts, and after a few of
/// them the queue would move good events to its dead letter queue.
/// </summary>
internal sealed partial class DatabaseGate(Database database, TimeProvider time, ILogger<DatabaseGate> logger)
{
    private const string Question = "select version from directory_version";

    /// <summary>An answer this fresh is believed.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;
    private long _answeredAt;

    /// <summary>Returns once the database is known to answer.</summary>
    public async Task Pass(CancellationToken stopping)
    {
        while (true)
        {
            if (Closed is { } closed)
            {
                await closed.WaitAsync(stopping);
            }
            else if (IsFresh || await Answers(stopping))
            {
                return;
            }
            else
            {
                Close(stopping);
            }
        }
    }

    /// <summary>The database has just done something, so it need not be asked.</summary>
    public void Answered() => Volatile.Write(ref _answeredAt, time.GetUtcNow().UtcTicks);

    /// <summary>The database has failed somebody: it is asked, ever more rarely, until it answers.</summary>
    public void Close(CancellationToken stopping)
    {
        TaskCompletionSource closed;
        lock (_lock)
        {
            if (_closed is not null)
            {
                return;
            }

            closed = _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Log.Closed(logger);
        _ = Reopen(closed, stopping);
    }

    /// <returns>Whether the database answers again within that time, and before the bot stops.</returns>
    public async Task<bool> Reopens(TimeSpan within, CancellationToken stopping)
    {
        try
        {
            await (Closed ?? Task.CompletedTask).WaitAsync(within, time, stopping);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private bool IsFresh => time.GetUtcNow().UtcTicks - Volatile.Read(ref _answeredAt) < Fresh.Ticks;

    private Task? Closed
    {
        get
        {
            lock (_lock)
            {
                return _closed?.Task;
            }
        }
    }

    private async Task Reopen(TaskCompletionSource closed, CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested; failures++)
        {
            var wait = Backoff.After(failures);
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (await Answers(stopping))
            {
                lock (_lock)
                {
                    _closed = null;
                }

                Log.Open(logger);
                closed.SetResult();
                return;
            }
        }

        closed.TrySetCanceled(stopping);
    }

    private async Task<bool> Answers(CancellationToken stopping)
    {
        try
        {
            await database.Read(session => session.Scalar<long>(Question), stopping).WaitAsync(Patience, TimeProvider.System, stopping);
            Answered();
            return true;
        }
        catch (Exception)
        {
            // Whatever it is, it does not answer; the bot's other work says in the log why.
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4111, LogLevel.Warning, "The database cannot take events now; nothing is received from the queue until it can.")]
        public static partial void Closed(ILogger logger);

        [LoggerMessage(4112, LogLevel.Information, "The database answers; the queue is read again.")]
        public static partial void Open(ILogger logger);
    }
}
