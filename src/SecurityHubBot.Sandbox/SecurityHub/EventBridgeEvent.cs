using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>The envelope that EventBridge puts around findings.</summary>
internal static class EventBridgeEvent
{
    public const string Imported = "Security Hub Findings - Imported";
    public const string ImportedV2 = "Findings Imported V2";

    /// <summary>One finding per event, as AWS sends them; <c>resources</c> holds the finding's id behind its product's ARN.</summary>
    public static JsonObject Wrap(JsonObject finding, DateTimeOffset now)
    {
        var productArn = Text(finding, "ProductArn");
        var region = Text(finding, "Region") ?? productArn?.Split(':').ElementAtOrDefault(3);
        var id = Text(finding, "Id");
        return Envelope(
            Imported,
            Text(finding, "AwsAccountId"),
            region,
            id is null ? null : productArn is null ? id : $"{productArn}/{id}",
            finding,
            now);
    }

    /// <summary>The new Security Hub's event: one OCSF finding, known by <c>metadata.uid</c>.</summary>
    public static JsonObject WrapOcsf(JsonObject finding, DateTimeOffset now) => Envelope(
        ImportedV2,
        Text(finding["cloud"]?["account"] as JsonObject, "uid"),
        Text(finding["cloud"] as JsonObject, "region"),
        Text(finding["metadata"] as JsonObject, "uid"),
        finding,
        now);

    private static JsonObject Envelope(string type, string? account, string? region, string? resource, JsonObject finding, DateTimeOffset now) => new()
    {
        ["version"] = "0",
        ["id"] = Guid.NewGuid().ToString(),
        ["detail-type"] = type,
        ["source"] = "aws.securityhub",
        ["account"] = account ?? "123456789012",
        ["time"] = AsffTime.FormatSeconds(now),
        ["region"] = string.IsNullOrEmpty(region) ? "us-east-1" : region,
        ["resources"] = resource is null ? new JsonArray() : new JsonArray(resource),
        ["detail"] = new JsonObject { ["findings"] = new JsonArray(finding) },
    };

    private static string? Text(JsonObject? from, string name) =>
        from?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
