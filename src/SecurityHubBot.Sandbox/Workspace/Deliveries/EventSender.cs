using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Deliveries;

/// <summary>The Events API: sends what the bot is subscribed to, and again at once, after one and after five minutes when the bot does not take it.</summary>
internal sealed class EventSender(Core core) : IAsyncDisposable
{
    private const int AtOnce = 8;
    private static readonly TimeSpan[] RetryAfter = [TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];
    private readonly SemaphoreSlim _lanes = new(AtOnce);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private int _firstAttempts;

    /// <summary>First attempts that are still on their way.</summary>
    public int InFlight => Volatile.Read(ref _firstAttempts);

    /// <summary>Something said, edited or deleted in a channel that the bot is in; a mention of the bot is an event of its own.</summary>
    public void Message(Channel channel, JsonObject message)
    {
        if (!core.Rooms.HasBot(channel))
            return;

        Send($"message.{channel.EventType}s".Replace("ims", "im", StringComparison.Ordinal), message);
        var byPerson = message["bot_id"] is null && message.Text("subtype") is null or "thread_broadcast";
        if (!channel.IsIm && byPerson && Mrkdwn.Mentions(message.Text("text") ?? "", core.Bot.UserId))
        {
            var mention = message.Copy();
            mention["type"] = "app_mention";
            mention.Remove("channel_type");
            Send("app_mention", mention);
        }
    }

    /// <summary>Something that happened to a channel which the bot is, or just was, a member of.</summary>
    public void Channel(Channel channel, string subscription, JsonObject json)
    {
        if (core.Rooms.HasBot(channel))
            Send(subscription, json);
    }

    public void Send(string subscription, JsonObject json)
    {
        if (!core.Options.BotEvents.Contains(subscription) || !core.Line.IsConnected || core.Stopping.IsCancellationRequested)
            return;

        var id = "Ev0" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 8);
        var delivery = BotLine.Json($"event {json.Text("type")}", "slack/event", Envelope(id, json));
        Interlocked.Increment(ref _firstAttempts);
        _running[id] = Task.Run(async () =>
        {
            await Deliver(delivery);
            _running.TryRemove(id, out _);
        });
    }

    /// <summary>Sends one event exactly as given, envelope included, such as a repeated one.</summary>
    public Task<BotAnswer> SendEnvelope(JsonObject envelope, int retry = 0, string? reason = null) =>
        core.Line.Send(BotLine.Json($"event {envelope["event"].Text("type") ?? envelope.Text("type")}", "slack/event", envelope) with { Retry = retry, RetryReason = reason });

    public JsonObject Envelope(string id, JsonObject json) => new()
    {
        ["token"] = core.Options.VerificationToken,
        ["team_id"] = core.Team,
        ["context_team_id"] = core.Team,
        ["context_enterprise_id"] = null,
        ["api_app_id"] = core.Bot.AppId,
        ["event"] = json.Copy(),
        ["type"] = "event_callback",
        ["event_id"] = id,
        ["event_time"] = core.Now.ToUnixTimeSeconds(),
        ["authorizations"] = new JsonArray(new JsonObject
        {
            ["enterprise_id"] = null,
            ["team_id"] = core.Team,
            ["user_id"] = core.Bot.UserId,
            ["is_bot"] = true,
            ["is_enterprise_install"] = false,
        }),
        ["is_ext_shared_channel"] = false,
        ["event_context"] = $"4-{id}",
    };

    /// <summary>Waits for what is still on its way; the workspace is stopping by then, so nothing is tried again.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.Values);
        _lanes.Dispose();
    }

    private async Task Deliver(Delivery delivery)
    {
        var answer = await Attempt(delivery);
        Interlocked.Decrement(ref _firstAttempts);
        core.Hub.Signal();
        for (var retry = 1; retry <= RetryAfter.Length && answer is { Failure: not null, NoRetry: false }; retry++)
        {
            try
            {
                await Task.Delay(RetryAfter[retry - 1], core.Options.TimeProvider, core.Stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            answer = await Attempt(delivery with { Retry = retry, RetryReason = answer.Failure });
        }
    }

    private async Task<BotAnswer> Attempt(Delivery delivery)
    {
        await _lanes.WaitAsync();
        try
        {
            return await core.Line.Send(delivery);
        }
        finally
        {
            _lanes.Release();
        }
    }
}
