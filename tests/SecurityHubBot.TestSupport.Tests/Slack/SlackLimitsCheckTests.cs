using System.Text.Json.Nodes;
using SecurityHubBot.TestSupport.Slack;

namespace SecurityHubBot.TestSupport.Tests.Slack;

public class SlackLimitsCheckTests
{
    /// <summary>A block, with a hole for text or for items; the most that fits; and where the check says one more does not.</summary>
    public static TheoryData<string, int, string> BlockTexts => new()
    {
        { """{ "type": "section", "text": { "type": "mrkdwn", "text": "$" } }""", 3000, "blocks[0].text" },
        { """{ "type": "section", "fields": [{ "type": "mrkdwn", "text": "$" }] }""", 2000, "blocks[0].fields[0]" },
        { """{ "type": "section", "block_id": "$", "text": { "type": "mrkdwn", "text": "t" } }""", 255, "blocks[0].block_id" },
        { """{ "type": "header", "text": { "type": "plain_text", "text": "$" } }""", 150, "blocks[0].text" },
        { """{ "type": "image", "image_url": "$", "alt_text": "a" }""", 3000, "blocks[0].image_url" },
        { """{ "type": "image", "image_url": "u", "alt_text": "$" }""", 2000, "blocks[0].alt_text" },
        { """{ "type": "image", "image_url": "u", "alt_text": "a", "title": { "type": "plain_text", "text": "$" } }""", 2000, "blocks[0].title" },
        { """{ "type": "video", "title": { "type": "plain_text", "text": "$" } }""", 199, "blocks[0].title" },
        { """{ "type": "video", "author_name": "$" }""", 49, "blocks[0].author_name" },
        { """{ "type": "markdown", "text": "$" }""", 12000, "blocks[0].text" },
        { """{ "type": "card", "title": { "type": "mrkdwn", "text": "$" } }""", 150, "blocks[0].title" },
        { """{ "type": "card", "subtitle": { "type": "mrkdwn", "text": "$" } }""", 150, "blocks[0].subtitle" },
        { """{ "type": "card", "body": { "type": "mrkdwn", "text": "$" } }""", 200, "blocks[0].body" },
        { """{ "type": "carousel", "elements": [{ "type": "card", "body": { "type": "mrkdwn", "text": "$" } }] }""", 200, "blocks[0].elements[0].body" },
        { """{ "type": "input", "label": { "type": "plain_text", "text": "$" }, "element": { "type": "datepicker" } }""", 2000, "blocks[0].label" },
        { """{ "type": "input", "label": { "type": "plain_text", "text": "t" }, "hint": { "type": "plain_text", "text": "$" }, "element": { "type": "datepicker" } }""", 2000, "blocks[0].hint" },
    };

    public static TheoryData<string, int, string> ElementTexts => new()
    {
        { """{ "type": "button", "text": { "type": "plain_text", "text": "$" } }""", 75, "text" },
        { """{ "type": "button", "text": { "type": "plain_text", "text": "t" }, "value": "$" }""", 2000, "value" },
        { """{ "type": "button", "text": { "type": "plain_text", "text": "t" }, "url": "$" }""", 3000, "url" },
        { """{ "type": "button", "text": { "type": "plain_text", "text": "t" }, "action_id": "$" }""", 255, "action_id" },
        { """{ "type": "button", "text": { "type": "plain_text", "text": "t" }, "accessibility_label": "$" }""", 75, "accessibility_label" },
        { """{ "type": "datepicker", "placeholder": { "type": "plain_text", "text": "$" } }""", 150, "placeholder" },
        { """{ "type": "datepicker", "confirm": { "title": { "type": "plain_text", "text": "$" }, "text": { "type": "mrkdwn", "text": "t" } } }""", 100, "confirm.title" },
        { """{ "type": "datepicker", "confirm": { "text": { "type": "mrkdwn", "text": "$" } } }""", 300, "confirm.text" },
        { """{ "type": "datepicker", "confirm": { "text": { "type": "mrkdwn", "text": "t" }, "confirm": { "type": "plain_text", "text": "$" } } }""", 30, "confirm.confirm" },
        { """{ "type": "datepicker", "confirm": { "text": { "type": "mrkdwn", "text": "t" }, "deny": { "type": "plain_text", "text": "$" } } }""", 30, "confirm.deny" },
        { """{ "type": "radio_buttons", "options": [{ "text": { "type": "plain_text", "text": "$" } }] }""", 75, "options[0].text" },
        { """{ "type": "checkboxes", "options": [{ "text": { "type": "plain_text", "text": "t" }, "description": { "type": "plain_text", "text": "$" } }] }""", 75, "options[0].description" },
        { """{ "type": "static_select", "options": [{ "text": { "type": "plain_text", "text": "t" }, "value": "$" }] }""", 150, "options[0].value" },
        { """{ "type": "static_select", "option_groups": [{ "label": { "type": "plain_text", "text": "$" }, "options": [{ "text": { "type": "plain_text", "text": "t" } }] }] }""", 75, "option_groups[0].label" },
    };

