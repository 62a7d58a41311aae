using SecurityHubBot.Slack.Tests.AspNetCore;
using SecurityHubBot.Slack.Tests.Support;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Tests.SocketMode;

public sealed class SocketModeTests : IAsyncLifetime
{
    private const string Command = """{"command":"/shub","text":"@text","user_id":"U1","channel_id":"C1"}""";

    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(1.5);

    private LoopbackSocketMode _slack = null!;
    private SlackAppDriver _app = null!;

    public async ValueTask InitializeAsync()
    {
        _slack = await LoopbackSocketMode.Start();
        _app = await StartApp();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task A_command_is_acknowledged_with_its_answer_where_slack_accepts_one()
    {
        var connection = await _slack.Connected(1);

        await connection.Envelope("e1", "slash_commands", Command.Replace("@text", "status"), accepts: true);
        await connection.Envelope("e2", "slash_commands", Command.Replace("@text", "list"));

        (await connection.Acknowledged("e1")).GetProperty("payload").GetProperty("text").GetString().ShouldBe("did status");
        (await connection.Acknowledged("e2")).TryGetProperty("payload", out _).ShouldBeFalse();
        _slack.Opened.ShouldBe(["Bearer xapp-test"]);
    }

    [Fact]
    public async Task Interactions_options_and_events_reach_the_same_handlers_as_over_http()
    {
        var connection = await _slack.Connected(1);

        await connection.Envelope("e1", "interactive", """{"type":"block_actions","user":{"id":"U1"},"actions":[{"type":"button","action_id":"case.accept","value":"SHUB-1"}]}""");
        await connection.Envelope("e2", "interactive", """{"type":"block_suggestion","action_id":"owner","value":"ya"}""", accepts: true);
        await connection.Envelope("e3", "events_api", EventTests.Envelope("Ev1", EventTests.Mention("hello")));
        await connection.Envelope("e4", "something_new", "{}");

        (await connection.Acknowledged("e2")).GetProperty("payload").GetProperty("options").GetArrayLength().ShouldBe(1);
        foreach (var id in new[] { "e1", "e3", "e4" })
            await connection.Acknowledged(id);
        await Wait.Until(() => _app.Handled.Things.Contains("mention hello"), "the mention");
        _app.Handled.Things.ShouldContain("button case.accept SHUB-1 by U1");
    }

    [Fact]
    public async Task What_fails_cannot_be_read_or_has_no_handler_is_not_acknowledged_and_the_connection_lives_on()
    {
        var connection = await _slack.Connected(1);

        await connection.Send("not json");
        await connection.Send("[]");
        await connection.Envelope("bad", "events_api", "{}");
        await connection.Envelope("bad2", "interactive", "7");
        await connection.Envelope("bad3", "slash_commands", Command.Replace("@text", "throw"));
        await connection.Envelope("unknown", "slash_commands", Command.Replace("/shub", "/other"));
        await connection.Envelope("unknown2", "interactive", """{"type":"view_submission","view":{"callback_id":"other"}}""");
        await connection.Envelope("good", "slash_commands", Command.Replace("@text", "nothing"));
        await connection.Acknowledged("good");
        await Wait.AMoment();

        connection.Received.Select(r => r.GetProperty("envelope_id").GetString()).ShouldBe(["good"]);
        _slack.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task At_a_disconnect_warning_the_next_connection_opens_before_the_old_one_is_left_and_no_envelope_is_lost()
    {
        var old = await _slack.Connected(1);
        await old.Envelope("slow", "slash_commands", Command.Replace("@text", "wait"), accepts: true);
        await Wait.Until(() => _app.Handled.Things.Contains("command wait by U1"), "the slow command");

        await old.Send("""{"type":"disconnect","reason":"warning","debug_info":{}}""");
        var next = await _slack.Connected(2);
        await old.Envelope("late", "slash_commands", Command.Replace("@text", "late"));
        await next.Envelope("new", "slash_commands", Command.Replace("@text", "new"));
        await old.Acknowledged("late");
        await next.Acknowledged("new");
        old.Ended.ShouldBeFalse();
        _app.Handled.Gate.SetResult();

        (await old.Acknowledged("slow")).GetProperty("payload").GetProperty("text").GetString().ShouldBe("did wait");
    }

    [Fact]
    public async Task A_dropped_connection_is_made_anew_also_when_slack_refuses_a_few_times()
    {
        (await _slack.Connected(1)).Drop();
        var second = await _slack.Connected(2);
        _slack.RefusalsLeft = 3;
        second.Drop();
        var third = await _slack.Connected(3);

        await third.Envelope("e1", "slash_commands", Command.Replace("@text", "nothing"));

        await third.Acknowledged("e1");
        _slack.Opened.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_peer_that_falls_silent_is_left_for_another_connection_and_one_that_is_only_idle_is_not()
    {
        await using var slack = await LoopbackSocketMode.Start();
        slack.SilencesLeft = 1;
        await using var app = await StartApp(slack, options =>
        {
            options.PingInterval = TimeSpan.FromMilliseconds(100);
            options.PongTimeout = PongTimeout;
        });

        (await slack.Connected(1)).Ended.ShouldBeFalse();
        var second = await slack.Connected(2);
        await Task.Delay(PongTimeout * 1.5);
        await second.Envelope("e1", "slash_commands", Command.Replace("@text", "nothing"));

        await second.Acknowledged("e1");
        slack.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task The_same_event_over_two_connections_is_handled_once()
    {
        var first = await _slack.Connected(1);
        await first.Envelope("e1", "events_api", EventTests.Envelope("Ev1", EventTests.Mention("hello")));
        await first.Acknowledged("e1");
        first.Drop();
        var second = await _slack.Connected(2);

        await second.Envelope("e2", "events_api", EventTests.Envelope("Ev1", EventTests.Mention("hello")));
        await second.Envelope("e3", "events_api", EventTests.Envelope("Ev2", EventTests.Mention("last")));

        await second.Acknowledged("e2");
        await Wait.Until(() => _app.Handled.Things.Contains("mention last"), "the last mention");
        _app.Handled.Things.ShouldBe(["mention hello", "mention last"]);
    }

    [Fact]
    public async Task Stopping_finishes_what_is_in_flight_and_says_goodbye()
    {
        var slack = await LoopbackSocketMode.Start();
        var app = await StartApp(slack);
        var connection = await slack.Connected(1);
        await connection.Envelope("slow", "slash_commands", Command.Replace("@text", "wait"));
        await Wait.Until(() => app.Handled.Things.Contains("command wait by U1"), "the slow command");

        var stopped = app.DisposeAsync().AsTask();
        await Wait.AMoment();
        stopped.IsCompleted.ShouldBeFalse();
        app.Handled.Gate.SetResult();
        await stopped;

        await connection.Acknowledged("slow");
        await Wait.Until(() => connection.Ended, "the goodbye");
        await slack.DisposeAsync();
    }

    private Task<SlackAppDriver> StartApp(LoopbackSocketMode? slack = null, Action<SlackApiOptions>? configure = null) => SlackAppDriver.Start(c => c
        .UseAppLevelToken("xapp-test")
        .UseApiUrl((slack ?? _slack).ApiUrl)
        .Configure(options => options.RetryDelay = TimeSpan.FromMilliseconds(20))
        .Configure(configure ?? (_ => { })));
}
