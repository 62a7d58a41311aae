using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace SecurityHubBot.Sandbox.Workspace.Ui;

/// <summary>Carries what changes to the open pages and to tests that wait for it.</summary>
internal sealed class EventHub
{
    // A page that stops reading is cut off rather than kept in memory for ever; it reloads when it reconnects.
    private const int Backlog = 5_000;
    private readonly ConcurrentDictionary<Channel<string>, string> _streams = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change; take it before looking, so that no change is missed.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public Channel<string> Subscribe(string user)
    {
        var stream = Channel.CreateBounded<string>(new BoundedChannelOptions(Backlog) { SingleReader = true });
        _streams[stream] = user;
        return stream;
    }

    public void Unsubscribe(Channel<string> stream) => _streams.TryRemove(stream, out _);

    /// <summary>Sends to everybody, or to the one person whom it concerns.</summary>
    public void Publish(JsonObject change, string? onlyUser = null)
    {
        var text = _streams.IsEmpty ? "" : change.ToJsonString();
        foreach (var (stream, user) in _streams)
        {
            if ((onlyUser is null || onlyUser == user) && !stream.Writer.TryWrite(text))
            {
                stream.Writer.TryComplete();
            }
        }

        Signal();
    }

    public void Signal() => Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public void Close()
    {
        foreach (var (stream, _) in _streams)
        {
            stream.Writer.TryComplete();
        }
    }
}
