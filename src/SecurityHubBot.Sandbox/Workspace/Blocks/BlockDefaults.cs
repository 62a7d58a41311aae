using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Blocks;

/// <summary>What Slack fills in when it takes blocks: ids that were left out, and the flags of text objects.</summary>
internal static class BlockDefaults
{
    private static readonly string[] Actionable = ["accessory", "element"];

    public static JsonArray Complete(JsonArray blocks)
    {
        var copy = blocks.DeepClone().AsArray();
        foreach (var block in copy.Objects())
        {
            block["block_id"] ??= RandomId();
            foreach (var element in ElementsOf(block).Where(e => e.Text("type") is not ("image" or "plain_text" or "mrkdwn")))
            {
                element["action_id"] ??= RandomId();
            }

            CompleteTexts(block);
        }

        return copy;
    }

    /// <summary>The interactive elements and images of a block.</summary>
    public static IEnumerable<JsonObject> ElementsOf(JsonObject block) =>
        block.Text("type") is "actions" or "context_actions"
            ? block["elements"].Objects()
            : Actionable.Select(name => block[name]).OfType<JsonObject>();

    public static JsonObject? FindElement(JsonNode? blocks, string blockId, string actionId) =>
        blocks.Objects().Where(b => b.Text("block_id") == blockId).SelectMany(ElementsOf).FirstOrDefault(e => e.Text("action_id") == actionId);

    private static void CompleteTexts(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                CompleteTexts(item);
            }

            return;
        }

        if (node is not JsonObject json)
            return;

        if (json.Text("type") == "plain_text")
            json["emoji"] ??= true;
        else if (json.Text("type") == "mrkdwn")
            json["verbatim"] ??= false;
        if (json.Text("type") == "mrkdwn" && json.Text("text") is { } text)
            json["text"] = Mrkdwn.Normalize(text);

        foreach (var (_, value) in json.ToList())
        {
            CompleteTexts(value);
        }
    }

    private static string RandomId() => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 5);
}
