using System.Text.Json.Nodes;

namespace SecurityHubBot.Tests;

/// <summary>What stands in the JSON of a message or view.</summary>
internal static class JsonTexts
{
    /// <param name="node">Where to look.</param>
    /// <param name="except">The name of properties that are passed over.</param>
    public static IEnumerable<string> Strings(JsonNode? node, string? except = null) => node switch
    {
        JsonObject o => o.Where(p => p.Key != except).SelectMany(p => Strings(p.Value, except)),
        JsonArray a => a.SelectMany(n => Strings(n, except)),
        JsonValue v when v.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
