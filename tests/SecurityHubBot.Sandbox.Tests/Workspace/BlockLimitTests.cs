using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class BlockLimitTests : WorkspaceTest
{
    protected override WorkspaceOptions Options => new() { Limits = new WorkspaceLimits { EnforceRates = false } };

    /// <summary>Each row: a block at its limit, the same block one step over it, and what Slack then points at. N stands for a text of that many characters.</summary>
    public static TheoryData<string, int, string> Texts => new()
    {
        { """{"type":"section","text":{"type":"mrkdwn","text":"N"}}""", 3000, "must be less than 3001 characters [json-pointer:/blocks/0/text/text]" },
        { """{"type":"section","fields":[{"type":"mrkdwn","text":"N"}]}""", 2000, "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]" },
        { """{"type":"header","text":{"type":"plain_text","text":"N"}}""", 150, "must be less than 151 characters [json-pointer:/blocks/0/text/text]" },
        { """{"type":"divider","block_id":"N"}""", 255, "must be less than 256 characters [json-pointer:/blocks/0/block_id]" },
        { """{"type":"context","elements":[{"type":"mrkdwn","text":"N"}]}""", 3000, "/blocks/0/elements/0/text]" },
        { """{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"N"}}]}""", 75, "/blocks/0/elements/0/text/text]" },
        { """{"type":"actions","elements":[{"type":"button","value":"N","text":{"type":"plain_text","text":"x"}}]}""", 2000, "/blocks/0/elements/0/value]" },
        { """{"type":"actions","elements":[{"type":"button","action_id":"N","text":{"type":"plain_text","text":"x"}}]}""", 255, "/blocks/0/elements/0/action_id]" },
        { """{"type":"actions","elements":[{"type":"button","url":"https://x.example/N","text":{"type":"plain_text","text":"x"}}]}""", 2982, "/blocks/0/elements/0/url]" },
        { """{"type":"actions","elements":[{"type":"static_select","placeholder":{"type":"plain_text","text":"N"},"options":[{"text":{"type":"plain_text","text":"a"},"value":"a"}]}]}""", 150, "/placeholder/text]" },
        { """{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"N"},"value":"a"}]}]}""", 75, "/options/0/text/text]" },
        { """{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"a"},"value":"N"}]}]}""", 150, "/options/0/value]" },
        { """{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"x"},"confirm":{"title":{"type":"plain_text","text":"N"},"text":{"type":"mrkdwn","text":"x"},"confirm":{"type":"plain_text","text":"x"},"deny":{"type":"plain_text","text":"x"}}}]}""", 100, "/confirm/title/text]" },
        { """{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"x"},"confirm":{"title":{"type":"plain_text","text":"x"},"text":{"type":"mrkdwn","text":"N"},"confirm":{"type":"plain_text","text":"x"},"deny":{"type":"plain_text","text":"x"}}}]}""", 300, "/confirm/text/text]" },
        { """{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"x"},"confirm":{"title":{"type":"plain_text","text":"x"},"text":{"type":"mrkdwn","text":"x"},"confirm":{"type":"plain_text","text":"N"},"deny":{"type":"plain_text","text":"x"}}}]}""", 30, "/confirm/confirm/text]" },
        { """{"type":"image","image_url":"https://x.example/y.png","alt_text":"N"}""", 2000, "/blocks/0/alt_text]" },
        { """{"type":"input","label":{"type":"plain_text","text":"N"},"element":{"type":"plain_text_input"}}""", 2000, "/blocks/0/label/text]" },
        { """{"type":"markdown","text":"N"}""", 12000, "/blocks/0/text]" },
    };

    /// <summary>Each row: a block whose list holds the item, how many it may hold, and where Slack points.</summary>
    public static TheoryData<string, string, int, string> Counts => new()
    {
        { """{"type":"section","fields":[]}""", """{"type":"mrkdwn","text":"x"}""", 10, "no more than 10 items allowed [json-pointer:/blocks/0/fields]" },
        { """{"type":"context","elements":[]}""", """{"type":"mrkdwn","text":"x"}""", 10, "no more than 10 items allowed [json-pointer:/blocks/0/elements]" },
        { """{"type":"actions","elements":[]}""", """{"type":"button","text":{"type":"plain_text","text":"x"}}""", 25, "no more than 25 items allowed [json-pointer:/blocks/0/elements]" },
        { """{"type":"table","rows":[]}""", """[{"type":"raw_text","text":"x"}]""", 100, "no more than 100 items allowed [json-pointer:/blocks/0/rows]" },
        { """{"type":"actions","elements":[{"type":"static_select","options":[]}]}""", """{"text":{"type":"plain_text","text":"a"},"value":"a"}""", 100, "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]" },
        { """{"type":"actions","elements":[{"type":"overflow","options":[]}]}""", """{"text":{"type":"plain_text","text":"a"},"value":"a"}""", 5, "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]" },
        { """{"type":"actions","elements":[{"type":"checkboxes","options":[]}]}""", """{"text":{"type":"mrkdwn","text":"a"},"value":"a"}""", 10, "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_at_its_limit_is_taken_and_one_more_character_is_not(string block, int limit, string error)
    {
        Error(await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks(Json(block.Replace("\"N\"", $"\"{new string('a', limit)}\"").Replace("example/N", "example/" + new string('a', limit)))) })).ShouldBe("ok");

        var answer = await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks(Json(block.Replace("\"N\"", $"\"{new string('a', limit + 1)}\"").Replace("example/N", "example/" + new string('a', limit + 1)))) });

        Error(answer).ShouldBe("invalid_blocks");
        Messages(answer).ShouldContain(error);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public async Task A_list_at_its_limit_is_taken_and_one_more_item_is_not(string block, string item, int limit, string error)
    {
        JsonObject With(int count) => Json(block.Replace("[]", $"[{string.Join(',', Enumerable.Repeat(item, count))}]"));

        Error(await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks(With(limit)) })).ShouldBe("ok");
        var answer = await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks(With(limit + 1)) });

        Error(answer).ShouldBe("invalid_blocks");
        Messages(answer).ShouldBe($"[ERROR] {error}");
        ((string?)answer["errors"]![0]).ShouldBe(error);
    }

    [Theory]
    [InlineData("""{"type":"sparkles"}""", "unsupported type: sparkles [json-pointer:/blocks/0/type]")]
    [InlineData("""{"text":"x"}""", "missing required field: type")]
    [InlineData("""{"type":"section"}""", "must define either `text` or `fields`")]
    [InlineData("""{"type":"section","text":"x"}""", "must provide an object [json-pointer:/blocks/0/text]")]
    [InlineData("""{"type":"section","text":{"type":"mrkdwn","text":""}}""", "must be more than 0 characters [json-pointer:/blocks/0/text/text]")]
    [InlineData("""{"type":"section","text":{"type":"mrkdwn","text":"x"},"color":"red"}""", "invalid additional property: color [json-pointer:/blocks/0]")]
    [InlineData("""{"type":"header","text":{"type":"mrkdwn","text":"x"}}""", "must be a plain_text object [json-pointer:/blocks/0/text/type]")]
    [InlineData("""{"type":"actions","elements":[{"type":"button","text":{"type":"mrkdwn","text":"x"}}]}""", "must be a plain_text object")]
    [InlineData("""{"type":"actions","elements":[{"type":"button","style":"blue","text":{"type":"plain_text","text":"x"}}]}""", "must be one of: primary, danger")]
    [InlineData("""{"type":"actions","elements":[]}""", "no fewer than 1 items allowed")]
    [InlineData("""{"type":"actions","elements":[{"type":"overflow","options":[{"text":{"type":"plain_text","text":"a"},"value":"a"}]}]}""", "no fewer than 2 items allowed")]
    [InlineData("""{"type":"actions","elements":[{"type":"static_select"}]}""", "must define either `options` or `option_groups`")]
    [InlineData("""{"type":"actions","elements":[{"type":"plain_text_input"}]}""", "unsupported type: plain_text_input")]
    [InlineData("""{"type":"actions","elements":[{"type":"datepicker","initial_date":"24.12.2026"}]}""", "must be a date as YYYY-MM-DD")]
    [InlineData("""{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"button","text":{"type":"plain_text","text":"x"}}}""", "unsupported type: button")]
    [InlineData("""{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"file_input"}}""", "unsupported type: file_input")]
    [InlineData("""{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}},{"type":"button","action_id":"a","text":{"type":"plain_text","text":"y"}}]}""", "`action_id` \"a\" already exists")]
    public async Task A_wrong_block_is_refused_with_its_place(string block, string error)
    {
        var answer = await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks(Json(block)) });

        Error(answer).ShouldBe("invalid_blocks");
        Messages(answer).ShouldContain(error);
        Slack.Messages(Shop).ShouldBeEmpty();
    }

    [Fact]
    public async Task Fifty_blocks_are_taken_and_fifty_one_are_not()
    {
        Error(await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks([.. Enumerable.Repeat(Json("""{"type":"divider"}"""), 50)]) })).ShouldBe("ok");
        var answer = await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks([.. Enumerable.Repeat(Json("""{"type":"divider"}"""), 51)]) });
        Messages(answer).ShouldBe("[ERROR] no more than 50 items allowed [json-pointer:/blocks]");
    }

    [Fact]
    public async Task A_block_id_is_used_once_in_a_message_and_an_action_id_once_in_a_block()
    {
        var divider = Json("""{"type":"divider","block_id":"same"}""");
        Messages(await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks(divider, divider) })).ShouldContain("`block_id` \"same\" already exists");

        var other = Copy(OneButton);
        other["block_id"] = "c";
        Error(await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks(OneButton, other) })).ShouldBe("ok");
    }

    [Fact]
    public async Task Blocks_that_are_too_long_together_are_refused()
    {
        Error(await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks([.. Enumerable.Repeat(Section(new string('a', 3000)), 4)]) })).ShouldBe("ok");
        Error(await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks([.. Enumerable.Repeat(Section(new string('a', 3000)), 5)]) })).ShouldBe("msg_blocks_too_long");
    }

    [Fact]
    public async Task Markdown_blocks_count_together()
    {
        var half = new JsonObject { ["type"] = "markdown", ["text"] = new string('a', 6001) };
        Messages(await Post(new JsonObject { ["text"] = "x", ["blocks"] = Blocks(half, half) })).ShouldContain("all markdown blocks together");
    }

    [Theory]
    [InlineData("\"[{\"")]
    [InlineData("{}")]
    [InlineData("[\"section\"]")]
    public async Task Blocks_that_are_not_a_list_of_objects_have_the_wrong_format(string blocks) =>
        Error(await Post(new JsonObject { ["text"] = "x", ["blocks"] = JsonNode.Parse(blocks) })).ShouldBe("invalid_blocks_format");

    [Fact]
    public async Task Blocks_may_come_as_json_in_a_form_field_and_are_completed()
    {
        var answer = await Form("chat.postMessage", ("channel", Shop), ("text", "x"), ("blocks", Blocks(Section("a < b")).ToJsonString()));
        var block = answer["message"]!["blocks"]![0]!;
        ((string)block["block_id"]!).Length.ShouldBe(5);
        ((string?)block["text"]!["text"]).ShouldBe("a &lt; b");
        ((bool)block["text"]!["verbatim"]!).ShouldBeFalse();
    }
}
