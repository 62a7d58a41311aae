using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Slack.AspNetCore;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Tests.Support;

/// <summary>An app with handlers that write down what reached them, receiving from Slack over real HTTP.</summary>
internal sealed class SlackAppDriver : IAsyncDisposable
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private readonly WebApplication _app;

    private SlackAppDriver(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public Handled Handled => _app.Services.GetRequiredService<Handled>();

    public IServiceProvider Services => _app.Services;

    public static async Task<SlackAppDriver> Start(Action<SlackServiceBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Handled>();
        builder.Services.AddSlackNet(c =>
        {
            c.UseApiToken("xoxb-test").UseSigningSecret(Secret);
            TestHandlers.Register(c);
            configure?.Invoke(c);
        });
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapSlackNet();
        await app.StartAsync();
        return new SlackAppDriver(app);
    }

    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public Task<HttpResponseMessage> Command(string text, string contentType = "application/x-www-form-urlencoded") =>
        Send("/slack/command", CommandBody(text), contentType: contentType);

    public static string CommandBody(string text, string command = "/shub") =>
        $"command={Uri.EscapeDataString(command)}&text={Uri.EscapeDataString(text)}&user_id=U1&channel_id=C1&team_id=T1&trigger_id=tr&response_url=https%3A%2F%2Fx";

    public Task<HttpResponseMessage> Interaction(string json, string path = "/slack/action") =>
        Send(path, "payload=" + Uri.EscapeDataString(json));

    public Task<HttpResponseMessage> Event(string json) => Send("/slack/event", json, contentType: "application/json");

    /// <summary>As Slack would send it, unless the test says otherwise about one thing.</summary>
    public async Task<HttpResponseMessage> Send(
        string path, string body, string? timestamp = null, string? signature = null, string contentType = "application/x-www-form-urlencoded")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        timestamp ??= $"{Now}";
        signature ??= SlackSignature.Sign(Secret, long.TryParse(timestamp, out var seconds) ? seconds : 0, bytes);
        return await SendRaw(path, bytes, [("X-Slack-Request-Timestamp", timestamp), ("X-Slack-Signature", signature)], contentType);
    }

    public async Task<HttpResponseMessage> SendRaw(
        string path, byte[] body, (string Name, string Value)[] headers, string contentType = "application/x-www-form-urlencoded")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>What reached a handler, in words.</summary>
internal sealed class Handled
{
    public ConcurrentQueue<string> Things { get; } = new();

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int FailuresLeft;

    public void Add(string thing) => Things.Enqueue(thing);
}

internal sealed class TestHandlers(Handled handled)
    : ISlashCommandHandler, IBlockActionHandler<ButtonAction>, IViewSubmissionHandler, IBlockOptionProvider, IMessageShortcutHandler,
      IEventHandler<AppMention>, IEventHandler<MessageEvent>, IEventHandler<MemberJoinedChannel>
{
    public static void Register(SlackServiceBuilder builder) => builder
        .RegisterSlashCommandHandler<TestHandlers>("/shub")
        .RegisterBlockActionHandler<ButtonAction, TestHandlers>("case.accept")
        .RegisterBlockActionHandler<ButtonAction, TestHandlers>(id => id.StartsWith("page:", StringComparison.Ordinal))
        .RegisterViewSubmissionHandler<TestHandlers>("ticket.link")
        .RegisterBlockOptionProvider<TestHandlers>("owner")
        .RegisterMessageShortcutHandler<TestHandlers>("shortcut")
        .RegisterEventHandler<AppMention, TestHandlers>()
        .RegisterEventHandler<MessageEvent, TestHandlers>()
        .RegisterEventHandler<MemberJoinedChannel, TestHandlers>();

    public async Task<SlashCommandResponse?> Handle(SlashCommand command)
    {
        handled.Add($"command {command.Text} by {command.UserId}");
        if (command.Text == "wait")
            await handled.Gate.Task;
        return command.Text switch
        {
            "throw" => throw new InvalidOperationException("as asked"),
            "json" => throw new JsonException("as asked"),
            "nothing" => null,
            _ => new SlashCommandResponse { Message = new Message { Text = "did " + command.Text } },
        };
    }

    public Task Handle(ButtonAction action, BlockActionRequest request)
    {
        handled.Add($"button {action.ActionId} {action.Value} by {request.User.Id}");
        return Task.CompletedTask;
    }

    public Task<ViewSubmissionResponse?> Handle(ViewSubmission viewSubmission)
    {
        var ticket = viewSubmission.State.GetValue<PlainTextInputValue>("ticket")?.Value;
        handled.Add($"ticket {ticket}");
        return Task.FromResult<ViewSubmissionResponse?>(ticket == "wrong"
            ? new ViewErrorsResponse { Errors = new Dictionary<string, string> { ["ticket_block"] = "no" } }
            : null);
    }

    public Task HandleClose(ViewClosed viewClosed)
    {
        handled.Add($"closed {viewClosed.View.CallbackId}");
        return Task.CompletedTask;
    }

    public Task<BlockOptionsResponse> GetOptions(BlockOptionsRequest request) => Task.FromResult(
        new BlockOptionsResponse { Options = [new Option { Text = new PlainText(request.Value), Value = "v" }] });

    public Task Handle(MessageShortcut request)
    {
        handled.Add($"shortcut on {request.Message?.Ts}");
        return Task.CompletedTask;
    }

    public Task Handle(AppMention slackEvent)
    {
        handled.Add($"mention {slackEvent.Text}");
        return Interlocked.Decrement(ref handled.FailuresLeft) >= 0 ? throw new InvalidOperationException("as asked") : Task.CompletedTask;
    }

    public Task Handle(MessageEvent slackEvent)
    {
        handled.Add(slackEvent is MessageDeleted deleted ? $"deleted {deleted.DeletedTs}" : $"message {slackEvent.Text}");
        return Task.CompletedTask;
    }

    public Task Handle(MemberJoinedChannel slackEvent)
    {
        handled.Add($"joined {slackEvent.User}");
        return Task.CompletedTask;
    }
}
