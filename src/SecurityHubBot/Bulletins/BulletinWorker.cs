using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Sync;

namespace SecurityHubBot.Bulletins;

/// <summary>Claims bulletins that are not posted yet and has them posted, one after the other: they may be many, and nobody waits for them.</summary>
internal sealed partial class BulletinWorker(
    BulletinQueue queue, BulletinSync sync, SyncOptions options, Wake wake, TimeProvider time, ILogger<BulletinWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await Claim(stoppingToken) is { } row)
            {
                await Make(row);
            }
            else
            {
                await wake.Bulletins.Wait(options.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<BulletinRow?> Claim(CancellationToken stoppingToken)
    {
        try
        {
            return (await queue.Claim(limit: 1, stoppingToken)).SingleOrDefault();
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.CannotClaim(logger, exception);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Nothing was claimed, or what was is free again when its lease has run out.
        }

        return null;
    }

    private async Task Make(BulletinRow row)
    {
        // A lease that has run out may be somebody else's already: stop before that.
        using var lease = new CancellationTokenSource(options.Lease * 0.9, time);
        try
        {
            await sync.Make(row, lease.Token);
        }
        catch (Exception exception)
        {
            // The lease runs out and the next attempt goes on from what the row says.
            Log.Broken(logger, row.Key.ToString(), exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6411, Level = LogLevel.Error, Message = "Could not look for bulletins to post; trying again.")]
        public static partial void CannotClaim(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 6412, Level = LogLevel.Error, Message = "The {Bulletin} broke off; trying again when its lease has run out.")]
        public static partial void Broken(ILogger logger, string bulletin, Exception exception);
    }
}
