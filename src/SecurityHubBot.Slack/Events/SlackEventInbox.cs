using Microsoft.Extensions.Logging;

namespace SecurityHubBot.Slack.Events;

/// <summary>Stores an event so that it can be acknowledged. The same for HTTP and Socket Mode.</summary>
internal sealed partial class SlackEventInbox(ISlackEventStore store, SlackEventSignal signal, ILogger<SlackEventInbox> logger)
{
    public async Task Accept(EventDelivery delivery, CancellationToken cancellationToken)
    {
        var envelope = delivery.Envelope;
        if (envelope.Type == "app_rate_limited")
        {
            Log.DeliveriesLimited(logger);
            return;
        }

        if (envelope.Type != "event_callback")
        {
            Log.UnknownEnvelope(logger, envelope.Type);
            return;
        }

        if (IsOwn(envelope))
            return;
        if (await store.TryStore(envelope.EventId, delivery.Body, cancellationToken))
            signal.Raise();
        else
            Log.Repeated(logger, envelope.EventId);
    }

    /// <summary>
    /// What the bot itself did would only make it talk to itself. That it came into or left a channel is news all the same, and a
    /// message of the bot that somebody else deleted names the bot only inside.
    /// </summary>
    private static bool IsOwn(EventCallback envelope)
    {
        var bots = envelope.Authorizations.Where(a => a is { IsBot: true, UserId: not null }).Select(a => a.UserId);
        return envelope.Event switch
        {
            MemberJoinedChannel or MemberLeftChannel => false,
            MessageChanged { IsTombstone: false, Message: { } message } => IsBy(message, envelope.ApiAppId, bots),
            MessageEvent message => IsBy(message, envelope.ApiAppId, bots),
            { User: { } user } => bots.Contains(user),
            _ => false,
        };
    }

    private static bool IsBy(MessageEvent message, string? appId, IEnumerable<string?> bots) =>
        (message.User is not null && bots.Contains(message.User)) || (message.AppId is not null && message.AppId == appId);

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Debug, "Slack event {EventId} was delivered again")]
        public static partial void Repeated(ILogger logger, string eventId);

        [LoggerMessage(1202, LogLevel.Error, "Slack delivers no more events for a while: over 30,000 within an hour")]
        public static partial void DeliveriesLimited(ILogger logger);

        [LoggerMessage(1203, LogLevel.Warning, "Slack event envelope of unknown type {Type} was acknowledged and left alone")]
        public static partial void UnknownEnvelope(ILogger logger, string type);
    }
}

/// <summary>Wakes the processor when an event was stored.</summary>
internal sealed class SlackEventSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised already, and not yet noticed.
        }
    }

    public async Task Wait(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _raised.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look for events that another instance left, or whose retry is due.
        }
    }

    public void Dispose() => _raised.Dispose();
}
