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
