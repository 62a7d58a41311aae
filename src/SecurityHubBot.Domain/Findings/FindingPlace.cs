using System.Text.Json;

namespace SecurityHubBot.Domain.Findings;

/// <summary>
/// The Region of a finding: its own field, which AWS has filled since 2021; before that the first resource's, then the
/// ProductArn's, then the one in the finding's Id.
/// </summary>
internal static class FindingPlace
{
    private const int MaxShort = 128;

    public static string Region(JsonElement json, Product product, string id, FieldReader fields)
    {
        if (fields.Text(json, "", "Region", MaxShort) is { } given)
        {
            var own = given.ToLowerInvariant();
            if (!AwsNames.IsRegion(own))
            {
                fields.Fail(".Region", "is not the name of a Region.");
            }

            return own;
        }

        var found = OfFirstResource(json) ?? Known(product.Arn.Region) ?? (Arn.TryParse(id, out var arn) ? Known(arn.Region) : null);
        if (found is null)
        {
            fields.Fail(".Region", "is missing, and neither a resource nor the ProductArn nor the Id tells a Region.");
        }

        return found ?? "";
    }

    public static string? OfResource(string? given, Arn? arn) => Known(given?.ToLowerInvariant()) ?? Known(arn?.Region);

    private static string? OfFirstResource(JsonElement json)
    {
        if (!json.TryGetProperty("Resources", out var resources) || resources.ValueKind != JsonValueKind.Array || resources.GetArrayLength() == 0)
        {
            return null;
        }

        var first = resources[0];
        return OfResource(TextOf(first, "Region"), Arn.TryParse(TextOf(first, "Id"), out var arn) ? arn : null);
    }

    private static string? TextOf(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string? Known(string? region) => AwsNames.IsRegion(region) ? region : null;
}
