using System.Threading.Channels;
using SecurityHubBot.Cases.Sync;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>Deletes messages ten at a time. Nobody waits for ten to gather: while some are being deleted, the next ones do.</summary>
internal sealed partial class QueueDeletions(QueueClient queue, QueueMetrics metrics, TimeProvider time, ILogger<QueueDeletions> logger)
{
    private const int MostAttempts = 4;

    private readonly Channel<Pending> _waiting = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Returns when the message is deleted, or when that cannot be done: then it will come again, and change nothing.</summary>
    public Task Delete(QueueMessage message)
    {
        var pending = new Pending(message);
        return _waiting.Writer.TryWrite(pending) ? pending.Done.Task : Task.CompletedTask;
    }

    /// <summary>Runs until <see cref="Complete"/> and until everything before it is deleted.</summary>
    public async Task Run()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = new List<Pending>();
            while (batch.Count < QueueClient.MostAtOnce && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await Delete([.. batch.Select(p => p.Message)]);
            batch.ForEach(p => p.Done.SetResult());
        }
    }

    public void Complete() => _waiting.Writer.TryComplete();

    private async Task Delete(IReadOnlyList<QueueMessage> messages)
    {
        Exception? failure = null;
        for (var attempt = 0; attempt < MostAttempts && messages.Count > 0; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(Backoff.After(attempt - 1), time, CancellationToken.None);
            }

            try
            {
                var left = await queue.Delete(messages, CancellationToken.None);
                metrics.Count("deleted", messages.Count - left.Count);
                (messages, failure) = (left, null);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }

        if (messages.Count > 0)
        {
            Log.NotDeleted(logger, messages.Count, queue.Queue.Name, failure is null ? "" : QueueFault.Of(failure).Code, failure);
        }
    }

    private sealed record Pending(QueueMessage Message)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(4121, LogLevel.Warning, "{Messages} messages that are taken in could not be deleted from the queue {Queue} ({Code}). They will come again and change nothing.")]
        public static partial void NotDeleted(ILogger logger, int messages, string queue, string code, Exception? exception);
    }
}
