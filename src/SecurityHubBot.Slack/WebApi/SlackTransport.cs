using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.WebApi;

/// <summary>One Web API call: where to, what with, and which limits it counts against.</summary>
internal sealed record SlackCall(SlackMethod Method, Uri Url, string? Token, Func<HttpContent> Content)
{
    /// <summary>Set for posts, which are limited per channel.</summary>
    public string? PostChannel { get; init; }
}

/// <summary>Sends one HTTP request and says precisely how it ended.</summary>
internal sealed class SlackTransport : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public SlackTransport(TimeProvider time)
    {
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Response URLs are secrets and would end up in the spans of HttpClient; our own spans name the method.
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <exception cref="SlackCallException">See its cases.</exception>
    public async Task<T> Send<T>(SlackCall call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Url) { Content = call.Content() };
        if (call.Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Token);

        using var deadline = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return Read<T>(call.Method.Name, response, body);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SlackUncertainException(call.Method.Name, "timeout", e);
        }
        catch (HttpRequestException e)
        {
            throw NotDone(e) ? new SlackUnreachableException(call.Method.Name, e) : new SlackUncertainException(call.Method.Name, "connection_lost", e);
        }
        catch (IOException e)
        {
            throw new SlackUncertainException(call.Method.Name, "connection_lost", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool NotDone(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private T Read<T>(string method, HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            throw new SlackRateLimitException(method, RetryAfter(response));
        if (status >= (int)HttpStatusCode.InternalServerError)
            throw new SlackUncertainException(method, $"http_{status}");

        var answer = Parse(body);
        if (answer?.Ok == false)
            throw Refusal(method, answer, response);
        if (!response.IsSuccessStatusCode)
            throw new SlackException(method, ShortText(body) ?? $"http_{status}");
        if (typeof(T) == typeof(NoAnswer))
            return (T)(object)NoAnswer.Value;
        if (answer?.Ok != true)
            throw new SlackUncertainException(method, "unreadable_answer");

        try
        {
            return JsonSerializer.Deserialize<T>(body, SlackJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new SlackUncertainException(method, "unreadable_answer", e);
        }
    }

    private SlackCallException Refusal(string method, AnswerEnvelope answer, HttpResponseMessage response) => answer.Error switch
    {
        "ratelimited" or "rate_limited" => new SlackRateLimitException(method, RetryAfter(response)),
        // Slack's documentation of these: "It's possible some aspect of the operation succeeded before the error was raised."
        "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" => new SlackUncertainException(method, answer.Error),
        var error => new SlackException(method, error ?? "unknown_error", answer.Errors ?? answer.ResponseMetadata?.Messages),
    };

    private TimeSpan RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => DefaultRetryAfter,
        };
        return TimeSpan.FromTicks(Math.Clamp(asked.Ticks, TimeSpan.TicksPerSecond, LongestRetryAfter.Ticks));
    }

    private static AnswerEnvelope? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<AnswerEnvelope>(body, SlackJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Response URLs answer failures with a bare word such as <c>used_url</c>.</summary>
    private static string? ShortText(byte[] body) =>
        body.Length is > 0 and < 64 && body.All(b => b is (byte)'_' or >= (byte)'a' and <= (byte)'z') ? Encoding.ASCII.GetString(body) : null;

    private sealed record AnswerEnvelope(bool? Ok, string? Error, IReadOnlyList<string>? Errors, AnswerMetadata? ResponseMetadata);

    private sealed record AnswerMetadata(IReadOnlyList<string>? Messages);
}

/// <summary>A call whose answer says nothing but that it was accepted.</summary>
internal sealed record NoAnswer
{
    public static NoAnswer Value { get; } = new();
}
