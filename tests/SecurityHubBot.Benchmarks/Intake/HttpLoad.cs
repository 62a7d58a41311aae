using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>
/// Sends requests that were made beforehand over plain sockets, one outstanding per connection. It shares the machine with what
/// it measures, so it does next to nothing: no HttpClient, no allocation, no parsing beyond the status and the body's end.
/// </summary>
internal sealed class HttpLoad(Uri address, string apiKey) : IAsyncDisposable
{
    private readonly List<Socket> _connections = [];

    private static ReadOnlySpan<byte> ContentLength => "Content-Length: "u8;

    public byte[] Request(byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST /intake/eventbridge HTTP/1.1\r\nHost: {address.Authority}\r\nX-Api-Key: {apiKey}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];

    public async Task Connect(int clients)
    {
        for (var i = 0; i < clients; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _connections.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        }
    }

    /// <returns>From the first byte sent to the last answer received.</returns>
    public async Task<TimeSpan> Send(IReadOnlyList<byte[]> requests)
    {
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(_connections.Select(socket => Task.Run(async () =>
        {
            var answer = new byte[4096];
            for (var i = Interlocked.Increment(ref next); i < requests.Count; i = Interlocked.Increment(ref next))
            {
                await SendAll(socket, requests[i]);
                await ReceiveAccepted(socket, answer);
            }
        })));
        return watch.Elapsed;
    }

    public ValueTask DisposeAsync()
    {
        _connections.ForEach(c => c.Dispose());
        return ValueTask.CompletedTask;
    }

    private static async ValueTask SendAll(Socket socket, ReadOnlyMemory<byte> request)
    {
        while (!request.IsEmpty)
        {
            request = request[await socket.SendAsync(request)..];
        }
    }

    private static async ValueTask ReceiveAccepted(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (!IsComplete(buffer.AsSpan(0, length)))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new InvalidOperationException($"The bot closed the connection after: {Encoding.UTF8.GetString(buffer, 0, length)}");
        }

        if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 202 "u8))
        {
            throw new InvalidOperationException($"An event was not accepted: {Encoding.UTF8.GetString(buffer, 0, length)}");
        }
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..end];
        var body = answer[(end + 4)..];
        var at = head.IndexOf(ContentLength);
        return at < 0 || !Utf8Parser.TryParse(head[(at + ContentLength.Length)..], out int expected, out _)
            ? body.EndsWith("0\r\n\r\n"u8)
            : body.Length >= expected;
    }
}
