using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecurityHubBot.TestSupport.Aws;

/// <summary>Stands before a real server of DynamoDB's API, counts what is asked, and comes between where a test wants it to.</summary>
public sealed class DynamoProxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _operations = new();
    private readonly HttpClient _http = new();
    private readonly WebApplication _app;
    private readonly Uri _target;

    private DynamoProxy(WebApplication app, Uri target) => (_app, _target) = (app, target);

    public Uri Url { get; private set; } = null!;

    /// <summary>Every operation that was asked for, such as <c>Scan</c>, in order; tries again are counted too.</summary>
    public IReadOnlyList<string> Operations => [.. _operations];

    /// <summary>Called before an operation goes on to the server; an error's name is answered instead of asking the server.</summary>
    public Func<string, Task<string?>> Before { get; set; } = _ => Task.FromResult<string?>(null);

    /// <summary>Called after the server has done what was asked; true loses the answer on the way.</summary>
    public Func<string, bool> LoseAnswer { get; set; } = _ => false;

    public static async Task<DynamoProxy> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new DynamoProxy(app, target);
        app.Run(proxy.Pass);
        await app.StartAsync();
        proxy.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
        _operations.Enqueue(operation);
        if (await Before(operation) is { } error)
        {
            await Answer(context, HttpStatusCode.BadRequest, "application/x-amz-json-1.0", $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{error}}","message":"as the test wants it"}""");
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, _target) { Content = new ByteArrayContent(body.ToArray()) };
        foreach (var (name, value) in context.Request.Headers.Where(h => h.Key.StartsWith("X-Amz", StringComparison.OrdinalIgnoreCase) || h.Key is "Authorization"))
        {
            request.Headers.TryAddWithoutValidation(name, value.ToString());
        }

        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (LoseAnswer(operation))
        {
            context.Abort();
            return;
        }

        await Answer(context, response.StatusCode, response.Content.Headers.ContentType?.ToString(), text);
    }

    private static Task Answer(HttpContext context, HttpStatusCode status, string? type, string text)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text);
    }
}
