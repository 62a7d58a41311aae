using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Tickets.Trackers;

/// <summary>Calls a tracker's REST API and says by type what went wrong. Never repeats by itself what a repetition could double.</summary>
internal sealed class TrackerHttp(HttpClient http, TimeProvider time, Action<HttpRequestMessage> authorize, Func<JsonNode?, Refusal> readRefusal)
{
    public const int MaxAnswerBytes = 16 * 1024 * 1024;

    private const int MaxReason = 500;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>A question; may be asked again.</summary>
    public Task<JsonNode> Get(string path, CancellationToken cancellationToken) => Send(HttpMethod.Get, path, content: null, isSafe: true, cancellationToken);

    /// <summary>Makes something: without an answer it may be there.</summary>
    public Task<JsonNode> Make(string path, HttpContent content, CancellationToken cancellationToken) => Make(HttpMethod.Post, path, content, cancellationToken);

    public Task<JsonNode> Make(HttpMethod method, string path, HttpContent content, CancellationToken cancellationToken) =>
        Send(method, path, content, isSafe: false, cancellationToken);

    /// <summary>Sets something to a value; may be said again.</summary>
    public Task<JsonNode> Set(HttpMethod method, string path, HttpContent content, CancellationToken cancellationToken) =>
        Send(method, path, content, isSafe: true, cancellationToken);

    public static HttpContent Json(JsonNode body) => new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

    public static HttpContent Form(IEnumerable<KeyValuePair<string, string>> fields) => new FormUrlEncodedContent(fields);

    private async Task<JsonNode> Send(HttpMethod method, string path, HttpContent? content, bool isSafe, CancellationToken cancellationToken)
    {
        // Without the query: a key may be in it.
        var what = $"{method} {path.Split('?')[0]}";
        using var request = new HttpRequestMessage(method, path) { Content = content };
        authorize(request);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await Read(response, cancellationToken);
            return response.IsSuccessStatusCode ? body ?? new JsonObject() : throw Refused(what, response, body, isSafe);
        }
        catch (JsonException exception)
        {
            throw isSafe ? new TrackerUnavailableException(what, "the answer is no JSON", exception) : new TrackerUncertainException(what, "the answer is no JSON", exception);
        }
        catch (Exception exception) when (IsNotSent(exception))
        {
            throw new TrackerUnavailableException(what, "cannot be reached", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or Polly.Timeout.TimeoutRejectedException or OperationCanceledException)
        {
            if (exception is OperationCanceledException && isSafe && cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw isSafe ? new TrackerUnavailableException(what, "no answer", exception) : new TrackerUncertainException(what, "no answer", exception);
        }
    }

    private static bool IsNotSent(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private static async Task<JsonNode?> Read(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            // A proxy's page.
            return null;
        }
    }

    private TrackerException Refused(string what, HttpResponseMessage response, JsonNode? body, bool isSafe)
    {
        var refusal = readRefusal(body);
        var reason = string.IsNullOrWhiteSpace(refusal.Reason) ? null : Shorten(refusal.Reason);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new TrackerRateLimitException(what, Wait(response)),
            // GitHub's way to say the same; and its secondary limits come with Retry-After.
            HttpStatusCode.Forbidden when response.Headers.RetryAfter is not null || Header(response, "X-RateLimit-Remaining") == "0" => new TrackerRateLimitException(what, Wait(response)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new TrackerUnauthorizedException(what, reason),
            HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.MovedPermanently => new TicketNotFoundException(what),
            // Nobody has looked at the request yet.
            HttpStatusCode.ServiceUnavailable when response.Headers.RetryAfter is not null => new TrackerRateLimitException(what, Wait(response)),
            >= HttpStatusCode.InternalServerError when isSafe => new TrackerUnavailableException(what, $"answered {(int)response.StatusCode}"),
            >= HttpStatusCode.InternalServerError => new TrackerUncertainException(what, $"answered {(int)response.StatusCode}"),
            _ => new TicketRefusedException(what, reason ?? $"answered {(int)response.StatusCode}", refusal.Fields),
        };
    }

    private TimeSpan Wait(HttpResponseMessage response)
    {
        var now = time.GetUtcNow();
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => long.TryParse(Header(response, "X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset) && reset < int.MaxValue * 4L
                ? DateTimeOffset.FromUnixTimeSeconds(reset) - now
                : TimeSpan.FromMinutes(1),
        };
        return wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static string Shorten(string reason) => reason.Length <= MaxReason ? reason : reason[..MaxReason] + "…";
}

/// <summary>Why a tracker refuses something, in its own words, and for which fields where it says so.</summary>
internal sealed record Refusal(string? Reason, IReadOnlyDictionary<string, string>? Fields = null);
