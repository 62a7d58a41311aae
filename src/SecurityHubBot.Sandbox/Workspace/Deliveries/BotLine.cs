using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Deliveries;

/// <summary>What goes to the bot: to one of its URLs, or as an envelope of this type over its socket.</summary>
/// <param name="Payload">What is logged, and what a socket envelope carries.</param>
internal sealed record Delivery(string Name, string Path, string EnvelopeType, JsonObject Payload)
{
    /// <summary>The body as it goes over HTTP, and its content type.</summary>
    public required byte[] Body { get; init; }

    public required string ContentType { get; init; }

    public int Retry { get; init; }

    public string? RetryReason { get; init; }
}

/// <summary>What came back. <paramref name="Failure"/> is Slack's reason, such as <c>http_timeout</c>, or null after a 2xx.</summary>
internal sealed record BotAnswer(int Status, string Body, string? Failure, bool NoRetry = false)
{
    public static readonly BotAnswer TimedOut = new(0, "", "http_timeout");
    public static readonly BotAnswer Unreachable = new(0, "", "connection_failed");
}

/// <summary>The way to the bot: signed HTTP as Slack sends it, or its socket when it has one open.</summary>
internal sealed class BotLine : IDisposable
{
    // Events may be redirected twice, https://docs.slack.dev/apis/events-api.
    private const int MaxRedirects = 2;
    private readonly Core _core;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxAutomaticRedirections = MaxRedirects, UseCookies = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private readonly Lock _gate = new();
    private int _underway;

    public BotLine(Core core)
    {
        _core = core;
        Sockets = new BotSockets(core);
    }

    public BotSockets Sockets { get; }

    public bool IsConnected => _core.BotUrl is not null || Sockets.Count > 0;

    public static Delivery Form(string name, string path, string envelope, JsonObject fields) => new(name, path, envelope, fields)
    {
        Body = Encoding.UTF8.GetBytes(string.Join('&', fields.Select(f => $"{Encode(f.Key)}={Encode(f.Value?.ToString() ?? "")}"))),
        ContentType = "application/x-www-form-urlencoded",
    };

    /// <summary>Interactions travel as JSON in one form field.</summary>
    public static Delivery Interaction(string path, JsonObject payload) => new((string)payload["type"]!, path, "interactive", payload)
    {
        Body = Encoding.UTF8.GetBytes("payload=" + Encode(payload.ToJsonString())),
        ContentType = "application/x-www-form-urlencoded",
    };

    public static Delivery Json(string name, string path, JsonObject payload) => new(name, path, "events_api", payload)
    {
        Body = Encoding.UTF8.GetBytes(payload.ToJsonString()),
        ContentType = "application/json",
    };

    public async Task<BotAnswer> Send(Delivery delivery, CancellationToken cancellationToken = default)
    {
        DateTimeOffset at;
        lock (_gate)
        {
            _underway++;
            at = _core.Now;
        }

        var started = Stopwatch.GetTimestamp();
        BotAnswer answer;
        try
        {
            answer = await Deliver(delivery, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _underway--;
            }
        }

        _core.Record(new WorkspaceCall(at, "out", delivery.Name, answer.Status, Stopwatch.GetElapsedTime(started), answer.Failure is null, answer.Failure)
        {
            Sent = delivery.Payload,
            Answer = ParseObject(answer.Body),
        });
        return answer;
    }

    /// <summary>Does it unless something is on its way to the bot, which then stays so until this is done.</summary>
    public bool Between(Action work)
    {
        lock (_gate)
        {
            if (_underway > 0)
                return false;

            work();
            return true;
        }
    }

    public static JsonObject? ParseObject(string text)
    {
        try
        {
            return JsonNodes.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Sockets.Dispose();
        _http.Dispose();
    }

    internal static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.UTF8.GetBytes($"v0:{timestamp}:");
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. prefix, .. body]));
    }

    private async Task<BotAnswer> Deliver(Delivery delivery, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_core.Options.Limits.AnswerTime, _core.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken, _core.Stopping.Token);
        try
        {
            if (Sockets.Count > 0)
                return await Sockets.Send(delivery, either.Token);
            if (_core.BotUrl is null)
                return BotAnswer.Unreachable;

            using var request = Request(delivery, _core.BotUrl);
            using var response = await _http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            var noRetry = response.Headers.TryGetValues("X-Slack-No-Retry", out var values) && values.Contains("1");
            return new BotAnswer((int)response.StatusCode, body, response.IsSuccessStatusCode ? null : "http_error", noRetry);
        }
        catch (OperationCanceledException)
        {
            return BotAnswer.TimedOut;
        }
        catch (HttpRequestException)
        {
            return BotAnswer.Unreachable;
        }
    }

    private HttpRequestMessage Request(Delivery delivery, Uri bot)
    {
        var timestamp = _core.Now.ToUnixTimeSeconds().ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot, delivery.Path)) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(delivery.ContentType);
        request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        request.Headers.Add("X-Slack-Signature", Sign(_core.Options.SigningSecret, timestamp, delivery.Body));
        request.Headers.UserAgent.ParseAdd("Slackbot/1.0 (+https://api.slack.com/robots)");
        request.Headers.Accept.ParseAdd("application/json,*/*");
        if (delivery.Retry > 0)
        {
            request.Headers.Add("X-Slack-Retry-Num", delivery.Retry.ToString());
            request.Headers.Add("X-Slack-Retry-Reason", delivery.RetryReason);
        }

        return request;
    }

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
