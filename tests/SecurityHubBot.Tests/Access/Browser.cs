using System.Net;

namespace SecurityHubBot.Tests.Access;

/// <summary>Keeps cookies, and follows redirections only when told.</summary>
internal sealed class Browser : IDisposable
{
    private const int MostHops = 8;

    private readonly CookieContainer _jar = new();
    private readonly HttpClient _http;
    private readonly Uri _home;

    public Browser(Uri home)
    {
        _home = home;
        _http = new HttpClient(new HttpClientHandler { CookieContainer = _jar, AllowAutoRedirect = false }) { BaseAddress = home };
    }

    public IReadOnlyList<Cookie> Cookies => [.. (IEnumerable<Cookie>)_jar.GetAllCookies()];

    public void SetCookie(string name, string value) => _jar.Add(_home, new Cookie(name, value));

    public Task<Answer> Get(string path) => Get(new Uri(_home, path));

    public async Task<Answer> Get(Uri url, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Send(request);
    }

    public async Task<Answer> Post(string path, Dictionary<string, string> fields, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Send(request);
    }

    /// <summary>Goes where it is sent until there is something to see.</summary>
    public async Task<Answer> Follow(string path)
    {
        var answer = await Get(path);
        for (var hop = 0; answer.Location is { } next; hop++)
        {
            hop.ShouldBeLessThan(MostHops, $"sent round and round: {next}");
            answer = await Get(next);
        }

        return answer;
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> Send(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var location = response.Headers.Location is { } url ? new Uri(request.RequestUri!.IsAbsoluteUri ? request.RequestUri : _home, url) : null;
        return new Answer(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            location,
            [.. response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []],
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase));
    }
}

internal sealed record Answer(HttpStatusCode Status, string Body, Uri? Location, IReadOnlyList<string> SetCookies, IReadOnlyDictionary<string, string> Headers);
