using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>Findings, read and updated.</summary>
internal sealed class FindingMethods(LocalLandscape landscape, IReadOnlyList<IFindingShelf> shelves, LooseFindings imports, TimeProvider time)
{
    private const int MostResults = 100;
    private const int LargestFinding = 240 * 1024;

    private static readonly string[] NeededOnImport =
        ["SchemaVersion", "Id", "ProductArn", "GeneratorId", "AwsAccountId", "CreatedAt", "UpdatedAt", "Severity", "Title", "Description", "Resources"];

    private static readonly Dictionary<string, string[]> Choices = new(StringComparer.Ordinal)
    {
        ["Workflow.Status"] = ["NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"],
        ["VerificationState"] = ["UNKNOWN", "TRUE_POSITIVE", "FALSE_POSITIVE", "BENIGN_POSITIVE"],
        ["Severity.Label"] = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"],
    };

    public JsonObject GetFindings(AwsCall call)
    {
        var size = call.Number("MaxResults") ?? MostResults;
        if (size is < 1 or > MostResults)
        {
            throw AwsError.InvalidInput($"Invalid parameter 'MaxResults': it must be between 1 and {MostResults}.");
        }

        var filter = new FindingFilter(call.Body["Filters"], time.GetUtcNow());
        var print = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{call.Body["Filters"]?.ToJsonString()}{call.Body["SortCriteria"]?.ToJsonString()}")))[..16];
        return call.Body["SortCriteria"] is JsonArray { Count: > 0 } sort ? Sorted(call, filter, sort, size, print) : InOrder(call, filter, size, print);
    }

    private static JsonObject Answer(IEnumerable<JsonObject> findings, string? token)
    {
        var answer = new JsonObject { ["Findings"] = new JsonArray([.. findings]) };
        if (token is not null)
        {
            answer["NextToken"] = token;
        }

        return answer;
    }

    private JsonObject Sorted(AwsCall call, FindingFilter filter, JsonArray sort, int size, string print)
    {
        var all = shelves.SelectMany(s => s.After(null)).Select(f => f.Finding).Where(f => Sees(call, f) && filter.Holds(f));
        IOrderedEnumerable<JsonObject>? ordered = null;
        foreach (var criterion in sort)
        {
            var field = (string?)criterion?["Field"] ?? throw AwsError.InvalidInput("Invalid parameter 'SortCriteria': Field is missing.");
            var order = (string?)criterion?["SortOrder"];
            string Key(JsonObject finding) => FindingFilter.SortKey(finding, field);
            ordered = (order, ordered) switch
            {
                ("desc", null) => all.OrderByDescending(Key, StringComparer.Ordinal),
                ("desc", _) => ordered.ThenByDescending(Key, StringComparer.Ordinal),
                (null or "asc", null) => all.OrderBy(Key, StringComparer.Ordinal),
                (null or "asc", _) => ordered.ThenBy(Key, StringComparer.Ordinal),
                _ => throw AwsError.InvalidInput("Invalid parameter 'SortCriteria': SortOrder."),
            };
        }

        var list = ordered!.ToList();
        var start = call.Text("NextToken") is { Length: > 0 } token ? PageToken.Read(token, print) : 0;
        var page = list.Skip(start).Take(size).ToList();
        return Answer(page, start + page.Count < list.Count ? PageToken.Write(print, start + page.Count) : null);
    }

    private JsonObject InOrder(AwsCall call, FindingFilter filter, int size, string print)
    {
        var (first, after) = call.Text("NextToken") is { Length: > 0 } token ? Place(token, print) : (0, null);
        var page = new List<JsonObject>();
        var last = (Shelf: first, Key: after);
        for (var shelf = first; shelf < shelves.Count; shelf++)
        {
            foreach (var (key, finding) in shelves[shelf].After(shelf == first ? after : null))
            {
                if (!Sees(call, finding) || !filter.Holds(finding))
                {
                    continue;
                }

                if (page.Count == size)
                {
                    return Answer(page, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{print}|{last.Shelf}|{last.Key}")));
                }

                page.Add(finding);
                last = (shelf, key);
            }
        }

        return Answer(page, null);
    }

    private (int Shelf, string Key) Place(string token, string print)
    {
        Span<byte> bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var written)
            && Encoding.UTF8.GetString(bytes[..written]).Split('|', 3) is [var name, var shelf, var key] && name == print
            && int.TryParse(shelf, out var number) && number >= 0 && number < shelves.Count
                ? (number, key)
                : throw AwsError.InvalidInput("Invalid parameter 'NextToken'.");
    }

