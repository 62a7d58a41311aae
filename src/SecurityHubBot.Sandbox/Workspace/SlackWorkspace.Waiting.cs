using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.Workspace;

// Waiting for what the bot does, by the real clock, whatever clock the workspace has.
public sealed partial class SlackWorkspace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until <paramref name="look"/> finds something; throws a <see cref="TimeoutException"/> that says <paramref name="what"/> did not come.</summary>
    public async Task<T> WaitForAsync<T>(Func<T?> look, string what, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout ?? Patience);
        while (true)
        {
            var changed = _core.Hub.Changed;
            if (look() is { } found)
                return found;

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{what} did not come within {timeout ?? Patience}. The last calls: {LastCalls()}", e);
            }
        }
    }

    public Task<WorkspaceMessage> WaitForMessageAsync(string channel, Func<WorkspaceMessage, bool>? which = null, TimeSpan? timeout = null) =>
        WaitForAsync(() => Messages(channel).FirstOrDefault(which ?? (_ => true)), $"A message in {channel}", timeout);

    public Task<IReadOnlyList<WorkspaceMessage>> WaitForMessagesAsync(string channel, int count, TimeSpan? timeout = null) =>
        WaitForAsync(() => Messages(channel) is { } all && all.Count >= count ? all : null, $"{count} messages in {channel}", timeout);

    public Task<WorkspaceMessage> WaitForReplyAsync(string channel, string ts, Func<WorkspaceMessage, bool>? which = null, TimeSpan? timeout = null) =>
        WaitForAsync(() => Thread(channel, ts).Skip(1).FirstOrDefault(which ?? (_ => true)), $"A reply to {ts} in {channel}", timeout);

    public Task<WorkspaceMessage> WaitForEphemeralAsync(string user, Func<WorkspaceMessage, bool>? which = null, TimeSpan? timeout = null) =>
        WaitForAsync(() => Ephemerals(user).LastOrDefault(which ?? (_ => true)), $"A whisper to {user}", timeout);

    public Task<JsonObject> WaitForViewAsync(string user, Func<JsonObject, bool>? which = null, TimeSpan? timeout = null) =>
        WaitForAsync(() => OpenView(user) is { } view && (which?.Invoke(view) ?? true) ? view : null, $"A view for {user}", timeout);

    public Task<JsonObject> WaitForHomeAsync(string user, Func<JsonObject, bool>? which = null, TimeSpan? timeout = null) =>
        WaitForAsync(() => Home(user) is { } view && (which?.Invoke(view) ?? true) ? view : null, $"A Home tab for {user}", timeout);

    /// <summary>Waits for the n-th call with this name: a Web API method, <c>response_url</c>, or a delivery such as <c>event app_mention</c>.</summary>
    public Task<WorkspaceCall> WaitForCallAsync(string name, int nth = 1, TimeSpan? timeout = null) =>
        WaitForAsync(() => Calls.Where(c => c.Name == name).ElementAtOrDefault(nth - 1), $"Call {nth} of {name}", timeout);

    /// <summary>Waits until every event has had its first answer, or its first failure.</summary>
    public Task WaitForEventsAsync(TimeSpan? timeout = null) => WaitForAsync(() => _core.Events.InFlight == 0 ? this : null, "The end of the deliveries", timeout);

    public Task WaitForSocketAsync(int count = 1, TimeSpan? timeout = null) => WaitForAsync(() => SocketCount >= count ? this : null, $"{count} sockets", timeout);

    private string LastCalls() => string.Join(", ", Calls.TakeLast(8).Select(c => c.Ok ? c.Name : $"{c.Name} ({c.Error})"));
}