    public static TheoryData<string, string, int, string> Counts => new()
    {
        { """{ "type": "section", "fields": [$] }""", Text, 10, "blocks[0].fields" },
        { """{ "type": "context", "elements": [$] }""", Text, 10, "blocks[0].elements" },
        { """{ "type": "actions", "elements": [$] }""", Button, 25, "blocks[0].elements" },
        { """{ "type": "context_actions", "elements": [$] }""", """{ "type": "feedback_buttons" }""", 5, "blocks[0].elements" },
        { """{ "type": "carousel", "elements": [$] }""", """{ "type": "card" }""", 10, "blocks[0].elements" },
        { """{ "type": "table", "rows": [$] }""", "[{}]", 100, "blocks[0].rows" },
        { """{ "type": "table", "rows": [[$]] }""", "{}", 20, "blocks[0].rows[0]" },
        { """{ "type": "table", "rows": [[{}]], "column_settings": [$] }""", "{}", 20, "blocks[0].column_settings" },
        { """{ "type": "actions", "elements": [{ "type": "static_select", "options": [$] }] }""", Option, 100, "blocks[0].elements[0].options" },
        { """{ "type": "actions", "elements": [{ "type": "multi_static_select", "option_groups": [$] }] }""", $$"""{ "label": {{Text}}, "options": [{{Option}}] }""", 100, "blocks[0].elements[0].option_groups" },
        { """{ "type": "actions", "elements": [{ "type": "overflow", "options": [$] }] }""", Option, 5, "blocks[0].elements[0].options" },
        { """{ "type": "section", "text": { "type": "mrkdwn", "text": "t" }, "accessory": { "type": "checkboxes", "options": [$] } }""", Option, 10, "blocks[0].accessory.options" },
    };

    private const string Text = """{ "type": "plain_text", "text": "t" }""";
    private const string Option = $$"""{ "text": {{Text}}, "value": "v" }""";
    private const string Button = $$"""{ "type": "button", "text": {{Text}} }""";

    [Theory]
    [MemberData(nameof(BlockTexts))]
    public void A_text_of_a_block_that_is_one_too_long_is_named(string block, int most, string path) =>
        LongerByOne(n => Message(block.Replace("$", new string('あ', n))), most, path);

    [Theory]
    [MemberData(nameof(ElementTexts))]
    public void A_text_of_an_element_that_is_one_too_long_is_named(string element, int most, string path) =>
        LongerByOne(n => Message($$"""{ "type": "actions", "elements": [{{element.Replace("$", new string('a', n))}}] }"""), most, $"blocks[0].elements[0].{path}");

    [Theory]
    [MemberData(nameof(Counts))]
    public void One_item_too_many_is_named(string block, string item, int most, string path) =>
        LongerByOne(n => Message(block.Replace("$", Repeat(item, n))), most, path);

    [Fact]
    public void A_message_has_50_blocks_and_100_attachments_and_4000_characters()
    {
        LongerByOne(n => ("chat.postMessage", $$"""{ "text": "t", "blocks": [{{Repeat("""{ "type": "divider" }""", n)}}] }"""), 50, "blocks");
        LongerByOne(n => ("chat.update", $$"""{ "text": "t", "attachments": [{{Repeat("{}", n)}}] }"""), 100, "attachments");
        LongerByOne(n => ("chat.postMessage", $$"""{ "text": "{{new string('a', n)}}" }"""), 4000, "text");
        LongerByOne(n => ("response_url", $$"""{ "text": "t", "attachments": [{ "footer": "{{new string('a', n)}}" }] }"""), 300, "attachments[0].footer");
        LongerByOne(n => ("response_url", $$"""{ "text": "t", "attachments": [{ "actions": [{{Repeat("{}", n)}}] }] }"""), 5, "attachments[0].actions");
    }

    [Theory]
    [InlineData("views.open", "title", 24)]
    [InlineData("views.push", "submit", 24)]
    [InlineData("views.update", "close", 24)]
    public void The_words_of_a_modal_are_short(string kind, string word, int most) =>
        LongerByOne(n => (kind, View($$"""{ "{{word}}": { "type": "plain_text", "text": "{{new string('あ', n)}}" }, """)), most, $"view.{word}");

