namespace SecurityHubBot.Home;

/// <summary>Claims Home tabs that may no longer show what they should, those that somebody waits for first, and has them looked at.</summary>
internal sealed partial class HomeWorker(HomeViewStore views, HomeSync sync, HomePace pace, HomeWake wake, TimeProvider time, ILogger<HomeWorker> logger) : BackgroundService
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        var forgotten = time.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            running.RemoveWhere(t => t.IsCompleted);
            var claimed = await Claim(pace.Workers - running.Count, stoppingToken);
            running.UnionWith(claimed);
            if (time.GetUtcNow() - forgotten > ForgetEvery)
            {
                forgotten = time.GetUtcNow();
                running.Add(Forget(stoppingToken));
            }
            else if (claimed.Count == 0)
            {
                await wake.Signal.Wait(pace.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running);
    }

    private async Task<IReadOnlyList<Task>> Claim(int free, CancellationToken stoppingToken)
    {
        if (free <= 0)
        {
            return [];
        }

        try
        {
            var world = await views.World(stoppingToken);
            return [.. (await views.Claim(world, free, stoppingToken)).Select(row => Make(row, world))];
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.CannotClaim(logger, exception);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Nothing was claimed, or what was is free again when its lease has run out.
        }

        return [];
    }

    private async Task Make(HomeRow row, string world)
    {
        // A lease that has run out may be somebody else's already: stop before that.
        using var lease = new CancellationTokenSource(pace.Lease * 0.9, time);
        try
        {
            await Task.Yield();
            await sync.Make(row, world, lease.Token);
        }
        catch (Exception exception)
        {
            // The lease runs out and the next attempt goes on from what the row says.
            Log.Broken(logger, row.UserId, exception);
        }
        finally
        {
            wake.Signal.Set();
        }
    }

    private async Task Forget(CancellationToken stoppingToken)
    {
        try
        {
            await views.ForgetOld(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.CannotClaim(logger, exception);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // In the next hour, then.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5701, Level = LogLevel.Error, Message = "Could not look for Home tabs to bring up to date; trying again.")]
        public static partial void CannotClaim(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 5702, Level = LogLevel.Error, Message = "The Home tab of {User} broke off; trying again when its lease has run out.")]
        public static partial void Broken(ILogger logger, string user, Exception exception);
    }
}
