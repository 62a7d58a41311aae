using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>Where Security Hub's API finds findings. What it hands out belongs to the caller.</summary>
internal interface IFindingShelf
{
    /// <summary>Every finding after a key, in the order of the keys, which does not change with what happens to a finding.</summary>
    IEnumerable<(string Key, JsonObject Finding)> After(string? key);

    JsonObject? Find(string id, string productArn);

    /// <summary>Puts a customer's values over a finding and lets its event leave; false when there is no such finding.</summary>
    bool Update(string id, string productArn, JsonObject values);
}

/// <summary>A customer's values over a finding: BatchUpdateFindings replaces what it is given, and only completes the severity.</summary>
internal static class FindingUpdate
{
    public static void Apply(JsonObject finding, JsonObject values)
    {
        foreach (var (name, value) in values)
        {
            if (name == "Severity" && finding[name] is JsonObject severity && value is JsonObject newer)
            {
                foreach (var (member, text) in newer)
                {
                    severity[member] = text?.DeepClone();
                }
            }
            else
            {
                finding[name] = value?.DeepClone();
            }
        }
    }
}
