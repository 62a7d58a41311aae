using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Sync;

namespace SecurityHubBot.Tickets.Sync;

/// <summary>Claims tickets that differ from what they should be and has them made equal, some at a time, together with every other instance.</summary>
internal sealed partial class TicketWorker(
    TicketQueue queue, TicketSync sync, TrackerPause pause, TicketOptions tickets, SyncOptions options, Wake wake, TimeProvider time, ILogger<TicketWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            running.RemoveWhere(t => t.IsCompleted);
            var claimed = await Claim(tickets.Workers - running.Count, stoppingToken);
            running.UnionWith(claimed.Select(Make));
            if (claimed.Count == 0)
            {
                await wake.Tickets.Wait(options.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // What was begun is finished: a create that is cut off has to be looked up afterwards.
        await Task.WhenAll(running);
    }

    private async Task<IReadOnlyList<TicketRow>> Claim(int free, CancellationToken stoppingToken)
    {
        if (free <= 0 || pause.Left > TimeSpan.Zero)
        {
            return [];
        }

        try
        {
            return await queue.Claim(free, stoppingToken);
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

        return [];
    }

    private async Task Make(TicketRow row)
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
            Log.Broken(logger, row.Number.ToString(), exception);
        }
        finally
        {
            wake.Tickets.Set();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Could not look for tickets to write; trying again.")]
        public static partial void CannotClaim(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "The ticket of {Case} broke off; trying again when its lease has run out.")]
        public static partial void Broken(ILogger logger, string @case, Exception exception);
    }
}
