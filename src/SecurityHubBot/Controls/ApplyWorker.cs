using SecurityHubBot.Aws;

namespace SecurityHubBot.Controls;

/// <summary>
/// Has plans decided and applies those that were approved: what is to be done stands in the database, any number of instances take from
/// it, and whoever dies leaves the rest to the others. An account that does not answer takes up one place, and keeps nobody else waiting.
/// </summary>
internal sealed partial class ApplyWorker(
    PlanStore store, PlanAnnouncer announcer, ControlOptions options, ILogger<ApplyWorker> logger,
    ApplySignal signal, IServiceProvider services, AwsOptions aws) : BackgroundService
{
    /// <summary>A plan that nobody has decided for so long is not approved any more: too much may have happened.</summary>
    public static readonly TimeSpan DecidedWithin = TimeSpan.FromDays(1);

    // Longer than a batch is given; one that was begun by somebody who died waits for so long.
    private readonly TimeSpan _lease = options.Limit + TimeSpan.FromMinutes(2);

    private readonly List<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Turn(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                // On the way out.
            }

            await signal.Work.Wait(options.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running);
    }

    private async Task Turn(CancellationToken stoppingToken)
    {
        if (!await store.AnyOpen(stoppingToken))
        {
            return;
        }

        await store.Tidy(DecidedWithin, stoppingToken);
        await announcer.Announce(stoppingToken);
        if (aws.Acts && services.GetService<BatchWork>() is { } work)
        {
            await Begin(work, stoppingToken);
        }

        await store.Tidy(DecidedWithin, stoppingToken);
        await announcer.Show(stoppingToken);
    }

    private async Task Begin(BatchWork work, CancellationToken stoppingToken)
    {
        _running.RemoveAll(t => t.IsCompleted);
        var free = options.AtOnce - _running.Count;
        var batches = free > 0 ? await store.Claim(free, _lease, stoppingToken) : [];
        if (batches.Count == 0)
        {
            return;
        }

        var wanted = await services.GetRequiredService<WantedControls>().Read(stoppingToken);
        _running.AddRange(batches.Select(b => Task.Run(() => Run(work, b, wanted, stoppingToken), CancellationToken.None)));
    }

    private async Task Run(BatchWork work, BatchRow batch, Wanted wanted, CancellationToken stoppingToken)
    {
        try
        {
            await work.Run(batch, wanted, stoppingToken);
        }
#pragma warning disable CA1031 // The database cannot be written: the lease runs out, and what was done is seen to be done.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.NotWritten(logger, batch.Target, batch.Region, exception);
        }
        finally
        {
            signal.Work.Set();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7310, Level = LogLevel.Error, Message = "Plans of controls could not be worked on")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 7313, Level = LogLevel.Error, Message = "What became of the controls of {Target} in {Region} could not be written down; it is looked at again")]
        public static partial void NotWritten(ILogger logger, string target, string region, Exception exception);
    }
}
