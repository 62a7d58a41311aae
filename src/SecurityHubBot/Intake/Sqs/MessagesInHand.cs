using System.Collections.Concurrent;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>What this instance has received and is not done with, never more than there is room for.</summary>
internal sealed class MessagesInHand(int limit) : IDisposable
{
    private readonly SemaphoreSlim _room = new(limit, limit);
    private readonly ConcurrentDictionary<QueueMessage, Task> _messages = new(ReferenceEqualityComparer.Instance);

    public int Count => _messages.Count;

    /// <summary>When the oldest was sent; null with nothing in hand.</summary>
    public DateTimeOffset? OldestSentAt => _messages.Keys.Select(m => (DateTimeOffset?)m.SentAt).Min();

    /// <summary>Waits until there is any room, and takes what there is, up to <paramref name="most"/>.</summary>
    public async Task<int> Room(int most, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        var taken = 1;
        while (taken < most && _room.Wait(0, CancellationToken.None))
        {
            taken++;
        }

        return taken;
    }

    public void GiveBack(int room)
    {
        if (room > 0)
        {
            _room.Release(room);
        }
    }

    /// <summary>Begins the work on a message that room was taken for; the room is free again when the work is done.</summary>
    public void Begin(QueueMessage message, Func<QueueMessage, Task> work)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _messages[message] = Run();
        begun.SetResult();

        async Task Run()
        {
            // Not before it is entered, or it might be done first.
            await begun.Task;
            try
            {
                await work(message);
            }
            finally
            {
                _messages.TryRemove(message, out _);
                _room.Release();
            }
        }
    }

    /// <summary>Those that were received at that time or earlier.</summary>
    public IReadOnlyList<QueueMessage> Since(DateTimeOffset latest) => [.. _messages.Keys.Where(m => m.ReceivedAt <= latest)];

    /// <summary>Returns when the work on all of them is done.</summary>
    public Task AllDone() => Task.WhenAll(_messages.Values);

    public void Dispose() => _room.Dispose();
}
