using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Sandbox.Workspace.Deliveries;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

/// <summary>Who somebody is, in which groups, and that whoever has left does nothing any more.</summary>
public sealed class PeopleTests : WorkspaceTest
{
    private static readonly JsonObject Searched = Json("""
        {"type":"modal","title":{"type":"plain_text","text":"例外"},"submit":{"type":"plain_text","text":"OK"},
         "blocks":[{"type":"input","block_id":"resources","label":{"type":"plain_text","text":"リソース"},
          "element":{"type":"multi_external_select","action_id":"resources","min_query_length":0}}]}
        """);

    [Fact]
    public async Task Somebody_who_was_deactivated_on_the_page_is_deleted_and_can_do_nothing_until_they_are_back()
    {
        var ts = await Posted("card", Blocks(OneButton));
        await Ui($"people/{Tanaka}/deactivate", new JsonObject { ["deactivated"] = true });

        ((bool)(await Form("users.info", ("user", Tanaka)))["user"]!["deleted"]!).ShouldBeTrue();
        (await Members(AozoraHosting.Approvers)).ShouldNotContain(Tanaka);
        (await Should.ThrowAsync<WorkspaceUseException>(Slack.ClickAsync(Tanaka, Shop, ts, "case.accept"))).Message.ShouldContain("nobody active");
        Bot.Received.ShouldNotContain(r => r.Path == "/slack/action");
        Error(await Post(new JsonObject { ["text"] = "x" }, Tanaka)).ShouldBe("channel_not_found");

        await Ui($"people/{Tanaka}/deactivate", new JsonObject { ["deactivated"] = false });
        ((bool)(await Form("users.info", ("user", Tanaka)))["user"]!["deleted"]!).ShouldBeFalse();
        await Slack.ClickAsync(Tanaka, Shop, ts, "case.accept");
        Bot.Received.ShouldContain(r => r.Path == "/slack/action");
    }

    [Fact]
    public async Task Somebody_who_comes_back_after_years_gets_a_conversation_with_the_bot()
    {
        Error(await Post(new JsonObject { ["text"] = "x" }, AozoraHosting.Takahashi)).ShouldBe("channel_not_found");
        await Slack.DeactivateAsync(AozoraHosting.Takahashi, deactivated: false);

        Error(await Post(new JsonObject { ["text"] = "お帰りなさい" }, AozoraHosting.Takahashi)).ShouldBe("ok");
    }

    [Fact]
    public async Task The_seed_has_approvers_of_whom_one_owns_accounts_and_operators()
    {
        (await Members(AozoraHosting.Approvers)).ShouldBe([AozoraHosting.Tanaka, AozoraHosting.Suzuki, AozoraHosting.Nakamura]);
        (await Members(AozoraHosting.Operators)).ShouldBe([AozoraHosting.Sato]);
        (await Ui($"state?user={Ito}"))["groups"]!.AsArray().Select(g => (string?)g!["handle"]).ShouldContain("shub-approvers");
    }

    [Fact]
    public async Task A_message_to_a_person_arrives_in_their_conversation_with_the_bot()
    {
        var posted = await Post(new JsonObject { ["text"] = "例外が承認されました" }, Ito);

        ((string?)posted["channel"]).ShouldBe(SlackWorkspace.DirectMessage(Ito));
        Slack.Messages(SlackWorkspace.DirectMessage(Ito)).ShouldHaveSingleItem().Text.ShouldBe("例外が承認されました");
    }

    [Fact]
    public async Task A_mention_in_a_thread_reaches_the_bot_with_its_thread()
    {
        var root = await Posted("card");
        await Ui("messages", new JsonObject { ["user"] = Ito, ["channel"] = Shop, ["text"] = "@SecurityHubBot 公開サイトのためです", ["thread_ts"] = root });
        await Slack.WaitForEventsAsync();

        var mention = Bot.Events("app_mention").Single();
        ((string?)mention["thread_ts"], (string?)mention["user"]).ShouldBe((root, Ito));
        ((string?)mention["text"]).ShouldBe($"<@{Slack.Bot.UserId}> 公開サイトのためです");
    }

    [Fact]
    public async Task Options_of_a_modal_are_asked_for_while_somebody_types_and_arrive_as_the_choice()
    {
        await Opened(Searched);
        Bot.Answers(Json("""{"options":[{"text":{"type":"plain_text","text":"my-bucket"},"value":"arn:aws:s3:::my-bucket"}]}"""));

        var found = await Slack.OptionsInViewAsync(Ito, "resources", "my");

        var asked = Bot.Last("/slack/options").Json;
        ((string?)asked["type"], (string?)asked["value"], (string?)asked["container"]!["type"]).ShouldBe(("block_suggestion", "my", "view"));
        ((string?)asked["view"]!["callback_id"]).ShouldNotBeNull();
        ((string?)found["options"]![0]!["value"]).ShouldBe("arn:aws:s3:::my-bucket");

        Bot.Answer = (_, _) => Task.CompletedTask;
        await Slack.SubmitAsync(Ito, new Dictionary<string, string> { ["resources"] = "arn:aws:s3:::my-bucket" });
        ((string?)Bot.Last("/slack/action").Json["view"]!["state"]!["values"]!["resources"]!["resources"]!["selected_options"]![0]!["value"]).ShouldBe("arn:aws:s3:::my-bucket");
    }

    [Fact]
    public async Task Options_that_Slack_would_not_take_are_refused()
    {
        await Opened(Searched);
        var many = new JsonArray([.. Enumerable.Range(0, 101).Select(i => Json($$"""{"text":{"type":"plain_text","text":"x"},"value":"{{i}}"}"""))]);
        Bot.Answers(new JsonObject { ["options"] = many });
        (await Should.ThrowAsync<WorkspaceUseException>(Slack.OptionsInViewAsync(Ito, "resources", ""))).Message.ShouldContain("no more than 100 items");

        Bot.Answers(Json($$"""{"options":[{"text":{"type":"plain_text","text":"{{new string('x', 76)}}"},"value":"v"}]}"""));
        (await Should.ThrowAsync<WorkspaceUseException>(Slack.OptionsInViewAsync(Ito, "resources", ""))).Message.ShouldContain("less than 76 characters");
    }

    [Fact]
    public async Task Nothing_found_is_a_fine_answer()
    {
        await Opened(Searched);
        Bot.Answers(Json("""{"options":[]}"""));

        (await Slack.OptionsInViewAsync(Ito, "resources", "zzz"))["options"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Buttons_of_the_home_tab_say_which_view_they_stand_in_and_bring_no_channel()
    {
        var home = Json("""{"type":"home","private_metadata":"2"}""");
        home["blocks"] = Blocks(OneButton);
        var published = await Call("views.publish", new JsonObject { ["user_id"] = Ito, ["view"] = home });

        await Slack.ClickInViewAsync(Ito, "case.accept");

        var click = Bot.Last("/slack/action").Json;
        ((string?)click["container"]!["type"], (string?)click["container"]!["view_id"]).ShouldBe(("view", (string?)published["view"]!["id"]));
        ((string?)click["view"]!["type"], (string?)click["view"]!["private_metadata"]).ShouldBe(("home", "2"));
        click.ContainsKey("channel").ShouldBeFalse();
        click.ContainsKey("response_url").ShouldBeFalse();
        click["trigger_id"].ShouldNotBeNull();
    }

    private async Task<List<string>> Members(string group) =>
        [.. (await Form("usergroups.users.list", ("usergroup", group)))["users"]!.AsArray().Select(u => (string)u!)];
}
