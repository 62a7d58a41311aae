using System.Text.Json;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Findings;

namespace SecurityHubBot.Intake;

/// <summary>How a finding's parts are written into columns and read back.</summary>
internal static class FindingColumns
{
    public static string? Write(ComplianceStatus? status) => status switch
    {
        null => null,
        ComplianceStatus.Passed => "PASSED",
        ComplianceStatus.Warning => "WARNING",
        ComplianceStatus.Failed => "FAILED",
        ComplianceStatus.NotAvailable => "NOT_AVAILABLE",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
    };

    public static ComplianceStatus? ReadCompliance(string? text) => text switch
    {
        "PASSED" => ComplianceStatus.Passed,
        "WARNING" => ComplianceStatus.Warning,
        "FAILED" => ComplianceStatus.Failed,
        "NOT_AVAILABLE" => ComplianceStatus.NotAvailable,
        _ => null,
    };

    public static string Write(RecordState state) => state == RecordState.Archived ? "ARCHIVED" : "ACTIVE";

    public static RecordState ReadRecordState(string text) => text == "ARCHIVED" ? RecordState.Archived : RecordState.Active;

    public static string Write(WorkflowStatus status) => status.ToString().ToUpperInvariant();

    public static IReadOnlyList<StandardId> ReadStandards(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(StandardId.Parse)];

    public static string WriteResources(IReadOnlyList<FindingResource> resources)
    {
        using var stream = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var resource in resources)
            {
                json.WriteStartArray();
                json.WriteStringValue(resource.Id);
                json.WriteStringValue(resource.Type);
                json.WriteStringValue(resource.Region);
                json.WriteStringValue(resource.Partition);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public static IReadOnlyList<FindingResource> ReadResources(string text)
    {
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateArray().Select(r => new FindingResource(r[0].GetString()!, r[1].GetString()!, r[2].GetString()!, r[3].GetString()!))];
    }
}
