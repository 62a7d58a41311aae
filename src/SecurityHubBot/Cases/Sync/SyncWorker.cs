using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>Claims messages that differ from what they should be and has them made equal, some at a time.</summary>
internal sealed partial class SyncWorker(
    MessageQueue queue, MessageSync sync, ISlackRateLimits limits, SyncOptions options, Wake wake, TimeProvider time, ILogger<SyncWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        var refreshing = Task.CompletedTask;
        while (!stoppingToken.IsCancellationRequested)
        {
            running.RemoveWhere(t => t.IsCompleted);
            var claimed = await Claim(options.Workers - running.Count, stoppingToken);
            running.UnionWith(claimed.Select(Make));
            if (running.Count < options.Workers && refreshing.IsCompleted && await ClaimRefresh(stoppingToken) is { } refresh)
            {
                running.Add(refreshing = Make(refresh));
            }
            else if (claimed.Count == 0)
            {
                await wake.Messages.Wait(options.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // What was begun is finished: a post that is cut off has to be looked up afterwards.
        await Task.WhenAll(running);
    }

    private async Task<IReadOnlyList<MessageRow>> Claim(int free, CancellationToken stoppingToken) =>
        free <= 0 ? [] : await Try(() => queue.Claim(free, stoppingToken), stoppingToken) ?? [];

    /// <summary>
    /// At midnight every open card changes, and Slack takes fifty changes a minute. One at a time, and only when nothing else has to
    /// wait for it, they leave room for what people are waiting for.
    /// </summary>
    private async Task<MessageRow?> ClaimRefresh(CancellationToken stoppingToken) =>
        limits.NextAllowedAt(SlackMethods.Update) > time.GetUtcNow() ? null : await Try(() => queue.ClaimRefresh(stoppingToken), stoppingToken);

    private async Task<T?> Try<T>(Func<Task<T>> claim, CancellationToken stoppingToken)
    {
        try
        {
            return await claim();
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.CannotClaim(logger, exception);
            await Task.Delay(options.Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Nothing was claimed, or what was is free again when its lease has run out.
        }

        return default;
    }

    private async Task Make(MessageRow row)
    {
        // A lease that has run out may be somebody else's already: stop before that.
        using var lease = new CancellationTokenSource(options.Lease * 0.9, time);
        try
        {
            await Task.Yield();
            await sync.Make(row, lease.Token);
        }
        catch (Exception exception)
        {
            // The lease runs out and the next attempt goes on from what the row says.
            Log.Broken(logger, row.Number.ToString(), row.Slot, exception);
        }
        finally
        {
            wake.Messages.Set();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Could not look for messages to send; trying again.")]
        public static partial void CannotClaim(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Case} {Slot} broke off; trying again when its lease has run out.")]
        public static partial void Broken(ILogger logger, string @case, string slot, Exception exception);
    }
}
