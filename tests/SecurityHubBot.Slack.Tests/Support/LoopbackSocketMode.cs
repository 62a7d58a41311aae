using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecurityHubBot.Slack.Tests.Support;

/// <summary>Slack's side of Socket Mode: hands out addresses, says hello, and lets the test speak on each connection.</summary>
internal sealed class LoopbackSocketMode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Connection> _connections = new();

    private LoopbackSocketMode(WebApplication app) => _app = app;

    public Uri ApiUrl => new(_app.Urls.First() + "/api/");

    public ConcurrentQueue<string?> Opened { get; } = new();

    /// <summary>How many times <c>apps.connections.open</c> fails before it works.</summary>
    public int RefusalsLeft;

    /// <summary>How many connections say hello and from then on neither read nor write nor close, as when a cable is pulled.</summary>
    public int SilencesLeft;

    public static async Task<LoopbackSocketMode> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new LoopbackSocketMode(app);
        app.UseWebSockets();
        app.MapPost("/api/apps.connections.open", server.Open);
        app.Map("/link", server.Link);
        await app.StartAsync();
        return server;
    }

    public async Task<Connection> Connected(int number)
    {
        await Wait.Until(() => _connections.Count >= number, $"connection {number}");
        return _connections.ElementAt(number - 1);
    }

    public int Connections => _connections.Count;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            connection.Drop();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private Task Open(HttpContext http)
    {
        Opened.Enqueue(http.Request.Headers.Authorization);
        var refuse = Interlocked.Decrement(ref RefusalsLeft) >= 0;
        return LoopbackSlackApi.Ok(http, refuse
            ? """{"ok":false,"error":"too_many_websockets"}"""
            : $$"""{"ok":true,"url":"{{_app.Urls.First().Replace("http:", "ws:")}}/link"}""");
    }

    private async Task Link(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var connection = new Connection(socket);
        await connection.Send("""{"type":"hello","num_connections":1}""");
        _connections.Enqueue(connection);
        // Nothing reads here, so nothing answers a ping either.
        if (Interlocked.Decrement(ref SilencesLeft) >= 0)
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else
            await connection.ReadAll();
    }

    internal sealed class Connection(WebSocket socket)
    {
        private readonly SemaphoreSlim _sending = new(1, 1);

        public ConcurrentQueue<JsonElement> Received { get; } = new();

        public volatile bool Ended;

        public async Task Send(string json)
        {
            await _sending.WaitAsync();
            await socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None);
            _sending.Release();
        }

        public Task Envelope(string id, string type, string payload, bool accepts = false) => Send(
            $$"""{"envelope_id":"{{id}}","type":"{{type}}","accepts_response_payload":{{(accepts ? "true" : "false")}},"payload":{{payload}}}""");

        public async Task<JsonElement> Acknowledged(string id)
        {
            await Wait.Until(() => Received.Any(r => r.GetProperty("envelope_id").GetString() == id), $"the acknowledgement of {id}");
            return Received.First(r => r.GetProperty("envelope_id").GetString() == id);
        }

        public void Drop() => socket.Abort();

        public async Task ReadAll()
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (true)
                {
                    var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    if (received.MessageType == WebSocketMessageType.Close)
                    {
                        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                        return;
                    }

                    Received.Enqueue(JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement.Clone());
                }
            }
            catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
            {
                // The test dropped it.
            }
            finally
            {
                Ended = true;
            }
        }
    }
}
