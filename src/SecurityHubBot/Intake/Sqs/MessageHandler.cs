using System.Diagnostics;
using System.Text;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>What becomes of one message: it is deleted once what it says is committed, or left to come again.</summary>
internal sealed partial class MessageHandler(
    EventIntake intake,
    QueueClient queue,
    QueueDeletions deletions,
    DatabaseGate gate,
    QueueMetrics metrics,
    IntakeOptions options,
    TimeProvider time,
    ILogger<MessageHandler> logger)
{
    public const string Span = "take event from queue";

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <param name="stopping">The bot is about to stop: what is being worked on is finished, and nothing is waited for any more.</param>
    public async Task Handle(QueueMessage message, QueueAttributes attributes, CancellationToken stopping)
    {
        using var activity = Telemetry.Continue(Span, message.TraceParent, ActivityKind.Consumer);
        activity?.SetTag("messaging.system", "aws_sqs").SetTag("messaging.destination.name", queue.Queue.Name).SetTag("messaging.message.id", message.Id);
        if (await Take(message, attributes, stopping))
        {
            await deletions.Delete(message);
        }
        else
        {
            await GiveBack(message, stopping.IsCancellationRequested ? TimeSpan.Zero : Wait(message));
        }
    }

    /// <summary>Gives messages back that nothing was begun with, for another instance to take at once.</summary>
    public async Task Return(IReadOnlyList<QueueMessage> messages)
    {
        if (messages.Count == 0)
        {
            return;
        }

        try
        {
            await queue.Hide(messages, TimeSpan.Zero, CancellationToken.None);
            metrics.Count("returned", messages.Count);
        }
        catch (Exception exception)
        {
            Log.NotReturned(logger, messages.Count, queue.Queue.Name, QueueFault.Of(exception).Code, exception);
        }
    }

    /// <returns>Whether the message may be deleted.</returns>
    private async Task<bool> Take(QueueMessage message, QueueAttributes attributes, CancellationToken stopping)
    {
        var body = Encoding.UTF8.GetBytes(message.Body);
        // A short outage is waited for with the message in hand, because a delivery that comes to nothing counts.
        var patience = message.ReceivedAt + attributes.Visibility;
        while (true)
        {
            try
            {
                await TakeOnce(message, body, Tries(attributes));
                gate.Answered();
                return true;
            }
            catch (Exception exception) when (intake.IsPassing(exception))
            {
                gate.Close(stopping);
                var left = patience - time.GetUtcNow();
                if (left <= TimeSpan.Zero || !await gate.Reopens(left, stopping))
                {
                    return false;
                }
            }
            catch (Exception exception)
            {
                Log.Failed(logger, message.Id, message.Receives, queue.Queue.Name, exception);
                return false;
            }
        }
    }

    private async Task TakeOnce(QueueMessage message, byte[] body, int tries)
    {
        var reading = SnsEnvelope.Read(body);
        try
        {
            await intake.Take(reading, body, CancellationToken.None);
            if (reading is EventReading.Malformed)
            {
                metrics.Count("rejected");
            }
        }
        catch (Exception exception) when (message.Receives >= tries && reading is not EventReading.Malformed && !intake.IsPassing(exception))
        {
            Log.GivenUp(logger, message.Id, message.Receives, queue.Queue.Name, exception);
            await intake.Reject(body, $"The event could not be stored in {message.Receives} tries ({exception.GetType().Name}); the log says why.", CancellationToken.None);
            metrics.Count("rejected");
        }
    }

    /// <summary>Never more than the queue itself allows before it moves the message away: after that we would not see it again.</summary>
    private int Tries(QueueAttributes attributes) => Math.Min(options.QueueTries, attributes.MaxReceives ?? int.MaxValue);

    private static TimeSpan Wait(QueueMessage message)
    {
        var wait = Backoff.After(Math.Max(0, message.Receives - 1), FirstWait);
        return wait < LongestWait ? wait : LongestWait;
    }

    private async Task GiveBack(QueueMessage message, TimeSpan wait)
    {
        metrics.Count(wait == TimeSpan.Zero ? "returned" : "failed");
        try
        {
            await queue.Hide([message], wait, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It comes again all the same, when the time is over for which it was hidden.
            Log.NotReturned(logger, 1, queue.Queue.Name, QueueFault.Of(exception).Code, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4131, LogLevel.Error, "The message {Message} could not be taken in (delivery {Receives} of it from the queue {Queue}); it will come again.")]
        public static partial void Failed(ILogger logger, string message, int receives, string queue, Exception exception);

        [LoggerMessage(4132, LogLevel.Error, "The message {Message} could not be taken in after {Receives} deliveries from the queue {Queue}; it is kept in rejected_events.")]
        public static partial void GivenUp(ILogger logger, string message, int receives, string queue, Exception exception);

        [LoggerMessage(4133, LogLevel.Warning, "{Messages} messages could not be given back to the queue {Queue} ({Code}); they come again by themselves.")]
        public static partial void NotReturned(ILogger logger, int messages, string queue, string code, Exception exception);
    }
}
