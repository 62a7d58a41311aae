using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.AspNetCore;

/// <summary>What Slack's own receiver answers is what we answer: 401, 413, 400, 404 and 500 with empty bodies, and 200.</summary>
internal sealed partial class SlackEndpoints(
    SlackDispatcher dispatcher, SlackEventInbox inbox, IOptions<SlackEndpointOptions> options, TimeProvider time, ILogger<SlackEndpoints> logger)
{
    private const int MaxBody = 4 * 1024 * 1024;

    private readonly SlackEndpointOptions _options = options.Value;

    public Task Command(HttpContext http) => Receive(http, "command", SlackForm.Command, dispatcher.Command);

    public Task Action(HttpContext http) => Receive(http, "action", SlackForm.Interaction, dispatcher.Interaction);

    public Task Options(HttpContext http) => Receive(http, "options", SlackForm.Interaction, dispatcher.Interaction);

    public Task Event(HttpContext http) => Receive(http, "event", EventDelivery.Parse, delivery => Accept(delivery, http.RequestAborted));

    /// <summary>The only thing Slack ever gets.</summary>
    public static int SslCheck(HttpRequest request) =>
        request.Query["ssl_check"] == "1" ? StatusCodes.Status200OK : StatusCodes.Status405MethodNotAllowed;

    private async Task Receive<T>(HttpContext http, string kind, Func<byte[], T> read, Func<T, Task<string?>> handle)
    {
        var started = time.GetTimestamp();
        var (status, json) = await Answer(http, kind, read, handle);
        SlackTelemetry.Deliveries.Add(1, new TagList { { "kind", kind }, { "outcome", status } });
        if (time.GetElapsedTime(started) > SlackLimits.AnswerWithin)
            Log.TooSlow(logger, kind, time.GetElapsedTime(started).TotalSeconds);

        http.Response.StatusCode = status;
        if (json is null)
            return;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(json, http.RequestAborted);
    }

    private async Task<(int Status, string? Json)> Answer<T>(HttpContext http, string kind, Func<byte[], T> read, Func<T, Task<string?>> handle)
    {
        if (await ReadBody(http) is not { } body)
            return (StatusCodes.Status413PayloadTooLarge, null);
        if (kind != "event" && SlackForm.IsSslCheck(body))
            return (StatusCodes.Status200OK, null);
        if (!IsSigned(http.Request, body))
        {
            Log.NotSigned(logger, kind);
            return (StatusCodes.Status401Unauthorized, null);
        }

        T request;
        try
        {
            request = read(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            // InvalidOperationException is what a half surrogate pair gives; the message may quote the body and stays out of the log.
            Log.Malformed(logger, kind, e.GetType().Name);
            return (StatusCodes.Status400BadRequest, null);
        }

        try
        {
            return (StatusCodes.Status200OK, await handle(request));
        }
        catch (SlackNoHandlerException)
        {
            return (StatusCodes.Status404NotFound, null);
        }
#pragma warning disable CA1031 // Whatever a handler throws, Slack gets its 500 and the person an error from Slack.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, kind);
            return (StatusCodes.Status500InternalServerError, null);
        }
    }

    private async Task<string?> Accept(EventDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Envelope.Type == "url_verification")
            return new JsonObject { ["challenge"] = delivery.Envelope.Challenge }.ToJsonString(SlackJson.Options);

        await inbox.Accept(delivery, cancellationToken);
        return null;
    }

    private bool IsSigned(HttpRequest request, byte[] body) => SlackSignature.IsValid(
        _options.SigningSecret,
        Single(request, SlackSignature.TimestampHeader),
        Single(request, SlackSignature.SignatureHeader),
        body,
        time.GetUtcNow());

    private static string? Single(HttpRequest request, string header) => request.Headers[header] is [{ Length: > 0 } value] ? value : null;

    private static async Task<byte[]?> ReadBody(HttpContext http)
    {
        if (http.Request.ContentLength > MaxBody)
            return null;

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await http.Request.Body.ReadAsync(chunk, http.RequestAborted) is var read and > 0)
        {
            if (buffer.Length + read > MaxBody)
                return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(1401, LogLevel.Warning, "A request to the Slack {Kind} endpoint was not signed by Slack and was refused")]
        public static partial void NotSigned(ILogger logger, string kind);

        [LoggerMessage(1402, LogLevel.Warning, "A signed Slack {Kind} cannot be read: {Problem}")]
        public static partial void Malformed(ILogger logger, string kind, string problem);

        [LoggerMessage(1403, LogLevel.Error, "A Slack {Kind} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string kind);

        [LoggerMessage(1404, LogLevel.Warning, "A Slack {Kind} took {Seconds} s; Slack gives up after 3")]
        public static partial void TooSlow(ILogger logger, string kind, double seconds);
    }
}
