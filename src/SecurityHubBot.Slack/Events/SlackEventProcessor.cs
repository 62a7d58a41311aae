using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Events;

/// <summary>Handles stored events one after another. One that keeps failing is tried a few times, ever later, and then given up with an error.</summary>
internal sealed partial class SlackEventProcessor(
    ISlackEventStore store, SlackEventSignal signal, SlackDispatcher dispatcher, TimeProvider time, ILogger<SlackEventProcessor> logger)
    : BackgroundService
{
    private const int MaxAttempts = 6;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (!stoppingToken.IsCancellationRequested && await store.Claim(Lease, stoppingToken) is { } stored)
                    await Handle(stored);
                await signal.Wait(PollInterval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A store that is down now is asked again; the loop must outlive it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.StoreFailed(logger, e);
                await Task.Delay(PollInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Handle(StoredSlackEvent stored)
    {
        try
        {
            if (SlackJson.Deserialize<EventCallback>(stored.Body).Event is { } slackEvent)
                await dispatcher.Event(slackEvent);
        }
#pragma warning disable CA1031 // Whatever a handler throws, the event is kept for another attempt.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (stored.Attempt < MaxAttempts)
            {
                Log.WillRetry(logger, e, stored.EventId, stored.Attempt);
                await store.Release(stored.EventId, FirstRetry * Math.Pow(4, stored.Attempt - 1));
                return;
            }

            Log.GivenUp(logger, e, stored.EventId, stored.Attempt);
        }

        await store.Complete(stored.EventId);
    }

    private static partial class Log
    {
        [LoggerMessage(1211, LogLevel.Warning, "Slack event {EventId} failed at attempt {Attempt} and will be tried again")]
        public static partial void WillRetry(ILogger logger, Exception exception, string eventId, int attempt);

        [LoggerMessage(1212, LogLevel.Error, "Slack event {EventId} is given up after attempt {Attempt}")]
        public static partial void GivenUp(ILogger logger, Exception exception, string eventId, int attempt);

        [LoggerMessage(1213, LogLevel.Error, "The store of Slack events cannot be used; trying again")]
        public static partial void StoreFailed(ILogger logger, Exception exception);
    }
}
