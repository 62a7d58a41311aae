using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

/// <summary>What the bot received, byte for byte.</summary>
public sealed record Received(string Path, string Body, IHeaderDictionary Headers)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    public IReadOnlyDictionary<string, string> Form => Body.Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => WebUtility.UrlDecode(p[0]), p => WebUtility.UrlDecode(p[1]));

    public JsonObject Json => JsonNode.Parse(Path == "/slack/event" ? Body : Form["payload"])!.AsObject();
}

/// <summary>A bot that only records, and answers what the test tells it to.</summary>
public sealed class Bot : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Bot(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Received { get; } = new();

    public Func<Received, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public Uri Url => new(_app.Urls.First() + "/");

    public static async Task<Bot> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var bot = new Bot(app);
        app.Run(bot.Take);
        await app.StartAsync();
        return bot;
    }

    public void Answers(JsonObject json) => Answer = (_, context) => context.Response.WriteAsync(json.ToJsonString());

    /// <summary>The newest delivery to one path; events arrive whenever they like.</summary>
    public Received Last(string path) => Received.Last(r => r.Path == path);

    public IEnumerable<JsonObject> Events(string type) => Received.Where(r => r.Path == "/slack/event").Select(r => r.Json["event"]!.AsObject()).Where(e => (string?)e["type"] == type);

    public static string Signature(string secret, Received received)
    {
        var signed = $"v0:{received.Header("X-Slack-Request-Timestamp")}:{received.Body}";
        return "v0=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed))).ToLowerInvariant();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var received = new Received(context.Request.Path, await reader.ReadToEndAsync(), new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value)));
        Received.Enqueue(received);
        await Answer(received, context);
    }
}
