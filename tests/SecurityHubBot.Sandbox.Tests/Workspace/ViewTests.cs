using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Sandbox.Workspace.Deliveries;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class ViewTests : WorkspaceTest
{
    private static Dictionary<string, string> Ticket(string value) => new() { ["ticket"] = value };

    [Fact]
    public async Task A_modal_opens_for_the_person_whose_trigger_it_was()
    {
        var view = await Opened();

        ((string)view["id"]!).ShouldStartWith("V");
        ((string?)Slack.OpenView(Ito)!["id"]).ShouldBe((string?)view["id"]);
        Slack.OpenView(Tanaka).ShouldBeNull();
        view["state"]!["values"]!["ticket"]!["ticket"]!.ToJsonString().ShouldBe("""{"type":"plain_text_input","value":null}""");
        ((string?)view["private_metadata"]).ShouldBe("142");
    }

    [Fact]
    public async Task A_trigger_is_good_once_and_for_three_seconds()
    {
        var trigger = await Trigger();
        Error(await Call("views.open", new JsonObject { ["trigger_id"] = trigger, ["view"] = Copy(Modal) })).ShouldBe("ok");
        Error(await Call("views.open", new JsonObject { ["trigger_id"] = trigger, ["view"] = Copy(Modal) })).ShouldBe("exchanged_trigger_id");

        var late = await Trigger();
        Clock.Advance(TimeSpan.FromSeconds(3.1));
        Error(await Call("views.open", new JsonObject { ["trigger_id"] = late, ["view"] = Copy(Modal) })).ShouldBe("expired_trigger_id");
        Error(await Call("views.open", new JsonObject { ["trigger_id"] = "1.2.3", ["view"] = Copy(Modal) })).ShouldBe("invalid_trigger_id");
        Error(await Call("views.open", new JsonObject { ["view"] = Copy(Modal) })).ShouldBe("invalid_arguments");
    }

    [Theory]
    [InlineData("title", """{"type":"plain_text","text":"1234567890123456789012345"}""", "must be less than 25 characters [json-pointer:/view/title/text]")]
    [InlineData("title", """{"type":"mrkdwn","text":"x"}""", "must be a plain_text object")]
    [InlineData("title", "null", "missing required field: title [json-pointer:/view]")]
    [InlineData("close", """{"type":"plain_text","text":"1234567890123456789012345"}""", "/view/close/text")]
    [InlineData("submit", "null", "missing required field: submit")]
    [InlineData("blocks", "[]", "no fewer than 1 items allowed [json-pointer:/view/blocks]")]
    [InlineData("blocks", """[{"type":"markdown","text":"x"}]""", "unsupported type: markdown")]
    [InlineData("type", "\"home\"", "must be a modal view")]
    [InlineData("type", "\"window\"", "must be one of: modal, home")]
    public async Task A_wrong_view_is_refused_with_its_place(string name, string value, string error)
    {
        var view = Copy(Modal);
        view[name] = JsonNode.Parse(value);

        var answer = await Call("views.open", new JsonObject { ["trigger_id"] = await Trigger(), ["view"] = view });

        Error(answer).ShouldBe("invalid_arguments");
        Messages(answer).ShouldContain(error);
    }

    [Fact]
    public async Task Private_metadata_ends_at_three_thousand_characters_and_blocks_at_a_hundred()
    {
        var view = Copy(Modal);
        view["private_metadata"] = new string('x', 3000);
        for (var i = 0; i < 99; i++)
            view["blocks"]!.AsArray().Add(Json("""{"type":"divider"}"""));
        await Opened(view);

        view["private_metadata"] = new string('x', 3001);
        view["blocks"]!.AsArray().Add(Json("""{"type":"divider"}"""));
        var answer = await Call("views.open", new JsonObject { ["trigger_id"] = await Trigger(), ["view"] = view });
        Messages(answer).ShouldContain("must be less than 3001 characters [json-pointer:/view/private_metadata]");
        Messages(answer).ShouldContain("no more than 100 items allowed [json-pointer:/view/blocks]");
    }

    [Fact]
    public async Task A_view_of_more_than_250_kilobytes_is_too_large()
    {
        var view = Copy(Modal);
        for (var i = 0; i < 90; i++)
            view["blocks"]!.AsArray().Add(Section(new string('あ', 1000)));
        Error(await Call("views.open", new JsonObject { ["trigger_id"] = await Trigger(), ["view"] = view })).ShouldBe("view_too_large");
    }

    [Fact]
    public async Task An_update_with_an_old_hash_conflicts_and_one_of_a_closed_view_finds_nothing()
    {
        var view = await Opened();
        var id = (string)view["id"]!;
        JsonObject Update(string? hash) => new() { ["view_id"] = id, ["view"] = Copy(Modal), ["hash"] = hash };

        Error(await Call("views.update", Update((string)view["hash"]!))).ShouldBe("ok");
        Error(await Call("views.update", Update((string)view["hash"]!))).ShouldBe("hash_conflict");
        Error(await Call("views.update", Update(null))).ShouldBe("ok");
        await Slack.CloseViewAsync(Ito);
        Error(await Call("views.update", Update(null))).ShouldBe("not_found");
    }

    [Fact]
    public async Task A_stack_holds_three_views()
    {
        await Opened();
        async Task<string> Push() => Error(await Call("views.push", new JsonObject { ["trigger_id"] = await Trigger(), ["view"] = Copy(Modal) }));

        (await Push()).ShouldBe("ok");
        (await Push()).ShouldBe("ok");
        (await Push()).ShouldBe("push_limit_reached");
        Slack.ViewStack(Ito).Count.ShouldBe(3);
        await Slack.CloseViewAsync(Ito);
        Slack.ViewStack(Ito).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_submission_carries_the_values_and_an_empty_answer_closes_the_view()
    {
        await Opened();

        var result = await Slack.SubmitAsync(Ito, Ticket("#8812"));

        ((string?)result["result"]).ShouldBe("closed");
        Slack.OpenView(Ito).ShouldBeNull();
        var payload = Bot.Last("/slack/action").Json;
        ((string?)payload["type"]).ShouldBe("view_submission");
        ((string?)payload["view"]!["callback_id"]).ShouldBe("ticket.link");
        ((string?)payload["view"]!["state"]!["values"]!["ticket"]!["ticket"]!["value"]).ShouldBe("#8812");
        ((string?)payload["user"]!["id"]).ShouldBe(Ito);
        payload["trigger_id"].ShouldNotBeNull();
        payload["response_urls"]!.AsArray().ShouldBeEmpty();
        payload["is_enterprise_install"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task The_client_itself_refuses_what_is_missing_or_too_long()
    {
        await Opened();
        var before = Bot.Received.Count;

        ((string)(await Slack.SubmitAsync(Ito, Ticket("")))["errors"]!["ticket"]!).ShouldContain("必須");
        ((string)(await Slack.SubmitAsync(Ito, Ticket(new string('1', 21))))["errors"]!["ticket"]!).ShouldContain("文字数");
        Bot.Received.Count.ShouldBe(before);
    }

    [Fact]
    public async Task The_bots_errors_keep_the_view_open_and_must_name_its_inputs()
    {
        await Opened();
        Bot.Answers(Json("""{"response_action":"errors","errors":{"ticket":"そのチケットはありません"}}"""));
        var result = await Slack.SubmitAsync(Ito, Ticket("1"));
        ((string?)result["result"]).ShouldBe("errors");
        ((string?)result["errors"]!["ticket"]).ShouldBe("そのチケットはありません");
        Slack.OpenView(Ito).ShouldNotBeNull();

        Bot.Answers(Json("""{"response_action":"errors","errors":{"nothing":"x"}}"""));
        (await Should.ThrowAsync<WorkspaceUseException>(() => Slack.SubmitAsync(Ito, Ticket("1")))).Message.ShouldContain("no input block 'nothing'");
    }

    [Fact]
    public async Task The_bot_may_update_push_and_clear()
    {
        await Opened();
        Bot.Answers(new JsonObject { ["response_action"] = "update", ["view"] = Copy(Modal) });
        ((string?)(await Slack.SubmitAsync(Ito, Ticket("1")))["result"]).ShouldBe("updated");
        Bot.Answers(new JsonObject { ["response_action"] = "push", ["view"] = Copy(Modal) });
        ((string?)(await Slack.SubmitAsync(Ito, Ticket("1")))["result"]).ShouldBe("pushed");
        Slack.ViewStack(Ito).Count.ShouldBe(2);
        Bot.Answers(Json("""{"response_action":"clear"}"""));
        ((string?)(await Slack.SubmitAsync(Ito, Ticket("1")))["result"]).ShouldBe("cleared");
        Slack.ViewStack(Ito).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"response_action":"dance"}""")]
    [InlineData("""{"response_action":"update"}""")]
    [InlineData("""{"response_action":"update","view":{"type":"modal"}}""")]
    public async Task An_answer_that_slack_would_not_understand_is_told_to_the_person(string answer)
    {
        await Opened();
        Bot.Answer = (_, context) => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, answer);
        (await Should.ThrowAsync<WorkspaceUseException>(() => Slack.SubmitAsync(Ito, Ticket("1")))).Message.ShouldStartWith("We had some trouble connecting");
        Slack.OpenView(Ito).ShouldNotBeNull();
    }

    [Fact]
    public async Task Closing_is_told_only_when_the_view_asks_for_it()
    {
        await Opened();
        await Slack.CloseViewAsync(Ito);
        Bot.Received.Last().Path.ShouldBe("/slack/command");

        var view = Copy(Modal);
        view["notify_on_close"] = true;
        await Opened(view);
        await Slack.CloseViewAsync(Ito);
        var payload = Bot.Last("/slack/action").Json;
        ((string?)payload["type"]).ShouldBe("view_closed");
        payload["is_cleared"]!.GetValue<bool>().ShouldBeFalse();
        payload.ContainsKey("trigger_id").ShouldBeFalse();
    }

    [Fact]
    public async Task A_home_tab_belongs_to_one_person()
    {
        var home = Json("""{"type":"home","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ようこそ"}}]}""");
        Error(await Call("views.publish", new JsonObject { ["user_id"] = Ito, ["view"] = Copy(home) })).ShouldBe("ok");
        Slack.Home(Ito).ShouldNotBeNull();
        Slack.Home(Tanaka).ShouldBeNull();
        Error(await Call("views.publish", new JsonObject { ["user_id"] = Ito, ["view"] = Copy(home), ["hash"] = "1.x" })).ShouldBe("hash_conflict");
        Error(await Call("views.publish", new JsonObject { ["user_id"] = AozoraHosting.Takahashi, ["view"] = Copy(home) })).ShouldBe("user_not_found");

        await Slack.OpenHomeAsync(Ito);
        await Slack.WaitForEventsAsync();
        Bot.Events("app_home_opened").Single()["view"]!["id"].ShouldNotBeNull();
    }
}
