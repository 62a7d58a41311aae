using SecurityHubBot.Cases;

namespace SecurityHubBot.Hosting;

/// <summary>How a worker looks for work.</summary>
/// <param name="Wake">Set when there is something to do at once.</param>
/// <param name="Poll">How often it looks by itself.</param>
/// <param name="Lease">For how long what it claims is its own.</param>
internal sealed record WorkerPace(Signal Wake, TimeSpan Poll, TimeSpan Lease);

/// <summary>
/// Claims what is to be done from the database, together with every other instance, and does some at a time. What was begun is finished
/// while stopping: cut off, it would have to be looked up afterwards. What breaks off is claimed anew when its lease has run out.
/// </summary>
internal abstract class LeasedWorker<T>(WorkerPace pace, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>So many are done at a time.</summary>
    protected abstract int AtOnce { get; }

    /// <summary>For the log: the kind of work in the plural.</summary>
    protected abstract string Kind { get; }

    /// <param name="free">So many at most; at least one.</param>
    protected abstract Task<IReadOnlyList<T>> Claim(int free, CancellationToken stoppingToken);

    /// <param name="leaseToken">Is cancelled before somebody else may take it.</param>
    protected abstract Task Make(T item, CancellationToken leaseToken);

    /// <summary>For the log.</summary>
    protected abstract string Name(T item);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            running.RemoveWhere(t => t.IsCompleted);
            var claimed = running.Count < AtOnce ? await TryClaim(AtOnce - running.Count, stoppingToken) : [];
            running.UnionWith(claimed.Select(Run));
            if (claimed.Count == 0)
            {
                await pace.Wake.Wait(pace.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running);
    }

    private async Task<IReadOnlyList<T>> TryClaim(int free, CancellationToken stoppingToken)
    {
        try
        {
            return await Claim(free, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LeasedWorkerLog.CannotClaim(logger, Kind, exception);
            await Task.Delay(pace.Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Nothing was claimed, or what was is free again when its lease has run out.
        }

        return [];
    }

    private async Task Run(T item)
    {
        // A lease that has run out may be somebody else's already: stop before that.
        using var lease = new CancellationTokenSource(pace.Lease * 0.9, time);
        try
        {
            await Task.Yield();
            await Make(item, lease.Token);
        }
        catch (Exception exception)
        {
            // The lease runs out and the next attempt goes on from what the row says.
            LeasedWorkerLog.Broken(logger, Kind, Name(item), exception);
        }
        finally
        {
            pace.Wake.Set();
        }
    }
}

internal static partial class LeasedWorkerLog
{
    [LoggerMessage(EventId = 7390, Level = LogLevel.Error, Message = "Could not look for {Kind}; trying again.")]
    public static partial void CannotClaim(ILogger logger, string kind, Exception exception);

    [LoggerMessage(EventId = 7391, Level = LogLevel.Error, Message = "{Kind}: {Item} broke off; trying again when its lease has run out.")]
    public static partial void Broken(ILogger logger, string kind, string item, Exception exception);
}
