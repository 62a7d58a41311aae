using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

/// <summary>The AWS corner on a real server, driven over HTTP as the page drives it.</summary>
internal sealed class AwsCornerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AwsCornerHost(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public LocalSecurityHub Hub => _app.Services.GetRequiredService<LocalSecurityHub>();

    public EventSender Sender => _app.Services.GetRequiredService<EventSender>();

    public Flood Flood => _app.Services.GetRequiredService<Flood>();

    /// <summary>An organisation without any finding, for tests that bring their own.</summary>
    public static Organisation Quiet { get; } = new(Organisation.Default.Accounts, []);

    public static async Task<AwsCornerHost> Start(
        Uri bot, Organisation? organisation = null, string? database = null, Func<AwsCornerOptions, AwsCornerOptions>? adjust = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var options = new AwsCornerOptions
        {
            BotUrl = bot,
            ApiKey = StubBot.KeyOfThisTest,
            DatabasePath = database,
            FirstRetry = TimeSpan.FromMilliseconds(20),
            LongestRetry = TimeSpan.FromMilliseconds(100),
            AnswerWait = TimeSpan.FromMilliseconds(800),
            AttemptTimeout = TimeSpan.FromSeconds(5),
        };
        builder.Services.AddAwsCorner(adjust?.Invoke(options) ?? options, organisation ?? Quiet);
        var app = builder.Build();
        app.MapAwsCorner();
        await app.StartAsync();
        return new AwsCornerHost(app);
    }

    public async Task<JsonObject> State() => (await Http.GetFromJsonAsync<JsonObject>("/aws/state"))!;

    public async Task<JsonObject> Resource(string key) =>
        (await State())["resources"]!.AsArray().Select(r => r!.AsObject()).Single(r => r["key"]!.GetValue<string>() == key);

    /// <summary>Posts and expects success.</summary>
    public async Task<JsonObject> Do(string path, object body)
    {
        var (status, json) = await Post(path, body);
        status.ShouldBe(200, json.ToJsonString());
        return json;
    }

    public async Task<(int Status, JsonObject Body)> Post(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        return ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    public async Task<string> Fail(string account, string region, string control, string? resource = null) =>
        (await Do("/aws/fail", new { account_id = account, region, control_id = control, resource_id = resource }))["key"]!.GetValue<string>();

    public static async Task Until(Func<bool> condition, string what)
    {
        for (var i = 0; i < 1600; i++)
        {
            if (condition())
            {
                return;
            }

            await Task.Delay(25);
        }

        throw new TimeoutException($"Waited 40 s in vain: {what}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>Accounts of the seed that tests speak of.</summary>
internal static class Known
{
    public const string ShopProd = "204518339071";
    public const string PaymentProd = "771092384450";
    public const string MediaDev = "640298117365";

    /// <summary>Consolidated findings are off here.</summary>
    public const string CorpIt = "112734895603";
    public const string Tokyo = "ap-northeast-1";
}
