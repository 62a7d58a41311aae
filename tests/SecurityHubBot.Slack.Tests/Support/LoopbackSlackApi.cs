using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecurityHubBot.Slack.Tests.Support;

internal sealed record ApiRequest(string Method, string Body, string? Authorization, string? ContentType)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A Web API over real HTTP that answers what the test says and writes down what it was asked.</summary>
internal sealed class LoopbackSlackApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ApiRequest> _requests = new();

    private LoopbackSlackApi(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First() + "/api/");

    public IReadOnlyList<ApiRequest> Requests => [.. _requests];

    public Func<ApiRequest, HttpContext, Task> Answer { get; set; } = (_, http) => Ok(http, """{"ok":true}""");

    public static async Task<LoopbackSlackApi> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var api = new LoopbackSlackApi(app);
        app.Map("/api/{method}", api.Handle);
        await app.StartAsync();
        return api;
    }

    public static Task Ok(HttpContext http, string json)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(json);
    }

    public static Task TooMany(HttpContext http, int seconds)
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = seconds.ToString();
        return Task.CompletedTask;
    }

    public static Task Posted(ApiRequest request, HttpContext http) =>
        Ok(http, $$"""{"ok":true,"channel":"{{request.Json.GetProperty("channel").GetString()}}","ts":"1700000000.000100"}""");

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private async Task Handle(HttpContext http, string method)
    {
        using var reader = new StreamReader(http.Request.Body);
        var request = new ApiRequest(
            method, await reader.ReadToEndAsync(), http.Request.Headers.Authorization, http.Request.ContentType);
        _requests.Enqueue(request);
        await Answer(request, http);
    }
}
