using SecurityHubBot.Cases.Sync;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>Receives from the queue and has each message handled, for as long as the bot runs.</summary>
internal sealed partial class QueueReader(
    QueueClient queue,
    MessagesInHand inHand,
    MessageHandler handler,
    QueueDeletions deletions,
    QueueHeartbeat heartbeat,
    DatabaseGate gate,
    QueueState state,
    QueueMetrics metrics,
    TimeProvider time,
    ILogger<QueueReader> logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>A call that is about to be answered when the bot stops: what it brings would be hidden from everybody for a while.</summary>
    private static readonly TimeSpan LastAnswer = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AttributesFresh = TimeSpan.FromMinutes(5);

    private QueueAttributes _attributes = QueueAttributes.Default;
    private DateTimeOffset _attributesAt = DateTimeOffset.MinValue;
    private bool _saidDenied;

    /// <summary>Until the bot stops; returns when what was begun then is done and deleted.</summary>
    public async Task Run(CancellationToken stopping)
    {
        using var done = new CancellationTokenSource();
        var (beating, deleting) = (heartbeat.Run(() => _attributes, done.Token), deletions.Run());
        await Receive(stopping);
        await inHand.AllDone();
        deletions.Complete();
        await deleting;
        await done.CancelAsync();
        await beating;
    }

    private async Task Receive(CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                await RefreshAttributes(stopping);
                await ReceiveOnce(stopping);
                state.Works();
                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                state.Fails(exception);
                var wait = Backoff.After(failures++);
                await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ReceiveOnce(CancellationToken stopping)
    {
        var attributes = _attributes;
        var room = await inHand.Room(QueueClient.MostAtOnce, stopping);
        try
        {
            // Last, because the wait for room may have been long.
            await gate.Pass(stopping);
            foreach (var message in await Receive(room, attributes.Visibility, stopping))
            {
                inHand.Begin(message, m => handler.Handle(m, attributes, stopping));
                room--;
            }
        }
        finally
        {
            inHand.GiveBack(room);
        }
    }

    private async Task<IReadOnlyList<QueueMessage>> Receive(int most, TimeSpan visibility, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource();
        await using var soon = stopping.Register(() => late.CancelAfter(LastAnswer));
        var messages = await queue.Receive(most, visibility, late.Token);
        metrics.Count("received", messages.Count);
        if (!stopping.IsCancellationRequested)
        {
            return messages;
        }

        await handler.Return(messages);
        return [];
    }

    private async Task RefreshAttributes(CancellationToken stopping)
    {
        if (time.GetUtcNow() - _attributesAt < AttributesFresh)
        {
            return;
        }

        try
        {
            _attributes = await queue.Attributes(stopping);
            _saidDenied = false;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested && QueueFault.IsDenied(exception))
        {
            // Whether the queue may be read will be seen; how long its messages are hidden can be done without.
            if (!_saidDenied)
            {
                Log.NoAttributes(logger, queue.Queue.Name, (int)_attributes.Visibility.TotalSeconds);
                _saidDenied = true;
            }
        }

        _attributesAt = time.GetUtcNow();
    }

    private static partial class Log
    {
        [LoggerMessage(4161, LogLevel.Warning, "AWS denies sqs:GetQueueAttributes on the queue {Queue}: its messages are hidden for {Seconds} s while they are worked on, and its dead letter queue is not known.")]
        public static partial void NoAttributes(ILogger logger, string queue, int seconds);
    }
}
