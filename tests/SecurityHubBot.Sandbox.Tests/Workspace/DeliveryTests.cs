using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Sandbox.Workspace.Deliveries;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class DeliveryTests : WorkspaceTest
{
    [Fact]
    public async Task A_command_arrives_signed_with_all_its_fields()
    {
        await Slack.CommandAsync(Ito, Shop, "/shub list high & low");

        var received = Bot.Received.Single();
        received.Path.ShouldBe("/slack/command");
        received.Header("Content-Type").ShouldBe("application/x-www-form-urlencoded");
        received.Header("X-Slack-Signature").ShouldBe(Bot.Signature(Slack.SigningSecret, received));
        received.Header("X-Slack-Request-Timestamp").ShouldBe(Clock.GetUtcNow().ToUnixTimeSeconds().ToString());
        var form = received.Form;
        form.Keys.ShouldBe(
            ["token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name", "command", "text", "api_app_id", "is_enterprise_install", "response_url", "trigger_id"],
            ignoreOrder: true);
        (form["command"], form["text"], form["channel_name"], form["user_name"], form["is_enterprise_install"]).ShouldBe(("/shub", "list high & low", "shop-aws", "ito.yuki", "false"));
    }

    [Fact]
    public async Task A_commands_answer_is_a_whisper_unless_it_is_for_the_channel()
    {
        Bot.Answers(new JsonObject { ["text"] = "内緒" });
        await Slack.CommandAsync(Ito, Shop, "/shub help");
        Slack.Ephemerals(Ito).Single().Text.ShouldBe("内緒");
        Slack.Messages(Shop).ShouldBeEmpty();

        Bot.Answers(Json("""{"response_type":"in_channel","text":"みんなへ"}"""));
        await Slack.CommandAsync(Ito, Shop, "/shub help");
        Slack.Messages(Shop).Single().Text.ShouldBe("みんなへ");

        Bot.Answer = (_, context) => context.Response.WriteAsync("plain words");
        await Slack.CommandAsync(Ito, Shop, "/shub help");
        Slack.Ephemerals(Ito)[^1].Text.ShouldBe("plain words");
    }

    [Fact]
    public async Task A_person_is_told_when_the_command_fails()
    {
        async Task<string> Failure() => (await Should.ThrowAsync<WorkspaceUseException>(() => Slack.CommandAsync(Ito, Shop, "/shub help"))).Message;

        Bot.Answer = (_, context) => Task.FromResult(context.Response.StatusCode = 500);
        (await Failure()).ShouldContain("http_service_error");
        Bot.Answers(Json("""{"blocks":[{"type":"sparkles"}]}"""));
        (await Failure()).ShouldContain("invalid_command_response");
        Slack.BotUrl = new Uri("http://127.0.0.1:1/");
        (await Failure()).ShouldContain("dispatch_failed");
        (await Should.ThrowAsync<WorkspaceUseException>(() => Slack.CommandAsync(Ito, Shop, "/other"))).Message.ShouldContain("not a valid command");
    }

    [Fact]
    public async Task A_bot_that_takes_more_than_three_seconds_did_not_respond()
    {
        var arrived = new TaskCompletionSource();
        Bot.Answer = async (_, context) =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var command = Slack.CommandAsync(Ito, Shop, "/shub help");
        await arrived.Task;
        Clock.Advance(TimeSpan.FromSeconds(2.9));
        command.IsCompleted.ShouldBeFalse();
        Clock.Advance(TimeSpan.FromSeconds(0.2));
        (await Should.ThrowAsync<WorkspaceUseException>(() => command)).Message.ShouldBe("/shub failed because the app did not respond (operation_timeout)");
    }

    [Fact]
    public async Task A_click_arrives_as_slack_sends_it()
    {
        var ts = await Posted("card", Blocks(OneButton));

        await Slack.ClickAsync(Ito, Shop, ts, "case.accept");

        var received = Bot.Last("/slack/action");
        received.Path.ShouldBe("/slack/action");
        received.Header("X-Slack-Signature").ShouldBe(Bot.Signature(Slack.SigningSecret, received));
        var payload = received.Json;
        ((string?)payload["type"]).ShouldBe("block_actions");
        ((string?)payload["container"]!["message_ts"]).ShouldBe(ts);
        ((string?)payload["container"]!["channel_id"]).ShouldBe(Shop);
        ((string?)payload["channel"]!["name"]).ShouldBe("shop-aws");
        ((string?)payload["message"]!["text"]).ShouldBe("card");
        ((string?)payload["team"]!["domain"]).ShouldBe("aozora-hosting");
        payload["state"]!["values"]!.AsObject().ShouldBeEmpty();
        var action = payload["actions"]!.AsArray().Single()!;
        ((string?)action["value"], (string?)action["block_id"], (string?)action["type"], (string?)action["text"]!["text"]).ShouldBe(("142", "b", "button", "対応する"));
        action["action_ts"].ShouldNotBeNull();
        foreach (var name in (string[])["api_app_id", "token", "trigger_id", "response_url", "user"])
            payload[name].ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_not_on_the_message_cannot_be_pressed()
    {
        var ts = await Posted("card", Blocks(OneButton));
        await Should.ThrowAsync<WorkspaceUseException>(() => Slack.ClickAsync(Ito, Shop, ts, "case.delete"));
        var answer = await Ui("actions", new JsonObject { ["user"] = Ito, ["channel"] = Shop, ["ts"] = ts, ["block_id"] = "b", ["action"] = Json("""{"type":"button","action_id":"case.accept","value":"999"}""") });
        answer["ok"]!.GetValue<bool>().ShouldBeTrue();
        ((string?)Bot.Last("/slack/action").Json["actions"]![0]!["value"]).ShouldBe("142");
    }

    [Fact]
    public async Task A_mention_is_an_event_of_its_own_where_the_bot_is()
    {
        var ts = await Slack.SayAsync(Ito, Shop, "@securityhubbot 許容します");
        await Slack.SayAsync(AozoraHosting.Sato, "C0OLDPORT1", "@securityhubbot hello");
        await Slack.WaitForEventsAsync();

        var mention = Bot.Events("app_mention").Single();
        ((string?)mention["text"]).ShouldBe($"<@{Slack.Bot.UserId}> 許容します");
        ((string?)mention["ts"], (string?)mention["channel"], (string?)mention["user"]).ShouldBe((ts, Shop, Ito));
        Bot.Events("message").Count().ShouldBe(1);
        var envelope = Bot.Received.First(r => (string?)r.Json["event"]!["type"] == "app_mention");
        envelope.Header("X-Slack-Signature").ShouldBe(Bot.Signature(Slack.SigningSecret, envelope));
        ((string?)envelope.Json["type"]).ShouldBe("event_callback");
        ((string?)envelope.Json["authorizations"]![0]!["user_id"]).ShouldBe(Slack.Bot.UserId);
        envelope.Json["event_id"].ShouldNotBeNull();
        envelope.Header("X-Slack-Retry-Num").ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_event_comes_again_at_once_after_a_minute_and_after_five()
    {
        Bot.Answer = (_, context) => Task.FromResult(context.Response.StatusCode = 500);
        await Slack.SayAsync(Ito, Shop, "x");
        await Slack.WaitForCallAsync("event message", 2);
        await Advanced(TimeSpan.FromMinutes(1), 3);
        await Advanced(TimeSpan.FromMinutes(5), 4);

        var all = Bot.Received.ToList();
        all.Select(r => r.Header("X-Slack-Retry-Num")).ShouldBe([null, "1", "2", "3"]);
        all.Skip(1).Select(r => r.Header("X-Slack-Retry-Reason")).Distinct().ShouldBe(["http_error"]);
        all.Select(r => (string?)r.Json["event_id"]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_bot_that_says_so_gets_no_retry()
    {
        Bot.Answer = (_, context) =>
        {
            context.Response.Headers["X-Slack-No-Retry"] = "1";
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await Slack.SayAsync(Ito, Shop, "x");
        await Slack.WaitForEventsAsync();
        await Slack.SayAsync(Ito, Shop, "y");
        await Slack.WaitForCallAsync("event message", 2);
        Bot.Received.Count(r => r.Header("X-Slack-Retry-Num") is not null).ShouldBe(0);
    }

    [Fact]
    public async Task What_happens_to_a_channel_is_told()
    {
        await Slack.SetBotAsync(AozoraHosting.Sato, "#legacy-aws", member: true);
        await Slack.SetBotAsync(AozoraHosting.Sato, "#legacy-aws", member: false);
        await Slack.ArchiveAsync(Ito, Shop);
        await Slack.ArchiveAsync(Ito, Shop, archived: false);
        await Slack.DeleteChannelAsync(Tanaka, Shop);
        await Slack.WaitForEventsAsync();

        ((string?)Bot.Events("member_joined_channel").Single()["user"]).ShouldBe(Slack.Bot.UserId);
        foreach (var type in (string[])["member_left_channel", "channel_left", "channel_archive", "channel_unarchive", "channel_deleted"])
            Bot.Events(type).Count().ShouldBe(1, type);
        Error(await Post(new JsonObject { ["text"] = "x" })).ShouldBe("channel_not_found");
    }

    [Fact]
    public async Task An_events_url_is_verified_by_its_challenge()
    {
        (await Slack.VerifyEventsUrlAsync()).ShouldBeFalse();
        Bot.Answer = (received, context) => context.Response.WriteAsync((string)received.Json["challenge"]!);
        (await Slack.VerifyEventsUrlAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_select_searches_in_the_bot()
    {
        var select = Json("""{"type":"actions","block_id":"s","elements":[{"type":"external_select","action_id":"case.search","min_query_length":1}]}""");
        var ts = await Posted("x", Blocks(select));
        Bot.Answers(Json("""{"options":[{"text":{"type":"plain_text","text":"a"},"value":"a"}]}"""));

        (await Slack.OptionsAsync(Ito, Shop, ts, "case.search", "s3"))["options"]!.AsArray().Count.ShouldBe(1);
        var payload = Bot.Last("/slack/options").Json;
        ((string?)payload["type"], (string?)payload["value"], (string?)payload["block_id"], (string?)payload["action_id"]).ShouldBe(("block_suggestion", "s3", "s", "case.search"));
    }

    // The timer of the next attempt starts a moment after the last one was recorded, so the clock is pushed until it fires.
    private async Task Advanced(TimeSpan wait, int calls)
    {
        Clock.Advance(wait);
        while (Slack.Calls.Count(c => c.Name == "event message") < calls)
        {
            await Task.Delay(20);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