    [Fact]
    public void A_view_has_100_blocks_and_3000_characters_of_private_metadata()
    {
        LongerByOne(n => ("views.publish", $$"""{ "view": { "type": "home", "blocks": [{{Repeat("""{ "type": "divider" }""", n)}}] } }"""), 100, "view.blocks");
        LongerByOne(n => ("views.open", View($$"""{ "private_metadata": "{{new string('a', n)}}", """)), 3000, "view.private_metadata");
        LongerByOne(n => ("views.open", View($$"""{ "callback_id": "{{new string('a', n)}}", """)), 255, "view.callback_id");
        LongerByOne(n => ("view_submission_response", $$"""{ "response_action": "push", {{View($$"""{ "callback_id": "{{new string('a', n)}}", """)[1..]}}"""), 255, "view.callback_id");
    }

    [Theory]
    [InlineData("chat.postMessage", "{}", "text: missing")]
    [InlineData("chat.update", """{ "text": "" }""", "text: 0 characters, at least 1")]
    [InlineData("chat.postMessage", """{ "text": 5 }""", "text: not a string")]
    [InlineData("chat.postMessage", """{ "text": "t", "blocks": [{ "type": "section" }] }""", "blocks[0]: neither text nor fields")]
    [InlineData("chat.postMessage", """{ "text": "t", "blocks": ["divider"] }""", "blocks[0]: not a block")]
    [InlineData("chat.postMessage", """{ "text": "t", "blocks": [{ "type": "actions", "elements": [] }] }""", "blocks[0].elements: 0 items, at least 1")]
    [InlineData("chat.postMessage", """{ "text": "t", "blocks": [{ "type": "section", "text": { "type": "mrkdwn", "text": "" } }] }""", "blocks[0].text: 0 characters, at least 1")]
    [InlineData("chat.postMessage", """{ "text": "t", "blocks": [{ "type": "divider", "block_id": "a" }, { "type": "divider", "block_id": "a" }] }""", "blocks: block_id 'a' 2 times")]
    [InlineData("chat.postMessage", """{ "text": "t", "blocks": [{ "type": "table", "rows": [[{}]] }, { "type": "table", "rows": [[{}]] }] }""", "blocks: 2 tables, at most 1 in a message")]
    [InlineData("chat.postMessage", """{ "text": "t", "blocks": [{ "type": "actions", "elements": [{ "type": "overflow", "options": [{ "text": { "type": "plain_text", "text": "t" } }] }] }] }""", "blocks[0].elements[0].options: 1 items, at least 2")]
    [InlineData("views.open", "{}", "view: missing, or not a view")]
    [InlineData("views.open", """{ "view": { "type": "modal", "blocks": [{ "type": "input", "label": { "type": "plain_text", "text": "t" }, "element": { "type": "plain_text_input", "max_length": 3001 } }], "submit": { "type": "plain_text", "text": "t" } } }""", "view.blocks[0].element.max_length: 3001, at most 3000")]
    [InlineData("views.open", """{ "view": { "type": "modal", "blocks": [{ "type": "input", "label": { "type": "plain_text", "text": "t" }, "element": { "type": "datepicker" } }] } }""", "view.submit: missing beside an input block")]
    [InlineData("view_submission_response", """{ "response_action": "errors", "errors": {} }""", "errors: no error at all")]
    public void What_Slack_would_refuse_is_named(string kind, string args, string violation) =>
        SlackLimitsCheck.Check(kind, JsonNode.Parse(args)!).ShouldBe([violation]);

    [Fact]
    public void Markdown_counts_together_over_all_its_blocks()
    {
        var half = $$"""{ "type": "markdown", "text": "{{new string('a', 6001)}}" }""";

        Check(Message($"{half}, {half}")).ShouldBe(["blocks: 12002 characters in markdown blocks together, at most 12000"]);
    }

    [Fact]
    public void A_view_of_more_than_250_kB_is_too_large()
    {
        var block = $$"""{ "type": "section", "text": { "type": "mrkdwn", "text": "{{new string('a', 3000)}}" } }""";

        Check(("views.publish", $$"""{ "view": { "type": "home", "blocks": [{{Repeat(block, 90)}}] } }""")).ShouldHaveSingleItem().ShouldStartWith("view: ");
    }

    [Theory]
    [InlineData("response_url", """{ "delete_original": true }""")]
    [InlineData("view_submission_response", """{ "response_action": "clear" }""")]
    [InlineData("view_submission_response", """{ "response_action": "errors", "errors": { "ticket": "no such ticket" } }""")]
    [InlineData("slash_command_response", """{ "text": "t", "blocks": [{ "type": "divider" }, { "type": "rich_text", "elements": [] }] }""")]
    public void What_Slack_takes_is_left_alone(string kind, string args) => SlackLimitsCheck.Check(kind, JsonNode.Parse(args)!).ShouldBeEmpty();

    [Fact]
    public void An_unknown_kind_is_a_mistake_of_the_test() =>
        Should.Throw<ArgumentOutOfRangeException>(() => SlackLimitsCheck.Check("chat.shout", new JsonObject()));

    private static void LongerByOne(Func<int, (string Kind, string Args)> payload, int most, string path)
    {
        Check(payload(most)).ShouldBeEmpty();
        Check(payload(most + 1)).ShouldContain(violation => violation.StartsWith($"{path}: {most + 1} ") && violation.EndsWith($" at most {most}"));
    }

    private static IReadOnlyList<string> Check((string Kind, string Args) payload) => SlackLimitsCheck.Check(payload.Kind, JsonNode.Parse(payload.Args)!);

    private static (string Kind, string Args) Message(string blocks) => ("chat.postMessage", $$"""{ "text": "t", "blocks": [{{blocks}}] }""");

    private static string View(string start) => $$"""{ "view": {{start}} "type": "modal", "blocks": [{ "type": "divider" }] } }""";

    private static string Repeat(string item, int count) => string.Join(", ", Enumerable.Repeat(item, count));
}
