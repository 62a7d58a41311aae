using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Slack.AspNetCore;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Tests.Support;

/// <summary>The client as the app gets it, with a clock that stands still, against a loopback Web API.</summary>
internal sealed class SlackClientDriver : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private SlackClientDriver(LoopbackSlackApi api, Action<SlackApiOptions>? configure)
    {
        Api = api;
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSlackNet(c => c.UseApiToken("xoxb-test").UseAppLevelToken("xapp-test").UseApiUrl(api.Url).Configure(o => configure?.Invoke(o)))
            .BuildServiceProvider();
    }

    public LoopbackSlackApi Api { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

    public ISlackApiClient Slack => _services.GetRequiredService<ISlackApiClient>();

    public ISlackRateLimits Limits => _services.GetRequiredService<ISlackRateLimits>();

    public static async Task<SlackClientDriver> Start(Action<SlackApiOptions>? configure = null) =>
        new(await LoopbackSlackApi.Start(), configure);

    public Task<PostMessageResponse> Post(string channel = "C1", string text = "hello") =>
        Slack.Chat.PostMessage(new Message { Channel = channel, Text = text });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Api.DisposeAsync();
    }
}
