using System.Collections.Frozen;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;
using static SecurityHubBot.Sandbox.Workspace.Blocks.Rules;

namespace SecurityHubBot.Sandbox.Workspace.Blocks;

/// <summary>Slack's limits on blocks and views; see https://docs.slack.dev/reference/block-kit.</summary>
internal static class BlockKit
{
    public const int BlocksInMessage = 50;
    public const int BlocksInView = 100;

    private const int MarkdownLength = 12_000;

    private static readonly Field Id = new("block_id", BlockId);
    private static readonly Rule Image = Shape(Id, new("image_url", Url(3000)), new("slack_file", Any), new("alt_text", Text(2000), true), new("title", Plain(2000))).Also(ImageSource);

    private static readonly FrozenDictionary<string, Rule> RichTextParts = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["rich_text_section"] = Any,
        ["rich_text_list"] = Any,
        ["rich_text_preformatted"] = Any,
        ["rich_text_quote"] = Any,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Rule> Cells = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["raw_text"] = Shape(new Field("text", Text(3000), true)),
        ["rich_text"] = Any,
    }.ToFrozenDictionary();

    private static readonly Rule Card = Shape(
        Id, new("title", TextObject(150)), new("subtitle", TextObject(150)), new("body", TextObject(200)), new("icon", Any), new("hero_image", Any), new("actions", List(1, 5, Elements.In(Elements.InActions))));

    private static readonly FrozenDictionary<string, Rule> Types = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["section"] = Shape(Id, new("text", TextObject(3000)), new("fields", List(1, 10, TextObject(2000))), new("accessory", Elements.In(Elements.InSection)), new("expand", Flag)).Also(SectionText),
        ["header"] = Shape(Id, new("text", Plain(150), true), new("level", Number(1, 4))),
        ["divider"] = Shape(Id),
        ["context"] = Shape(Id, new("elements", List(1, 10, ContextElement), true)),
        ["actions"] = Shape(Id, new("elements", List(1, 25, Elements.In(Elements.InActions)), true)),
        ["context_actions"] = Shape(Id, new("elements", List(1, 5, Elements.In(FrozenSet.Create(StringComparer.Ordinal, "feedback_buttons", "icon_button"))), true)),
        ["image"] = Image,
        ["input"] = Shape(Id, new("label", Plain(2000), true), new("element", Elements.In(Elements.InInput), true), new("hint", Plain(2000)), new("optional", Flag), new("dispatch_action", Flag)),
        ["markdown"] = Shape(Id, new("text", Text(MarkdownLength), true)).Also(Markdown),
        ["rich_text"] = Shape(Id, new("elements", List(1, 1000, Union(RichTextParts)), true)),
        ["video"] = Shape(
            Id, new("alt_text", Text(2000), true), new("title", Plain(199), true), new("thumbnail_url", Url(3000), true), new("video_url", Url(3000), true), new("author_name", Text(49)),
            new("description", Plain(199)), new("provider_icon_url", Url(3000)), new("provider_name", Text(255)), new("title_url", Url(3000))),
        ["table"] = Shape(Id, new("rows", List(1, 100, List(1, 20, Union(Cells))), true), new("column_settings", List(0, 20, Any))),
        ["alert"] = Shape(Id, new("text", TextObject(3000), true), new("level", OneOf("default", "info", "warning", "error", "success"))),
        ["card"] = Card,
        ["carousel"] = Shape(Id, new("elements", List(1, 10, Card), true)),
        ["plan"] = Shape(Id, new("title", Any, true), new("tasks", List(0, 100, Any))),
        ["task_card"] = Shape(Id, new("task_id", Text(255), true), new("title", Any, true), new("status", Text(50)), new("details", Any), new("output", Any), new("sources", Any)),
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> OnlyInMessages =
        FrozenSet.Create(StringComparer.Ordinal, "markdown", "table", "context_actions", "card", "carousel", "plan", "task_card");

    private static readonly Rule Block = Union(Types, (type, surface) => surface == Surface.Message || !OnlyInMessages.Contains(type));

    private static readonly Rule Modal = Shape(
        [.. ViewFields(1), new("title", Plain(24), true), new("submit", Plain(24)), new("close", Plain(24)), new("clear_on_close", Flag), new("notify_on_close", Flag), new("submit_disabled", Flag)]);

    private static readonly Rule Home = Shape([.. ViewFields(0), new("title", Any), new("submit", Any), new("close", Any)]);

    /// <summary>What is wrong with a message's blocks, in Slack's words.</summary>
    public static IReadOnlyList<string> CheckMessage(JsonArray blocks, string path = "/blocks")
    {
        var findings = new Findings(Surface.Message);
        List(0, BlocksInMessage, EachBlock)(blocks, path, findings);
        if (blocks.Objects().Count(b => b.Text("type") == "table") > 1)
            findings.Add("only one table allowed", path);

        return findings.Errors;
    }

    public static IReadOnlyList<string> CheckView(JsonObject view)
    {
        var surface = view.Text("type") == "home" ? Surface.Home : Surface.Modal;
        var findings = new Findings(surface);
        if (view.Text("type") is not ("modal" or "home"))
            findings.Add("must be one of: modal, home", "/view/type");

        (surface == Surface.Home ? Home : Modal)(view, "/view", findings);
        if (surface == Surface.Modal && view["submit"] is null && view["blocks"].Objects().Any(b => b.Text("type") == "input"))
            findings.Add("missing required field: submit (a view with input blocks needs it)", "/view");

        return findings.Errors;
    }

    private static Field[] ViewFields(int minBlocks) =>
    [
        new("blocks", List(minBlocks, BlocksInView, EachBlock), true), new("private_metadata", Text(3000, 0)), new("callback_id", Text(255, 0)), new("external_id", Text(255, 0)),
    ];

    private static void EachBlock(JsonNode? value, string path, Findings findings)
    {
        // Action ids are unique within a block, not within a message.
        findings.ActionIds.Clear();
        Block(value, path, findings);
    }

    private static void BlockId(JsonNode? value, string path, Findings findings)
    {
        Text(255)(value, path, findings);
        if (value is JsonValue json && json.TryGetValue<string>(out var id) && !findings.BlockIds.Add(id))
            findings.Add($"`block_id` \"{id}\" already exists for another block", path);
    }

    private static void ContextElement(JsonNode? value, string path, Findings findings)
    {
        if (value.Text("type") == "image")
            Elements.All["image"](value, path, findings);
        else
            TextObject(3000)(value, path, findings);
    }

    private static void SectionText(JsonNode? value, string path, Findings findings)
    {
        if (value!["text"] is null && value["fields"] is null)
            findings.Add("must define either `text` or `fields`", path);
    }

    private static void ImageSource(JsonNode? value, string path, Findings findings)
    {
        if (value!["image_url"] is null && value["slack_file"] is null)
            findings.Add("must define either `image_url` or `slack_file`", path);
    }

    private static void Markdown(JsonNode? value, string path, Findings findings)
    {
        findings.MarkdownLength += value.Text("text")?.Length ?? 0;
        if (findings.MarkdownLength > MarkdownLength && value.Text("text")?.Length <= MarkdownLength)
            findings.Add($"all markdown blocks together must be less than {MarkdownLength + 1} characters", $"{path}/text");
    }
}
