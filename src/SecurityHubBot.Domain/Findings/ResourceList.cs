using System.Text;
using System.Text.Json;

namespace SecurityHubBot.Domain.Findings;

/// <summary>The resources of a finding, each once, in the order given.</summary>
internal static class ResourceList
{
    /// <summary>Ids are part of a key, and PostgreSQL's indexes hold rows of at most 2,704 bytes. AWS's longest ARNs are S3 objects with some 1,100.</summary>
    public const int MaxIdBytes = 2048;

    private const int MaxType = 256;
    private const int MaxShort = 128;

    public static IReadOnlyList<FindingResource> Read(JsonElement json, string findingRegion, string productPartition, FieldReader fields)
    {
        if (fields.Array(json, "", "Resources", required: true) is not { } list)
        {
            return [];
        }

        var count = list.GetArrayLength();
        if (count is 0 or > FindingParser.MaxResources)
        {
            fields.Fail(".Resources", $"has {count} resources; from 1 to {FindingParser.MaxResources} are allowed.");
            return [];
        }

        var resources = new List<FindingResource>(count);
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = $".Resources[{index++}]";
            if (One(item, at, findingRegion, productPartition, fields) is { } resource && !resources.Exists(r => r.Id == resource.Id))
            {
                resources.Add(resource);
            }
        }

        return resources;
    }

    private static FindingResource? One(JsonElement item, string at, string findingRegion, string productPartition, FieldReader fields)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            fields.Fail(at, $"must be an object but is {JsonContent.NameOf(item.ValueKind)}.");
            return null;
        }

        var id = fields.Text(item, at, "Id", MaxIdBytes, required: true);
        var type = fields.Text(item, at, "Type", MaxType, required: true);
        var region = fields.Text(item, at, "Region", MaxShort);
        var partition = fields.Text(item, at, "Partition", MaxShort);
        if (id is null || type is null)
        {
            return null;
        }

        if (Encoding.UTF8.GetByteCount(id) > MaxIdBytes)
        {
            fields.Fail($"{at}.Id", $"has more than {MaxIdBytes} bytes.");
        }

        var arn = Arn.TryParse(id, out var parsed) ? parsed : null;
        return new FindingResource(id, type, FindingPlace.OfResource(region, arn) ?? findingRegion, Partition(partition, arn, productPartition));
    }

    /// <summary>The ARN is believed first: its links must lead to where the resource really is.</summary>
    private static string Partition(string? given, Arn? arn, string productPartition) =>
        arn?.Partition ?? (AwsNames.IsPartition(given) ? given : productPartition);
}
