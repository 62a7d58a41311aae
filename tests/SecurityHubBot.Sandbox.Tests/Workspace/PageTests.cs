using System.Net;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class PageTests : WorkspaceTest
{
    [Fact]
    public async Task The_state_tells_a_person_what_there_is()
    {
        await Posted();
        var state = await Ui($"state?user={Ito}");

        ((string?)state["team"]!["name"]).ShouldBe("あおぞらホスティング");
        state["people"]!.AsArray().Count.ShouldBe(11);
        var channels = state["channels"]!.AsArray().ToDictionary(c => (string)c!["id"]!, c => c!.AsObject());
        ((int)channels[Shop]["unread"]!).ShouldBe(1);
        channels.ContainsKey("C0SECAPPRV").ShouldBeFalse();
        channels["C0OLDPORT1"]["bot_is_member"]!.GetValue<bool>().ShouldBeFalse();
        channels[SlackWorkspace.DirectMessage(Ito)]["is_im"]!.GetValue<bool>().ShouldBeTrue();
        ((string?)state["commands"]![0]!["command"]).ShouldBe("/shub");
        await Ui($"channels/{Shop}/messages?user={Ito}");
        ((int)(await Ui($"state?user={Ito}"))["channels"]!.AsArray().Single(c => (string?)c!["id"] == Shop)!["unread"]!).ShouldBe(0);
    }

    [Fact]
    public async Task What_people_say_is_shown_with_its_thread_and_whispers()
    {
        var ts = (string)(await Ui("messages", new JsonObject { ["user"] = Ito, ["channel"] = Shop, ["text"] = "見てください" }))["ts"]!;
        await Ui("messages", new JsonObject { ["user"] = Tanaka, ["channel"] = Shop, ["text"] = "はい", ["thread_ts"] = ts });
        await Call("chat.postEphemeral", new JsonObject { ["channel"] = Shop, ["user"] = Ito, ["text"] = "内緒" });

        var shown = await Ui($"channels/{Shop}/messages?user={Ito}");
        ((int)shown["messages"]![0]!["reply_count"]!).ShouldBe(1);
        ((string?)shown["messages"]![0]!["channel"]).ShouldBe(Shop);
        shown["ephemerals"]![0]!["ephemeral_id"].ShouldNotBeNull();
        (await Ui($"channels/{Shop}/messages?user={Tanaka}"))["ephemerals"]!.AsArray().ShouldBeEmpty();
        (await Ui($"channels/{Shop}/threads/{ts}"))["messages"]!.AsArray().Select(m => (string?)m!["text"]).ShouldBe(["見てください", "はい"]);
    }

    [Theory]
    [InlineData("messages", """{"user":"U0ITOYUKI1","channel":"C0SHOPAWS1","text":"/shub help"}""", "command")]
    [InlineData("messages", """{"user":"U0ITOYUKI1","channel":"C0OLDSHOP1","text":"x"}""", "archived")]
    [InlineData("messages", """{"user":"U0TAKAHAS1","channel":"C0SHOPAWS1","text":"x"}""", "nobody active")]
    [InlineData("messages", """{"user":"U0ITOYUKI1","channel":"C0SECAPPRV","text":"x"}""", "no channel")]
    [InlineData("messages", """{"user":"U0ITOYUKI1","channel":"C0SHOPAWS1"}""", "text is missing")]
    [InlineData("messages", """{"user":7,"channel":[],"text":{}}""", "user is missing")]
    [InlineData("commands", """{"user":"U0ITOYUKI1","channel":"C0SHOPAWS1","text":"/nope"}""", "not a valid command")]
    [InlineData("views/V1/submit", """{"user":"U0ITOYUKI1","state":{"values":{}}}""", "no longer open")]
    [InlineData("actions", """{"user":"U0ITOYUKI1"}""", "action is missing")]
    [InlineData("channels/C0NOWHERE1/archive", """{"user":"U0ITOYUKI1","archived":true}""", "no channel")]
    public async Task A_mistake_is_explained(string path, string body, string error) => ((string)(await Ui(path, Json(body)))["error"]!).ShouldContain(error);

    [Fact]
    public async Task A_modal_is_submitted_on_the_page()
    {
        var view = await Opened();
        var path = $"views/{view["id"]}/submit";
        ((string?)(await Ui(path, new JsonObject { ["user"] = Ito, ["state"] = new JsonObject() }))["result"]).ShouldBe("errors");
        var done = await Ui(path, Json("""{"user":"U0ITOYUKI1","state":{"values":{"ticket":{"ticket":{"type":"plain_text_input","value":"8812"}}}}}"""));
        ((string?)done["result"]).ShouldBe("closed");
        ((string?)Bot.Last("/slack/action").Json["view"]!["state"]!["values"]!["ticket"]!["ticket"]!["value"]).ShouldBe("8812");
    }

    [Fact]
    public async Task Changes_stream_to_the_pages_and_private_ones_only_to_their_person()
    {
        using var http = new HttpClient();
        using var mine = await Stream(http, Ito);
        using var other = await Stream(http, Tanaka);

        await Call("chat.postEphemeral", new JsonObject { ["channel"] = Shop, ["user"] = Ito, ["text"] = "内緒" });
        var ts = await Posted("card");
        await Call("chat.update", new JsonObject { ["channel"] = Shop, ["ts"] = ts, ["text"] = "new" });
        await Call("chat.delete", new JsonObject { ["channel"] = Shop, ["ts"] = ts });

        (await Until(mine, "message_deleted")).ShouldBe(["ephemeral", "message", "message_changed", "message_deleted"]);
        (await Until(other, "message_deleted")).ShouldBe(["message", "message_changed", "message_deleted"]);
    }

    [Fact]
    public async Task Calls_are_listed_for_the_drawer()
    {
        await Posted();
        var call = (await Ui("calls"))["calls"]!.AsArray().Select(c => c!.AsObject()).First(c => (string?)c["name"] == "chat.postMessage");
        ((string?)call["direction"], (int)call["status"]!, (bool)call["ok"]!).ShouldBe(("in", 200, true));
        call.ContainsKey("error").ShouldBeFalse();
    }

    [Fact]
    public async Task Another_sites_page_gets_nothing()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Slack.Url, "ui/state"));
        request.Headers.Host = "evil.example";
        (await http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("user", Ito)]);
        (await http.PostAsync(new Uri(Slack.Url, "ui/reset"), form, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<StreamReader> Stream(HttpClient http, string user)
    {
        var reader = new StreamReader(await http.GetStreamAsync(new Uri(Slack.Url, $"ui/events?user={user}")));
        (await reader.ReadLineAsync()).ShouldBe(": connected");
        return reader;
    }

    private static async Task<List<string>> Until(StreamReader reader, string last)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var types = new List<string>();
        while (types.LastOrDefault() != last)
        {
            var line = await reader.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException();
            if (line.StartsWith("data: ", StringComparison.Ordinal) && (string)JsonNode.Parse(line[6..])!["type"]! is var type && type != "calls")
                types.Add(type);
        }

        return types;
    }
}
