using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Sync;

namespace SecurityHubBot.Workflows;

/// <summary>Determines what findings should be in Security Hub, together with every other instance; also where nothing may be written.</summary>
internal sealed partial class SettleWorker(WorkflowSettler settler, WorkflowPass pass, SyncOptions options, Wake wake, TimeProvider time, ILogger<SettleWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var taken = await settler.Step(stoppingToken);
                if (taken > 0)
                {
                    wake.WorkflowWrites.Set();
                }
                else if (!await pass.Page(stoppingToken))
                {
                    await wake.Workflows.Wait(options.Poll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.Failed(logger, exception);
                await Task.Delay(options.Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7254, Level = LogLevel.Error, Message = "Could not determine what findings should be in Security Hub; trying again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

/// <summary>Writes what differs to Security Hub, some calls at a time. Only with <c>Aws:Mode=act</c>.</summary>
internal sealed partial class WriteWorker(
    WorkflowQueue queue, WorkflowSync sync, WorkflowState state, SyncOptions options, Wake wake, TimeProvider time, ILogger<WriteWorker> logger) : BackgroundService
{
    // Ten calls a second are allowed, and one takes some tenths of a second.
    private const int Calls = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            running.RemoveWhere(t => t.IsCompleted);
            if (running.Count < Calls && await Claim(stoppingToken) is { } batch)
            {
                running.Add(Write(batch));
            }
            else
            {
                await wake.WorkflowWrites.Wait(options.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // What was begun is finished: it would be written twice.
        await Task.WhenAll(running);
    }

    private async Task<WorkflowBatch?> Claim(CancellationToken stoppingToken)
    {
        if (state.Pauses)
        {
            return null;
        }

        try
        {
            return await queue.Claim(stoppingToken);
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

        return null;
    }

    private async Task Write(WorkflowBatch batch)
    {
        // A lease that has run out may be somebody else's already: stop before that.
        using var lease = new CancellationTokenSource(WorkflowQueue.Lease * 0.9, time);
        try
        {
            await Task.Yield();
            await sync.Write(batch, lease.Token);
        }
        catch (Exception exception)
        {
            Log.Broken(logger, batch.Items.Count, exception);
        }
        finally
        {
            wake.WorkflowWrites.Set();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7255, Level = LogLevel.Error, Message = "Could not look for findings to write to Security Hub; trying again.")]
        public static partial void CannotClaim(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 7256, Level = LogLevel.Error, Message = "Writing {Findings} findings to Security Hub broke off; trying again when their lease has run out.")]
        public static partial void Broken(ILogger logger, int findings, Exception exception);
    }
}
