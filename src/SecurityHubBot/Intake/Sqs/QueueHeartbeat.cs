namespace SecurityHubBot.Intake.Sqs;

/// <summary>Keeps what is in hand hidden from everybody else for as long as the work on it takes.</summary>
internal sealed partial class QueueHeartbeat(QueueClient queue, MessagesInHand inHand, TimeProvider time, ILogger<QueueHeartbeat> logger)
{
    /// <summary>So that one that fails is made up for before it is too late.</summary>
    private const int PerVisibility = 3;

    /// <param name="attributes">As the queue has them at each time.</param>
    public async Task Run(Func<QueueAttributes> attributes, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(attributes().Visibility / PerVisibility, time);
        while (await Tick(timer, cancellationToken))
        {
            var visibility = attributes().Visibility;
            var interval = visibility / PerVisibility;
            if (timer.Period != interval)
            {
                timer.Period = interval;
            }

            await Extend(inHand.Since(time.GetUtcNow() - (interval / 2)), visibility, cancellationToken);
        }
    }

    private static async Task<bool> Tick(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task Extend(IReadOnlyList<QueueMessage> messages, TimeSpan visibility, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return;
        }

        try
        {
            var lost = await queue.Hide(messages, visibility, cancellationToken);
            if (lost.Count > 0)
            {
                Log.Lost(logger, lost.Count, queue.Queue.Name);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, messages.Count, queue.Queue.Name, QueueFault.Of(exception).Code, exception);
        }
        catch (OperationCanceledException)
        {
            // Everything is done.
        }
    }

    private static partial class Log
    {
        // Also when the work was done in the same moment.
        [LoggerMessage(4141, LogLevel.Debug, "{Messages} messages of the queue {Queue} cannot be kept hidden any longer; they may come again and change nothing.")]
        public static partial void Lost(ILogger logger, int messages, string queue);

        [LoggerMessage(4142, LogLevel.Warning, "{Messages} messages of the queue {Queue} could not be kept hidden ({Code}); they may come again and change nothing.")]
        public static partial void Failed(ILogger logger, int messages, string queue, string code, Exception exception);
    }
}
