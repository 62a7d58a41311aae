using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class FileTests : WorkspaceTest
{
    private static readonly byte[] Csv = Encoding.UTF8.GetBytes("number,title\nSHUB-1,=cmd()\n");

    private readonly HttpClient _http = new();

    [Fact]
    public async Task A_file_is_announced_uploaded_and_shared_in_a_thread()
    {
        var root = await Posted("カード");
        var id = await Uploaded("cases.csv", Csv);

        var done = await Complete(id, new JsonObject { ["channel_id"] = Shop, ["thread_ts"] = root, ["initial_comment"] = "<@U0ITOYUKI1> a < b" });

        Error(done).ShouldBe("ok");
        ((string?)done["files"]![0]!["title"]).ShouldBe("案件一覧");
        var reply = Slack.Thread(Shop, root)[^1];
        reply.IsFromBot.ShouldBeTrue();
        reply.Text.ShouldBe("<@U0ITOYUKI1> a &lt; b");
        reply.Pings.ShouldBe([Ito]);
        ((string?)reply.Files.ShouldHaveSingleItem()!["filetype"]).ShouldBe("csv");
        Slack.FileContent(id).ShouldBe(Csv);
    }

    [Fact]
    public async Task The_bot_hears_of_its_own_file_as_an_ordinary_message()
    {
        await Complete(await Uploaded("cases.csv", Csv), new JsonObject { ["channel_id"] = Shop });
        await Slack.WaitForEventsAsync();

        var heard = Bot.Events("message").Single();
        ((string?)heard["subtype"], heard["files"]!.AsArray().Count).ShouldBe(("file_share", 1));
    }

    [Fact]
    public async Task What_is_not_announced_uploaded_or_reachable_is_refused_and_shares_nothing()
    {
        Error(await Form("files.getUploadURLExternal", ("filename", "a.csv"))).ShouldBe("invalid_arguments");
        Error(await Form("files.getUploadURLExternal", ("filename", "a.csv"), ("length", "0"))).ShouldBe("invalid_arguments");
        Error(await Form("files.getUploadURLExternal", ("filename", new string('a', 256)), ("length", "1"))).ShouldBe("filename_too_long");
        Error(await Form("files.getUploadURLExternal", ("filename", "a.csv"), ("length", "2000000000"))).ShouldBe("file_upload_size_restricted");

        var (url, id) = await Announced("a.csv", Csv.Length);
        Error(await Complete(id, new JsonObject { ["channel_id"] = Shop })).ShouldBe("file_not_found");
        (await Upload(url, [1, 2, 3])).ShouldBe(HttpStatusCode.BadRequest);
        (await Upload(url, Csv)).ShouldBe(HttpStatusCode.OK);
        Error(await Complete(id, new JsonObject { ["channel_id"] = "shop-aws" })).ShouldBe("channel_not_found");
        Error(await Complete(id, new JsonObject { ["channel_id"] = Ito })).ShouldBe("channel_not_found");
        Error(await Complete(id, new JsonObject { ["channel_id"] = "C0OLDPORT1" })).ShouldBe("not_in_channel");
        Error(await Complete(id, new JsonObject { ["channel_id"] = "C0OLDSHOP1" })).ShouldBe("is_archived");
        Error(await Complete(id, new JsonObject { ["channel_id"] = Shop, ["thread_ts"] = "1700000000.000100" })).ShouldBe("thread_not_found");
        Error(await Call("files.completeUploadExternal", new JsonObject { ["files"] = new JsonArray(), ["channel_id"] = Shop })).ShouldBe("invalid_arguments");

        Slack.Messages(Shop).ShouldBeEmpty();
        Error(await Complete(id, new JsonObject { ["channel_id"] = Shop })).ShouldBe("ok");
        Error(await Complete(id, new JsonObject { ["channel_id"] = Shop })).ShouldBe("file_not_found");
        (await Upload(url, Csv)).ShouldBe(HttpStatusCode.BadRequest);
        Slack.Messages(Shop).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_for_one_person_goes_to_the_direct_message_that_was_opened()
    {
        var opened = await Call("conversations.open", new JsonObject { ["users"] = Ito });
        await Complete(await Uploaded("cases.csv", Csv), new JsonObject { ["channel_id"] = (string?)opened["channel"]!["id"] });

        Slack.Messages(SlackWorkspace.DirectMessage(Ito)).ShouldHaveSingleItem().Files.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("x.csv", "", "attachment", "application/octet-stream")]
    [InlineData("x.html", "", "attachment", "application/octet-stream")]
    [InlineData("x.svg", "", "attachment", "application/octet-stream")]
    [InlineData("trend.png", "", "inline", "image/png")]
    [InlineData("trend.png", "?download=1", "attachment", "application/octet-stream")]
    public async Task Only_pictures_are_shown_in_the_page_everything_else_is_downloaded(string name, string query, string disposition, string type)
    {
        var id = await Uploaded(name, Csv);
        await Complete(id, new JsonObject { ["channel_id"] = Shop });

        using var response = await _http.GetAsync(new Uri(Slack.Url, $"files/{id}{query}"), TestContext.Current.CancellationToken);

        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe(disposition);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Csv);
    }

    [Fact]
    public async Task A_message_shows_an_uploaded_picture_that_was_shared_nowhere_else()
    {
        var id = await Uploaded("trend.png", Csv);
        Error(await Complete(id, [])).ShouldBe("ok");

        var byId = await Call("chat.postMessage", Picture(new JsonObject { ["id"] = id }));
        var url = (string)(await Form("files.info", ("file", id)))["file"]!["url_private"]!;
        var byUrl = await Call("chat.postMessage", Picture(new JsonObject { ["url"] = url }));

        (Error(byId), Error(byUrl)).ShouldBe(("ok", "ok"));
        ((string?)Slack.Messages(Shop)[0].Json["blocks"]![0]!["slack_file"]!["id"]).ShouldBe(id);
    }

    [Fact]
    public async Task A_picture_that_is_not_there_yet_or_is_none_is_refused_as_Slack_does()
    {
        var (_, announced) = await Announced("trend.png", Csv.Length);
        var uploaded = await Uploaded("trend.png", Csv);
        var csv = await Uploaded("cases.csv", Csv);
        Error(await Complete(csv, [])).ShouldBe("ok");

        foreach (var id in new[] { announced, uploaded, csv, "F0UNKNOWN12" })
        {
            var answer = await Call("chat.postMessage", Picture(new JsonObject { ["id"] = id }));
            Error(answer).ShouldBe("invalid_blocks");
            answer["response_metadata"]!.ToJsonString().ShouldContain("invalid slack file [json-pointer:/blocks/0/slack_file]");
        }

        Slack.Messages(Shop).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_upload_can_be_made_again()
    {
        var (url, id) = await Announced("cases.csv", Csv.Length);
        Slack.Faults.Next("upload_url", new Fault.AnswerLost());
        await Should.ThrowAsync<HttpRequestException>(Upload(url, Csv));

        (await Upload(url, Csv)).ShouldBe(HttpStatusCode.OK);

        Error(await Complete(id, [])).ShouldBe("ok");
        Error(await Form("files.info", ("file", id))).ShouldBe("ok");
    }

    private static JsonObject Picture(JsonObject file) => new()
    {
        ["channel"] = Shop,
        ["text"] = "trend",
        ["blocks"] = new JsonArray(new JsonObject { ["type"] = "image", ["slack_file"] = file, ["alt_text"] = "trend" }),
    };

    private async Task<(string Url, string Id)> Announced(string name, int length)
    {
        var answer = await Form("files.getUploadURLExternal", ("filename", name), ("length", length.ToString()));
        Error(answer).ShouldBe("ok");
        return ((string)answer["upload_url"]!, (string)answer["file_id"]!);
    }

    private async Task<HttpStatusCode> Upload(string url, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using var response = await _http.PostAsync(new Uri(url), content);
        return response.StatusCode;
    }

    private async Task<string> Uploaded(string name, byte[] bytes)
    {
        var (url, id) = await Announced(name, bytes.Length);
        (await Upload(url, bytes)).ShouldBe(HttpStatusCode.OK);
        return id;
    }

    private Task<JsonObject> Complete(string id, JsonObject more)
    {
        var arguments = Copy(more);
        arguments["files"] = new JsonArray(new JsonObject { ["id"] = id, ["title"] = "案件一覧" });
        return Call("files.completeUploadExternal", arguments);
    }
}
