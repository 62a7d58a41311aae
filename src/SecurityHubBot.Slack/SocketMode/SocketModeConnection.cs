using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Slack.Serialization;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.SocketMode;

/// <summary>
/// One WebSocket to Slack. Envelopes are handled side by side. A connection that answers no ping is aborted by the socket itself,
/// and then ends like any other that was dropped.
/// </summary>
internal sealed partial class SocketModeConnection : IAsyncDisposable
{
    private const int MaxMessage = 4 * 1024 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<Task, byte> _inFlight = new();
    private readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _outworn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SocketModeReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Task _receiving = Task.CompletedTask;
    private volatile bool _leaving;

    public SocketModeConnection(SocketModeReceiver receiver, SlackApiOptions options, TimeProvider time, ILogger logger)
    {
        (_receiver, _time, _logger) = (receiver, time, logger);
        _socket.Options.KeepAliveInterval = options.PingInterval;
        _socket.Options.KeepAliveTimeout = options.PongTimeout;
    }

    /// <summary>Completes, with the reason, when another connection should take over: announced by Slack, closed or dropped.</summary>
    public Task<string> Outworn => _outworn.Task;

    /// <summary>Connects and waits until Slack says hello.</summary>
    public async Task Open(Uri url, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(url, cancellationToken);
        _receiving = ReceiveAll();
        await _hello.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Goes on receiving for <paramref name="stay"/> or until Slack closes, then takes nothing new, finishes what is in flight and
    /// closes. What Slack sends after that is not acknowledged and so comes again over another connection.
    /// </summary>
    /// <param name="longest">How long the end may take.</param>
    /// <param name="hurry">Cuts the stay short.</param>
    public async Task Leave(TimeSpan stay, TimeSpan longest, CancellationToken hurry)
    {
        await Within(stay, _receiving, hurry);
        _leaving = true;
        await Within(longest, Task.WhenAll(_inFlight.Keys), CancellationToken.None);
        await Within(longest, Close(), CancellationToken.None);
        // What came in just before nothing new was taken.
        await Within(longest, Task.WhenAll(_inFlight.Keys), CancellationToken.None);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
    }

    private async Task ReceiveAll()
    {
        var reason = "dropped";
        try
        {
            while (await ReceiveMessage() is { } message)
                Take(message);
            reason = "closed";
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            Log.Dropped(_logger, e.GetType().Name);
        }
        finally
        {
            _hello.TrySetException(new WebSocketException("Slack closed the connection before it said hello."));
            // Nobody need be waiting for the hello any more; this marks its exception as seen.
            _ = _hello.Task.Exception;
            _outworn.TrySetResult(reason);
        }
    }

    private async Task<byte[]?> ReceiveMessage()
    {
        using var message = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(chunk.AsMemory(), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;

            message.Write(chunk, 0, received.Count);
            if (message.Length > MaxMessage)
                throw new IOException("A Socket Mode message is larger than any Slack sends.");
            if (received.EndOfMessage)
                return message.ToArray();
        }
    }

    private void Take(byte[] message)
    {
        SocketModeEnvelope? envelope;
        try
        {
            envelope = JsonSerializer.Deserialize<SocketModeEnvelope>(message, SlackJson.Options);
        }
        catch (JsonException)
        {
            envelope = null;
        }

        switch (envelope)
        {
            case { Type: "hello" }:
                _hello.TrySetResult();
                break;
            case { Type: "disconnect" }:
                _outworn.TrySetResult(envelope.Reason ?? "disconnect");
                break;
            case { EnvelopeId.Length: > 0 } when !_leaving:
                Start(envelope);
                break;
            case null or { EnvelopeId.Length: 0 }:
                Log.NotAnEnvelope(_logger);
                break;
            default:
                break;
        }
    }

    private void Start(SocketModeEnvelope envelope)
    {
        var task = Task.Run(() => Handle(envelope));
        _inFlight.TryAdd(task, 0);
        _ = task.ContinueWith(done => _inFlight.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task Handle(SocketModeEnvelope envelope)
    {
        if (await _receiver.Handle(envelope) is not { } acknowledgement)
            return;

        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(acknowledgement), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // It was done but Slack does not know: an event comes again and is known by its id.
            Log.NotAcknowledged(_logger, envelope.Type, envelope.EnvelopeId);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task Close()
    {
        await _sending.WaitAsync();
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            Log.Dropped(_logger, e.GetType().Name);
        }
        finally
        {
            _sending.Release();
        }

        await _receiving;
    }

    private async Task Within(TimeSpan longest, Task task, CancellationToken hurry)
    {
        try
        {
            await task.WaitAsync(longest, _time, hurry);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The time was all there was to give.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1521, LogLevel.Information, "A Socket Mode connection was dropped: {Problem}")]
        public static partial void Dropped(ILogger logger, string problem);

        [LoggerMessage(1522, LogLevel.Warning, "A Socket Mode message was no envelope and was left alone")]
        public static partial void NotAnEnvelope(ILogger logger);

        [LoggerMessage(1523, LogLevel.Warning, "A Socket Mode {Type} {EnvelopeId} was handled but could not be acknowledged")]
        public static partial void NotAcknowledged(ILogger logger, string type, string envelopeId);
    }
}
