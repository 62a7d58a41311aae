using System.Net;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class ResponseUrlTests : WorkspaceTest
{
    private static readonly JsonObject Text = new() { ["text"] = "答え" };

    [Fact]
    public async Task It_answers_five_times()
    {
        var url = await FromCommand();
        for (var i = 0; i < 5; i++)
        {
            using var taken = await Respond(url, Text);
            (await taken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("ok");
        }

        using var refused = await Respond(url, Text);
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Error(await Read(refused)).ShouldBe("used_url");
        Slack.Ephemerals(Ito).Count.ShouldBe(5);
    }

    [Fact]
    public async Task It_lives_for_thirty_minutes()
    {
        var url = await FromCommand();
        Clock.Advance(TimeSpan.FromMinutes(30));
        (await Respond(url, Text)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Error(await Read(await Respond(url, Text))).ShouldBe("expired_url");
    }

    [Fact]
    public async Task A_refused_answer_uses_nothing_up()
    {
        var url = await FromCommand();
        for (var i = 0; i < 6; i++)
            Error(await Read(await Respond(url, []))).ShouldBe("no_text");
        (await Respond(url, Text)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_original_message_is_replaced_and_deleted()
    {
        var ts = await Posted("card", Blocks(OneButton));
        var url = await FromClick(ts);

        await Respond(url, Json("""{"replace_original":true,"text":"済み"}"""));
        Slack.Messages(Shop).Single().Text.ShouldBe("済み");
        Slack.Messages(Shop).Single().Blocks.ShouldBeEmpty();
        await Respond(url, Json("""{"delete_original":true}"""));
        Slack.Messages(Shop).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_original_whisper_is_replaced_and_deleted()
    {
        await Call("chat.postEphemeral", new JsonObject { ["channel"] = Shop, ["user"] = Ito, ["text"] = "引き継ぎますか", ["blocks"] = Blocks(OneButton) });
        var url = await FromClick(Slack.Ephemerals(Ito).Single().Ts);
        var payload = Bot.Last("/slack/action").Json;
        payload["container"]!["is_ephemeral"]!.GetValue<bool>().ShouldBeTrue();
        payload.ContainsKey("message").ShouldBeFalse();

        await Respond(url, Json("""{"replace_original":true,"text":"引き継ぎました"}"""));
        Slack.Ephemerals(Ito).Single().Text.ShouldBe("引き継ぎました");
        await Respond(url, Json("""{"delete_original":true}"""));
        Slack.Ephemerals(Ito).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_whisper_about_a_reply_lands_in_its_thread_and_a_message_for_all_in_the_channel()
    {
        var root = await Posted("card");
        var url = await FromClick(await Posted("reply", Blocks(OneButton), root));
        await Respond(url, Text);
        Slack.Ephemerals(Ito).Single().ThreadTs.ShouldBe(root);
        await Respond(url, Json("""{"response_type":"in_channel","text":"みんなへ"}"""));
        Slack.Messages(Shop)[^1].Text.ShouldBe("みんなへ");
    }

    private async Task<string> FromCommand()
    {
        await Slack.CommandAsync(Ito, Shop, "/shub help");
        return Bot.Last("/slack/command").Form["response_url"];
    }

    private async Task<string> FromClick(string ts)
    {
        await Slack.ClickAsync(Ito, Shop, ts, "case.accept");
        return (string)Bot.Last("/slack/action").Json["response_url"]!;
    }
}
