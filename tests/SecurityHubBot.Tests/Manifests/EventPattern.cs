using System.Text.Json.Nodes;

namespace SecurityHubBot.Tests.Manifests;

/// <summary>
/// Which events an EventBridge rule lets through, as far as our patterns go: exact values, nested fields and <c>$or</c>. Of a list of
/// objects one must have everything that is asked for: EventBridge does not mix the fields of several.
/// </summary>
internal static class EventPattern
{
    public static bool Matches(JsonObject pattern, JsonNode? value) => value switch
    {
        JsonObject fields => pattern.All(p => p.Key == "$or" ? p.Value!.AsArray().Any(a => Matches(a!.AsObject(), fields)) : Field(p.Value!, fields[p.Key])),
        JsonArray items => items.Any(item => Matches(pattern, item)),
        _ => false,
    };

    private static bool Field(JsonNode asked, JsonNode? value) => asked switch
    {
        JsonObject nested => Matches(nested, value),
        JsonArray anyOf when value is JsonArray items => items.Any(item => Field(anyOf, item)),
        JsonArray anyOf => value is not null && anyOf.Any(a => JsonNode.DeepEquals(a, value)),
        _ => throw new FormatException($"'{asked.ToJsonString()}' is no pattern: a value stands in a list."),
    };
}
