using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecurityHubBot.Slack.Tests.Support;

internal sealed record RawRequest(string Path, byte[] Body)
{
    public string Method { get; init; } = "POST";

    /// <summary>Null leaves the header out.</summary>
    public string? ContentType { get; init; } = "application/x-www-form-urlencoded";

    /// <summary>Sends no length.</summary>
    public bool Chunked { get; init; }

    /// <summary>Each is a line of its own, also when a name is there twice.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}

internal sealed record RawAnswer(int Status, string Body);

/// <summary>One request over a socket of its own, byte for byte as the test says; no HTTP client tidies it up on the way.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task<RawAnswer> Send(int port, RawRequest request)
    {
        using var limit = new CancellationTokenSource(Longest);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        var stream = client.GetStream();
        // Side by side: who finds a body too long answers before it has read all of it.
        var writing = Write(stream, request, limit.Token);
        var answer = await Read(stream, limit.Token);
        await writing;
        return answer;
    }

    private static async Task Write(NetworkStream stream, RawRequest request, CancellationToken cancellationToken)
    {
        var head = new StringBuilder($"{request.Method} {request.Path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        if (request.ContentType is not null)
            head.Append($"Content-Type: {request.ContentType}\r\n");
        head.Append(request.Chunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {request.Body.Length}\r\n");
        foreach (var (name, value) in request.Headers)
            head.Append($"{name}: {value}\r\n");
        head.Append("\r\n");

        byte[] before = request.Chunked ? Encoding.ASCII.GetBytes($"{request.Body.Length:x}\r\n") : [];
        byte[] after = request.Chunked ? "\r\n0\r\n\r\n"u8.ToArray() : [];
        try
        {
            await stream.WriteAsync(new[] { Encoding.ASCII.GetBytes(head.ToString()), before, request.Body, after }.SelectMany(b => b).ToArray(), cancellationToken);
        }
        catch (IOException)
        {
            // It was answered and closed before all of it was read.
        }
    }

    private static async Task<RawAnswer> Read(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all, cancellationToken);
        }
        catch (IOException) when (all.Length > 0)
        {
            // A close with unread bytes is a reset; what came before it is the answer.
        }

        // Latin-1, so that a character is a byte until the body is cut out.
        var text = Encoding.Latin1.GetString(all.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            throw new InvalidDataException($"No HTTP answer came, only '{text}'.");
        var (head, body) = (text[..end], text[(end + 4)..]);
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            body = Unchunked(body);
        return new RawAnswer(int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)));
    }

    private static string Unchunked(string body)
    {
        var whole = new StringBuilder();
        while (true)
        {
            var line = body.IndexOf("\r\n", StringComparison.Ordinal);
            var length = int.Parse(body.AsSpan(0, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
                return whole.ToString();
            whole.Append(body, line + 2, length);
            body = body[(line + 2 + length + 2)..];
        }
    }
}
