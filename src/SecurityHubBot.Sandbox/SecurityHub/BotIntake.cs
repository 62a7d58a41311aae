using System.Net.Http.Headers;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>One attempt at the bot's intake.</summary>
internal sealed class BotIntake(AwsCornerOptions options) : IDisposable
{
    private const int LongestBody = 4096;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = options.AttemptTimeout,
    };

    /// <summary>Posts the bytes as they are.</summary>
    /// <exception cref="HttpRequestException">The bot is not there, or the connection broke.</exception>
    /// <exception cref="TaskCanceledException">No answer in time.</exception>
    public async Task<(IntakeAnswer Answer, TimeSpan? RetryAfter)> Post(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, options.IntakeUrl) { Content = content };
        request.Headers.TryAddWithoutValidation("X-Api-Key", options.ApiKey);
        using var response = await _http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var answer = new IntakeAnswer((int)response.StatusCode, body.Length > LongestBody ? body[..LongestBody] : body);
        return (answer, response.Headers.RetryAfter?.Delta);
    }

    public void Dispose() => _http.Dispose();
}
