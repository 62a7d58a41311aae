using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

/// <summary>The bot's intake as the AWS corner sees it: a real server on the loopback that keeps what it is sent.</summary>
internal sealed class StubBot : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedEvent> _received = new();
    private readonly string _key = KeyOfThisTest;
    private WebApplication? _app;
    private int _inFlight;

    /// <summary>
    /// What this test's AWS corner sends along. Tests run side by side and ports are given out again, so an event of another
    /// test may come here; without the key it does not count.
    /// </summary>
    public static string KeyOfThisTest => $"key-{TestContext.Current.TestCase?.UniqueID}-{TestContext.Current.Test?.UniqueID}";

    public int MostAtOnce { get; private set; }

    /// <summary>From the body to a status; 202 unless a test says otherwise.</summary>
    public Func<string, int> Answer { get; set; } = _ => StatusCodes.Status202Accepted;

    public TimeSpan Delay { get; set; }

    public Uri Url { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Everything that arrived, whatever the answer was.</summary>
    public IReadOnlyList<ReceivedEvent> Received => [.. _received];

    public IReadOnlyList<ReceivedEvent> Accepted => [.. _received.Where(r => r.Status == StatusCodes.Status202Accepted)];

    public static async Task<StubBot> Start(int port = 0)
    {
        var bot = new StubBot();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        bot._app = builder.Build();
        bot._app.MapPost("/intake/eventbridge", bot.Receive);
        await bot._app.StartAsync();
        bot.Url = new Uri(bot._app.Urls.Single());
        return bot;
    }

    public IEnumerable<JsonObject> AcceptedFindings() => Accepted.Select(a => a.Finding);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task<IResult> Receive(HttpRequest request)
    {
        var now = Interlocked.Increment(ref _inFlight);
        lock (_received)
        {
            MostAtOnce = Math.Max(MostAtOnce, now);
        }

        try
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync();
            if (request.Headers["X-Api-Key"] != _key)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            await Task.Delay(Delay);
            var status = Answer(body);
            _received.Enqueue(new ReceivedEvent(body, request.Headers["X-Api-Key"].ToString(), request.ContentType ?? "", status));
            return Results.Text($"status {status}", statusCode: status);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}

internal sealed record ReceivedEvent(string Body, string ApiKey, string ContentType, int Status)
{
    public JsonObject Event => JsonNode.Parse(Body)!.AsObject();

    public JsonObject Finding => Event["detail"]!["findings"]![0]!.AsObject();

    public string FindingId => Finding["Id"]!.GetValue<string>();
}
