using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport.Slack;

internal sealed class Violations
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string path, string what) => _all.Add($"{path}: {what}");

    public void When(bool wrong, string path, string what)
    {
        if (wrong)
        {
            Add(path, what);
        }
    }

    public void Count(string path, IReadOnlyCollection<JsonNode?> items, int least, int most)
    {
        When(items.Count > most, path, $"{items.Count} items, at most {most}");
        When(items.Count < least, path, $"{items.Count} items, at least {least}");
    }

    public void Text(string path, JsonNode? text, int least, int most, bool required = true)
    {
        if (text is null)
        {
            When(required, path, "missing");
        }
        else if (text.String() is not { } value)
        {
            Add(path, "not a string");
        }
        else
        {
            When(value.Length > most, path, $"{value.Length} characters, at most {most}");
            When(value.Length < least, path, $"{value.Length} characters, at least {least}");
        }
    }

    /// <summary>A text object: <c>{"type": "plain_text" | "mrkdwn", "text": …}</c>. An empty one is never right.</summary>
    public void TextObject(string path, JsonNode? node, int most, bool required = false)
    {
        if (node is not null)
        {
            Text(path, node is JsonObject o ? o["text"] : node, 1, most);
        }
        else
        {
            When(required, path, "missing");
        }
    }
}

/// <summary>Reads a payload that may be anything.</summary>
internal static class JsonNodeReading
{
    public static string? String(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static string? Type(this JsonNode? node) => (node as JsonObject)?["type"].String();

    public static JsonNode? Get(this JsonNode? node, string name) => (node as JsonObject)?[name];

    public static bool Flag(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static IReadOnlyList<JsonNode?> List(this JsonNode? node, string name) => (node as JsonObject)?[name].Items() ?? [];

    public static IReadOnlyList<JsonNode?> Items(this JsonNode? node) => node is JsonArray array ? [.. array] : [];
}
