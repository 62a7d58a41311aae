using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class ChatTests : WorkspaceTest
{
    protected override WorkspaceOptions Options => new() { Limits = new WorkspaceLimits { EnforceRates = false } };

    [Fact]
    public async Task A_token_is_asked_for()
    {
        using var none = await Send("auth.test", null, " ");
        Error(await Read(none)).ShouldBe("not_authed");
        using var wrong = await Send("auth.test", null, "xoxb-somebody-else");
        Error(await Read(wrong)).ShouldBe("invalid_auth");
        using var app = await Send("auth.test", null, Slack.AppToken);
        Error(await Read(app)).ShouldBe("not_allowed_token_type");
        ((string?)(await Form("auth.test"))["user_id"]).ShouldBe(Slack.Bot.UserId);
        using var free = await Send("api.test", null, " ");
        Error(await Read(free)).ShouldBe("ok");
    }

    [Fact]
    public async Task A_method_that_slack_does_not_have_is_unknown_and_broken_json_is_refused()
    {
        Error(await Form("chat.shout")).ShouldBe("unknown_method");
        using var broken = await Send("chat.postMessage", new StringContent("{", null, "application/json"));
        Error(await Read(broken)).ShouldBe("invalid_json");
        using var twice = await Send("chat.postMessage", new StringContent("""{"channel":"C0SHOPAWS1","text":"a","blocks":[{"type":"divider","type":"divider"}]}""", null, "application/json"));
        Error(await Read(twice)).ShouldBe("invalid_json");
    }

    [Fact]
    public async Task A_reading_method_sees_no_arguments_in_json()
    {
        Error(await Call("users.info", new JsonObject { ["user"] = Ito })).ShouldBe("user_not_found");
        Error(await Form("users.info", ("user", Ito))).ShouldBe("ok");
    }

    [Theory]
    [InlineData("C0NOWHERE1", "channel_not_found")]
    [InlineData("C0OLDPORT1", "not_in_channel")]
    [InlineData("C0OLDSHOP1", "is_archived")]
    [InlineData("#shop-aws", "ok")]
    [InlineData("shop-aws", "ok")]
    [InlineData("#nothing", "channel_not_found")]
    [InlineData(AozoraHosting.Ito, "ok")]
    [InlineData(AozoraHosting.Takahashi, "channel_not_found")]
    public async Task Where_a_message_may_go(string channel, string answer) => Error(await Post(new JsonObject { ["text"] = "x" }, channel)).ShouldBe(answer);

    [Fact]
    public async Task A_private_channel_does_not_exist_for_a_bot_that_is_not_in_it()
    {
        await Slack.CreateChannelAsync("C0PRIVATE1", "secret", isPrivate: true, Tanaka);
        Error(await Post(new JsonObject { ["text"] = "x" }, "C0PRIVATE1")).ShouldBe("channel_not_found");
        Error(await Form("conversations.info", ("channel", "C0PRIVATE1"))).ShouldBe("channel_not_found");
    }

    [Fact]
    public async Task A_message_says_something_and_not_too_much()
    {
        Error(await Post([])).ShouldBe("no_text");
        Error(await Post(new JsonObject { ["text"] = "", ["blocks"] = new JsonArray() })).ShouldBe("no_text");
        Error(await Post(new JsonObject { ["text"] = new string('x', 40_000) })).ShouldBe("ok");
        Error(await Post(new JsonObject { ["text"] = new string('x', 40_001) })).ShouldBe("msg_too_long");
        Error(await Post(new JsonObject { ["text"] = "x", ["markdown_text"] = "x" })).ShouldBe("markdown_text_conflict");
        Error(await Post(new JsonObject { ["attachments"] = new JsonArray([.. Enumerable.Range(0, 101).Select(_ => new JsonObject { ["text"] = "x" })]) })).ShouldBe("too_many_attachments");
        Error(await Post(new JsonObject { ["text"] = "x", ["thread_ts"] = "1795445123.000200" })).ShouldBe("thread_not_found");
        Error(await Post(new JsonObject { ["text"] = "x", ["thread_ts"] = "soon" })).ShouldBe("invalid_thread_ts");
    }

    [Theory]
    [InlineData("""{"event_type":"shub_case","event_payload":{"case":"SHUB-142","n":1,"tags":["a"],"list":[{"a":1}]}}""", "ok")]
    [InlineData("""{"event_type":"shub_case"}""", "invalid_metadata_format")]
    [InlineData("""{"event_payload":{}}""", "invalid_metadata_format")]
    [InlineData("""{"event_type":"two words","event_payload":{}}""", "invalid_metadata_format")]
    [InlineData("\"not json\"", "invalid_metadata_format")]
    [InlineData("""{"event_type":"x","event_payload":{"a":null}}""", "invalid_metadata_schema")]
    [InlineData("""{"event_type":"x","event_payload":{"a":[{"b":{"c":1}}]}}""", "invalid_metadata_schema")]
    public async Task Metadata_has_a_shape(string metadata, string answer) =>
        Error(await Post(new JsonObject { ["text"] = "x", ["metadata"] = JsonNode.Parse(metadata) })).ShouldBe(answer);

    [Fact]
    public async Task Metadata_is_shown_only_when_asked_for()
    {
        await Post(Json("""{"text":"x","metadata":{"event_type":"shub_case","event_payload":{"case":"SHUB-1"}}}"""));
        (await Form("conversations.history", ("channel", Shop)))["messages"]![0]!["metadata"].ShouldBeNull();
        var shown = await Form("conversations.history", ("channel", Shop), ("include_all_metadata", "true"));
        ((string?)shown["messages"]![0]!["metadata"]!["event_payload"]!["case"]).ShouldBe("SHUB-1");
    }

    [Fact]
    public async Task An_update_keeps_what_it_does_not_name_and_marks_the_message_edited()
    {
        var ts = await Posted("old", Blocks(OneButton));
        Error(await Call("chat.update", new JsonObject { ["channel"] = Shop, ["ts"] = ts, ["text"] = "new" })).ShouldBe("ok");

        var message = Slack.Messages(Shop).Single();
        message.Text.ShouldBe("new");
        message.ActionIds.ShouldBe(["case.accept"]);
        message.IsEdited.ShouldBeTrue();
        await Call("chat.update", new JsonObject { ["channel"] = Shop, ["ts"] = ts, ["blocks"] = new JsonArray() });
        Slack.Messages(Shop).Single().Blocks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_bots_own_messages_can_be_changed()
    {
        var theirs = await Slack.SayAsync(Ito, Shop, "わたしの");
        JsonObject At(string ts) => new() { ["channel"] = Shop, ["ts"] = ts, ["text"] = "x" };

        Error(await Call("chat.update", At(theirs))).ShouldBe("cant_update_message");
        Error(await Call("chat.delete", At(theirs))).ShouldBe("cant_delete_message");
        Error(await Call("chat.update", At("1795445123.000200"))).ShouldBe("message_not_found");
        Error(await Call("chat.update", new JsonObject { ["channel"] = "C0NOWHERE1", ["ts"] = theirs, ["text"] = "x" })).ShouldBe("channel_not_found");
        Error(await Call("chat.update", At(await Posted()).With("text", null))).ShouldBe("no_text");
        Error(await Call("chat.update", At(await Posted()).With("text", new string('x', 4_001)))).ShouldBe("msg_too_long");
        var archived = await Posted();
        await Slack.ArchiveAsync(Ito, Shop);
        Error(await Call("chat.update", At(archived))).ShouldBe("is_inactive");
    }

    [Fact]
    public async Task A_deleted_root_with_replies_stays_as_a_tombstone_until_the_last_reply_goes()
    {
        var root = await Posted("card");
        var reply = await Posted("reply", threadTs: root);
        await Slack.DeleteMessageAsync(Ito, Shop, root);

        Slack.Messages(Shop).Single().IsTombstone.ShouldBeTrue();
        Slack.Thread(Shop, root).Select(m => m.Text).ShouldBe(["This message was deleted.", "reply"]);
        Error(await Call("chat.update", new JsonObject { ["channel"] = Shop, ["ts"] = root, ["text"] = "x" })).ShouldBe("message_not_found");
        await Slack.WaitForEventsAsync();
        var changed = Bot.Events("message").Single(e => (string?)e["subtype"] == "message_changed");
        ((string?)changed["message"]!["subtype"]).ShouldBe("tombstone");
        ((string?)changed["previous_message"]!["text"]).ShouldBe("card");

        Error(await Call("chat.delete", new JsonObject { ["channel"] = Shop, ["ts"] = reply })).ShouldBe("ok");
        Slack.Messages(Shop).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_message_without_replies_is_gone()
    {
        var ts = await Posted("card");
        await Slack.DeleteMessageAsync(Ito, Shop, ts);

        Slack.Messages(Shop).ShouldBeEmpty();
        await Slack.WaitForEventsAsync();
        var deleted = Bot.Events("message").Single(e => (string?)e["subtype"] == "message_deleted");
        ((string?)deleted["deleted_ts"]).ShouldBe(ts);
        ((string?)deleted["previous_message"]!["text"]).ShouldBe("card");
    }

    [Fact]
    public async Task A_thread_counts_its_replies_and_a_broadcast_shows_in_the_channel()
    {
        var root = await Posted("card");
        await Slack.SayAsync(Ito, Shop, "了解です", root);
        await Post(new JsonObject { ["text"] = "again", ["thread_ts"] = root, ["reply_broadcast"] = true });

        var messages = Slack.Messages(Shop);
        messages.Select(m => m.Text).ShouldBe(["card", "again"]);
        ((int)messages[0].Json["reply_count"]!).ShouldBe(2);
        ((string?)messages[0].Json["latest_reply"]).ShouldBe(messages[1].Ts);
        ((string?)messages[1].Json["subtype"]).ShouldBe("thread_broadcast");
    }

    [Fact]
    public async Task A_whisper_reaches_one_member_of_the_channel()
    {
        Error(await Call("chat.postEphemeral", new JsonObject { ["channel"] = Shop, ["user"] = Ito, ["text"] = "内緒" })).ShouldBe("ok");
        Error(await Call("chat.postEphemeral", new JsonObject { ["channel"] = Shop, ["user"] = AozoraHosting.Miller, ["text"] = "x" })).ShouldBe("user_not_in_channel");
        Slack.Ephemerals(Ito).Single().Text.ShouldBe("内緒");
        Slack.Ephemerals(Tanaka).ShouldBeEmpty();
        Slack.Messages(Shop).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<!channel> help", true)]
    [InlineData("<!here|here> help", true)]
    [InlineData("&lt;!channel&gt; help", false)]
    [InlineData("@channel help", false)]
    [InlineData("<@U0ITOYUKI1>", false)]
    public async Task It_is_known_whether_a_message_notifies_the_whole_channel(string text, bool everybody)
    {
        await Posted(text);
        await Posted("x", Blocks(Section(text)));
        Slack.Messages(Shop).Select(m => m.PingsEverybody).ShouldBe([everybody, everybody]);
    }

    [Fact]
    public async Task Plain_text_pings_nobody_and_stray_brackets_are_escaped()
    {
        await Posted("a < b & c > d &amp; <https://example.com|site>", Blocks(Json("""{"type":"header","text":{"type":"plain_text","text":"<!channel>"}}""")));
        var message = Slack.Messages(Shop).Single();
        message.Pings.ShouldBeEmpty();
        message.Text.ShouldBe("a &lt; b &amp; c &gt; d &amp; <https://example.com|site>");
    }

    [Fact]
    public async Task History_comes_newest_first_in_pages_and_between_bounds()
    {
        var all = new List<string>();
        for (var i = 0; i < 5; i++)
            all.Add(await Posted($"m{i}"));

        var first = await Form("conversations.history", ("channel", Shop), ("limit", "2"));
        Texts(first).ShouldBe(["m4", "m3"]);
        first["has_more"]!.GetValue<bool>().ShouldBeTrue();
        var second = await Form("conversations.history", ("channel", Shop), ("limit", "2"), ("cursor", (string)first["response_metadata"]!["next_cursor"]!));
        Texts(second).ShouldBe(["m2", "m1"]);
        Texts(await Form("conversations.history", ("channel", Shop), ("oldest", all[1]), ("latest", all[3]))).ShouldBe(["m2"]);
        Texts(await Form("conversations.history", ("channel", Shop), ("oldest", all[1]), ("latest", all[3]), ("inclusive", "true"))).ShouldBe(["m3", "m2", "m1"]);
        Error(await Form("conversations.history", ("channel", Shop), ("cursor", "?"))).ShouldBe("invalid_cursor");
        Error(await Form("conversations.history", ("channel", "C0OLDPORT1"))).ShouldBe("not_in_channel");
    }

    [Fact]
    public async Task Replies_come_oldest_first_with_the_root_on_every_page()
    {
        var root = await Posted("root");
        foreach (var text in (string[])["a", "b", "c"])
            await Posted(text, threadTs: root);

        var first = await Form("conversations.replies", ("channel", Shop), ("ts", root), ("limit", "2"));
        Texts(first).ShouldBe(["root", "a", "b"]);
        Texts(await Form("conversations.replies", ("channel", Shop), ("ts", root), ("limit", "2"), ("cursor", (string)first["response_metadata"]!["next_cursor"]!))).ShouldBe(["root", "c"]);
        Error(await Form("conversations.replies", ("channel", Shop), ("ts", "1795445123.000200"))).ShouldBe("thread_not_found");
    }

    [Fact]
    public async Task People_and_groups_are_found()
    {
        ((string?)(await Form("users.info", ("user", AozoraHosting.Miller), ("include_locale", "true")))["user"]!["locale"]).ShouldBe("en-US");
        (await Form("users.info", ("user", AozoraHosting.Takahashi)))["user"]!["deleted"]!.GetValue<bool>().ShouldBeTrue();
        ((string?)(await Form("users.lookupByEmail", ("email", "ito.yuki@aozora-hosting.example")))["user"]!["id"]).ShouldBe(Ito);
        Error(await Form("users.lookupByEmail", ("email", "takahashi.jun@aozora-hosting.example"))).ShouldBe("users_not_found");
        (await Form("usergroups.users.list", ("usergroup", "S0SECURITY")))["users"]!.AsArray().Count.ShouldBe(2);
        Error(await Form("usergroups.users.list", ("usergroup", "S0NOTHING"))).ShouldBe("no_such_subteam");
        var page = await Form("users.list", ("limit", "4"));
        page["members"]!.AsArray().Count.ShouldBe(4);
        (await Form("users.list", ("limit", "200"), ("cursor", (string)page["response_metadata"]!["next_cursor"]!)))["members"]!.AsArray().Count.ShouldBe(7);
    }

    [Fact]
    public async Task Conversations_open_lists_and_links()
    {
        ((string?)(await Call("conversations.open", new JsonObject { ["users"] = Ito }))["channel"]!["id"]).ShouldBe(SlackWorkspace.DirectMessage(Ito));
        Error(await Call("conversations.open", new JsonObject { ["users"] = AozoraHosting.Takahashi })).ShouldBe("user_disabled");
        Error(await Call("conversations.open", [])).ShouldBe("users_list_not_supplied");
        var listed = (await Form("conversations.list", ("exclude_archived", "true")))["channels"]!.AsArray().Select(c => (string?)c!["name"]).ToList();
        listed.ShouldContain("shop-aws");
        listed.ShouldNotContain("old-shop-aws");
        listed.ShouldNotContain("security-approvals");
        (await Form("conversations.members", ("channel", Shop)))["members"]!.AsArray().Count.ShouldBe(4);
        var ts = await Posted();
        ((string?)(await Form("chat.getPermalink", ("channel", Shop), ("message_ts", ts)))["permalink"]).ShouldBe($"{Slack.Url}archives/{Shop}/p{ts.Replace(".", "")}");
    }

    private static IEnumerable<string?> Texts(JsonObject answer) => answer["messages"]!.AsArray().Select(m => (string?)m!["text"]);
}

internal static class JsonEdits
{
    public static JsonObject With(this JsonObject json, string name, JsonNode? value)
    {
        json[name] = value;
        return json;
    }
}
