using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Tickets.Trackers;

/// <summary>Reads answers that need not have the shape they should have: what is missing or of another kind is null.</summary>
internal static class JsonReading
{
    public static JsonNode? At(this JsonNode? node, params string[] path)
    {
        foreach (var name in path)
        {
            node = node is JsonObject found ? found[name] : null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params string[] path) => node.At(path) is JsonValue value
        ? value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => value.ToJsonString(),
            _ => null,
        }
        : null;

    public static bool? Flag(this JsonNode? node, params string[] path) => node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static DateTimeOffset? Time(this JsonNode? node, params string[] path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    public static IEnumerable<JsonNode> Items(this JsonNode? node, params string[] path) => node.At(path) is JsonArray items ? items.OfType<JsonNode>() : [];

    /// <exception cref="TrackerUncertainException">The answer does not have what every such answer has; what it answers may have been done.</exception>
    public static string Needed(this JsonNode? node, params string[] path) =>
        node.Text(path) is { Length: > 0 } text ? text : throw new TrackerUncertainException("reading an answer", $"'{string.Join('.', path)}' is missing");
}
