using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>GetFindings' filters: each attribute must hold; of its conditions one that includes, and all that exclude.</summary>
internal sealed class FindingFilter
{
    private const int MostAttributes = 10;
    private const int MostValues = 20;

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["ProductArn"] = "ProductArn",
        ["AwsAccountId"] = "AwsAccountId",
        ["AwsAccountName"] = "AwsAccountName",
        ["Id"] = "Id",
        ["GeneratorId"] = "GeneratorId",
        ["Region"] = "Region",
        ["Type"] = "Types",
        ["SeverityLabel"] = "Severity.Label",
        ["Title"] = "Title",
        ["Description"] = "Description",
        ["ProductName"] = "ProductName",
        ["CompanyName"] = "CompanyName",
        ["ResourceType"] = "Resources.Type",
        ["ResourceId"] = "Resources.Id",
        ["ResourceRegion"] = "Resources.Region",
        ["ComplianceStatus"] = "Compliance.Status",
        ["ComplianceSecurityControlId"] = "Compliance.SecurityControlId",
        ["ComplianceAssociatedStandardsId"] = "Compliance.AssociatedStandards.StandardsId",
        ["VerificationState"] = "VerificationState",
        ["WorkflowStatus"] = "Workflow.Status",
        ["WorkflowState"] = "WorkflowState",
        ["RecordState"] = "RecordState",
        ["NoteText"] = "Note.Text",
        ["NoteUpdatedBy"] = "Note.UpdatedBy",
    };

    private static readonly Dictionary<string, string> Dates = new(StringComparer.Ordinal)
    {
        ["FirstObservedAt"] = "FirstObservedAt",
        ["LastObservedAt"] = "LastObservedAt",
        ["CreatedAt"] = "CreatedAt",
        ["UpdatedAt"] = "UpdatedAt",
        ["NoteUpdatedAt"] = "Note.UpdatedAt",
    };

    private static readonly Dictionary<string, string> Maps = new(StringComparer.Ordinal)
    {
        ["ProductFields"] = "ProductFields",
        ["UserDefinedFields"] = "UserDefinedFields",
        ["ResourceTags"] = "Resources.Tags",
    };

    private readonly List<Func<JsonObject, bool>> _conditions = [];

    public FindingFilter(JsonNode? filters, DateTimeOffset now)
    {
        if (filters is null)
        {
            return;
        }

        var attributes = filters as JsonObject ?? throw AwsError.InvalidInput("Invalid parameter 'Filters'.");
        if (attributes.Count > MostAttributes)
        {
            throw AwsError.InvalidInput($"Invalid parameter 'Filters': at most {MostAttributes} attributes are allowed.");
        }

        foreach (var (name, value) in attributes)
        {
            var conditions = value is JsonArray array && array.All(c => c is JsonObject) ? array.Cast<JsonObject>().ToList() : throw AwsError.InvalidInput($"Invalid parameter 'Filters.{name}'.");
            if (conditions.Count > MostValues)
            {
                throw AwsError.InvalidInput($"Invalid parameter 'Filters.{name}': at most {MostValues} values are allowed.");
            }

            _conditions.Add(Condition(name, conditions, now));
        }
    }

    public bool Holds(JsonObject finding) => _conditions.TrueForAll(c => c(finding));

    /// <summary>What a finding is sorted by: a filter's name, or a member's path.</summary>
    public static string SortKey(JsonObject finding, string field) =>
        Values(finding, Texts.GetValueOrDefault(field) ?? Dates.GetValueOrDefault(field) ?? field).FirstOrDefault() ?? "";

    private static Func<JsonObject, bool> Condition(string name, List<JsonObject> conditions, DateTimeOffset now)
    {
        if (Texts.TryGetValue(name, out var path))
        {
            var tests = conditions.ConvertAll(c => Text(name, c));
            return finding => Holds([.. Values(finding, path)], tests);
        }

        if (Dates.TryGetValue(name, out path))
        {
            var ranges = conditions.ConvertAll(c => Range(name, c, now));
            return finding => Values(finding, path).Any(v => DateTimeOffset.TryParse(v, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && ranges.Exists(r => at >= r.From && at <= r.To));
        }

        if (Maps.TryGetValue(name, out path))
        {
            var tests = conditions.ConvertAll(c => (Key: (string?)c["Key"] ?? throw AwsError.InvalidInput($"Invalid parameter 'Filters.{name}': Key is missing."), Test: Text(name, c)));
            return finding => tests.TrueForAll(t => Holds([.. Values(finding, $"{path}\n{t.Key}")], [t.Test]));
        }

        throw AwsError.InvalidInput($"Invalid parameter 'Filters.{name}'.");
    }

    private static (bool Excludes, Func<string, bool> Test) Text(string name, JsonObject condition)
    {
        var value = (string?)condition["Value"] ?? throw AwsError.InvalidInput($"Invalid parameter 'Filters.{name}': Value is missing.");
        return ((string?)condition["Comparison"] ?? "EQUALS") switch
        {
            "EQUALS" => (false, v => v == value),
            "NOT_EQUALS" => (true, v => v == value),
            "PREFIX" => (false, v => v.StartsWith(value, StringComparison.Ordinal)),
            "PREFIX_NOT_EQUALS" => (true, v => v.StartsWith(value, StringComparison.Ordinal)),
            "CONTAINS" => (false, v => v.Contains(value, StringComparison.Ordinal)),
            "NOT_CONTAINS" => (true, v => v.Contains(value, StringComparison.Ordinal)),
            var other => throw AwsError.InvalidInput($"Invalid parameter 'Filters.{name}': Comparison {other}."),
        };
    }

    private static bool Holds(List<string> values, List<(bool Excludes, Func<string, bool> Test)> tests) =>
        tests.Where(t => t.Excludes).All(t => !values.Exists(v => t.Test(v)))
        && (tests.TrueForAll(t => t.Excludes) || tests.Exists(t => !t.Excludes && values.Exists(v => t.Test(v))));

    private static (DateTimeOffset From, DateTimeOffset To) Range(string name, JsonObject condition, DateTimeOffset now)
    {
        if (condition["DateRange"] is JsonObject range)
        {
            return (string?)range["Unit"] == "DAYS" && (int?)range["Value"] is { } days and > 0
                ? (now.AddDays(-days), now)
                : throw AwsError.InvalidInput($"Invalid parameter 'Filters.{name}': DateRange.");
        }

        return (At(name, condition["Start"]) ?? DateTimeOffset.MinValue, At(name, condition["End"]) ?? DateTimeOffset.MaxValue);
    }

    private static DateTimeOffset? At(string name, JsonNode? time) => time is null ? null
        : DateTimeOffset.TryParse((string?)time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : throw AwsError.InvalidInput($"Invalid parameter 'Filters.{name}': a time in ISO 8601 is expected.");

    // A member's name may hold dots, a map's key too: what follows the line break is taken as it is.
    private static IEnumerable<string> Values(JsonNode node, string path)
    {
        var (names, key) = path.Split('\n') is [var n, var k] ? (n, k) : (path, null);
        return names.Split('.').Concat(key is null ? [] : [key]).Aggregate((IEnumerable<JsonNode?>)[node], (nodes, name) => nodes.SelectMany(Flat).Select(o => (o as JsonObject)?[name]))
            .SelectMany(Flat).OfType<JsonValue>().Select(v => v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : v.ToJsonString());
    }

    // Both as a plain sequence: a list made as JsonArray would take the node away from its parent.
    private static IEnumerable<JsonNode?> Flat(JsonNode? node) => node is JsonArray list ? list.AsEnumerable() : Enumerable.Repeat(node, 1);
}