    public JsonObject BatchUpdateFindings(AwsCall call)
    {
        var identifiers = call.Objects("FindingIdentifiers");
        var values = Values(call);
        JsonArray processed = [], unprocessed = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var ordered = call.Fault?.Items ?? 0;
        foreach (var identifier in identifiers)
        {
            var (id, product) = ((string?)identifier["Id"] ?? "", (string?)identifier["ProductArn"] ?? "");
            if (id.Length == 0 || product.Length == 0)
            {
                throw AwsError.InvalidInput("Invalid parameter 'FindingIdentifiers': Id and ProductArn are required.");
            }

            var error = !seen.Add($"{id}\n{product}") ? ("DuplicatedFindingIdentifier", "The finding was listed more than once.")
                : ordered-- > 0 ? (call.Fault!.Code, "Ordered by a test.")
                : Update(call, id, product, values) ? default
                : ("FindingNotFound", "The finding was not found.");
            if (error == default)
            {
                processed.Add(identifier.DeepClone());
            }
            else
            {
                unprocessed.Add(new JsonObject { ["FindingIdentifier"] = identifier.DeepClone(), ["ErrorCode"] = error.Item1, ["ErrorMessage"] = error.Item2 });
            }
        }

        return new JsonObject { ["ProcessedFindings"] = processed, ["UnprocessedFindings"] = unprocessed };
    }

    private bool Update(AwsCall call, string id, string product, JsonObject values) =>
        shelves.FirstOrDefault(s => s.Find(id, product) is { } finding && Sees(call, finding))?.Update(id, product, values) ?? false;

    private JsonObject Values(AwsCall call)
    {
        var values = new JsonObject();
        foreach (var name in (string[])["Note", "Severity", "VerificationState", "Confidence", "Criticality", "Types", "UserDefinedFields", "Workflow", "RelatedFindings"])
        {
            if (call.Body[name] is { } value)
            {
                values[name] = value.DeepClone();
            }
        }

        foreach (var (path, allowed) in Choices)
        {
            var value = path.Split('.') is [var outer, var inner] ? values[outer]?[inner] : values[path];
            if (value is not null && !allowed.Contains((string?)value))
            {
                throw AwsError.InvalidInput($"Invalid parameter '{path}': {value.ToJsonString()}.");
            }
        }

        if (values.Count == 0)
        {
            throw AwsError.InvalidInput("At least one value to update is required.");
        }

        if (values["Note"] is JsonObject note)
        {
            if (note["Text"] is null || note["UpdatedBy"] is null || ((string)note["Text"]!).Length is 0 or > 512)
            {
                throw AwsError.InvalidInput("Invalid parameter 'Note': Text of 1 to 512 characters and UpdatedBy are required.");
            }

            note["UpdatedAt"] = AsffTime.Format(time.AsffNow());
        }

        return values;
    }

    public JsonObject BatchImportFindings(AwsCall call)
    {
        var findings = call.Objects("Findings");
        var failed = new JsonArray();
        var ordered = call.Fault?.Items ?? 0;
        foreach (var finding in findings)
        {
            var missing = NeededOnImport.FirstOrDefault(name => finding[name] is null);
            var error = ordered-- > 0 ? (call.Fault!.Code, "Ordered by a test.")
                : missing is not null ? ("InvalidInput", $"Missing required parameter: {missing}")
                : Encoding.UTF8.GetByteCount(finding.ToJsonString()) > LargestFinding ? ("FindingSizeExceeded", "The finding is larger than 240 KB.")
                : (string?)finding["AwsAccountId"] != call.Account ? ("AccessDenied", "The finding belongs to another account.")
                : default;
            if (error != default)
            {
                failed.Add(new JsonObject { ["Id"] = (string?)finding["Id"] ?? "", ["ErrorCode"] = error.Item1, ["ErrorMessage"] = error.Item2 });
                continue;
            }

            var imported = finding.DeepClone().AsObject();
            imported["Region"] ??= call.Region;
            imports.Import(imported);
        }

        var answer = new JsonObject { ["FailedCount"] = failed.Count, ["SuccessCount"] = findings.Count - failed.Count };
        if (failed.Count > 0)
        {
            answer["FailedFindings"] = failed;
        }

        return answer;
    }

    // The administrator sees everybody's, a member its own; the home Region has what the linked ones have.
    private bool Sees(AwsCall call, JsonObject finding) =>
        (call.Account == landscape.AdministratorId || (string?)finding["AwsAccountId"] == call.Account)
        && (call.Region == landscape.HomeRegion || (string?)finding["Region"] == call.Region);
}
