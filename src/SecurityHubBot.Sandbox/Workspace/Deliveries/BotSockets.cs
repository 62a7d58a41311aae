using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Deliveries;

/// <summary>Socket Mode: the connections that the bot has opened, each good for any delivery.</summary>
internal sealed class BotSockets(Core core) : IDisposable
{
    private const int MaxConnections = 10;
    private static readonly TimeSpan TicketLife = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Connection> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _waiting = new(StringComparer.Ordinal);
    private int _turn;

    public int Count => _connections.Count;

    /// <summary>A one-time address, as <c>apps.connections.open</c> answers it.</summary>
    public string NewUrl()
    {
        var ticket = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _tickets[ticket] = core.Now + TicketLife;
        return new UriBuilder(new Uri(core.Url, "socket")) { Scheme = "ws", Query = $"ticket={ticket}&app_id={core.Bot.AppId}" }.Uri.ToString();
    }

    public async Task Accept(HttpContext context)
    {
        var ticket = context.Request.Query["ticket"].ToString();
        if (!context.WebSockets.IsWebSocketRequest || !_tickets.TryRemove(ticket, out var expires) || expires < core.Now || _connections.Count >= MaxConnections)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var connection = new Connection(socket);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, core.Stopping.Token);
        try
        {
            await connection.Send(Hello(), ends.Token);
            _connections[ticket] = connection;
            core.Hub.Signal();
            await Listen(socket, ends.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The bot went away, or this server is stopping: both are ways for a connection to end.
        }
        finally
        {
            _connections.TryRemove(ticket, out _);
            core.Hub.Signal();
        }
    }

    public async Task<BotAnswer> Send(Delivery delivery, CancellationToken cancellationToken)
    {
        var open = _connections.Values.ToList();
        if (open.Count == 0)
            return BotAnswer.Unreachable;

        var id = Guid.NewGuid().ToString();
        var acknowledged = _waiting[id] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await open[(Interlocked.Increment(ref _turn) & int.MaxValue) % open.Count].Send(Envelope(id, delivery), cancellationToken);
            return new BotAnswer(StatusCodes.Status200OK, await acknowledged.Task.WaitAsync(cancellationToken), null);
        }
        catch (WebSocketException)
        {
            return BotAnswer.Unreachable;
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Tells every connection to go and come back, as Slack does from time to time, and then cuts it.</summary>
    public async Task Disconnect(string reason, bool cut)
    {
        foreach (var connection in _connections.Values)
        {
            await connection.Send(new JsonObject { ["type"] = "disconnect", ["reason"] = reason, ["debug_info"] = new JsonObject { ["host"] = "applink-sandbox" } }, core.Stopping.Token);
            if (cut)
                await connection.Close();
        }
    }

    public void Dispose()
    {
        foreach (var waiting in _waiting.Values)
        {
            waiting.TrySetCanceled();
        }
    }

    private static JsonObject Envelope(string id, Delivery delivery)
    {
        var envelope = new JsonObject
        {
            ["envelope_id"] = id,
            ["type"] = delivery.EnvelopeType,
            ["payload"] = delivery.Payload.Copy(),
            ["accepts_response_payload"] = delivery.EnvelopeType != "events_api",
        };
        if (delivery.EnvelopeType == "events_api")
        {
            envelope["retry_attempt"] = delivery.Retry;
            envelope["retry_reason"] = delivery.RetryReason ?? "";
        }

        return envelope;
    }

    private JsonObject Hello() => new()
    {
        ["type"] = "hello",
        ["num_connections"] = _connections.Count + 1,
        ["connection_info"] = new JsonObject { ["app_id"] = core.Bot.AppId },
        ["debug_info"] = new JsonObject { ["host"] = "applink-sandbox", ["build_number"] = 1, ["approximate_connection_time"] = 18060 },
    };

    private async Task Listen(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (socket.State == WebSocketState.Open)
        {
            var part = await socket.ReceiveAsync(buffer, cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                return;
            }

            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
                continue;

            Acknowledge(Encoding.UTF8.GetString(message.ToArray()));
            message.SetLength(0);
        }
    }

    private void Acknowledge(string text)
    {
        if (BotLine.ParseObject(text) is { } json && json.Text("envelope_id") is { } id && _waiting.TryGetValue(id, out var waiting))
            waiting.TrySetResult(json["payload"]?.ToJsonString() ?? "");
    }

    private sealed class Connection(WebSocket socket) : IDisposable
    {
        private readonly SemaphoreSlim _one = new(1);

        public async Task Send(JsonObject json, CancellationToken cancellationToken)
        {
            await _one.WaitAsync(cancellationToken);
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(json.ToJsonString()), WebSocketMessageType.Text, true, cancellationToken);
            }
            finally
            {
                _one.Release();
            }
        }

        public Task Close() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        public void Dispose() => _one.Dispose();
    }
}
