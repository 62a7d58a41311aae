namespace SecurityHubBot.Tickets;

/// <summary>Has <see cref="TicketPoll"/> run every <c>Tickets:Poll</c>.</summary>
internal sealed partial class TicketPolling(TicketPoll poll, TicketOptions options, TimeProvider time, ILogger<TicketPolling> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await poll.Run(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The ticket tracker could not be polled; trying again at the next turn.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
