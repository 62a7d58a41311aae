using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Domain.Tests.Findings;

/// <summary>Reads one finding of a test through the whole reader.</summary>
internal static class ReadFinding
{
    public const string Consolidated = "asff_consolidated_CloudTrail.2_multi-standard_2025.json";
    public const string PerStandard = "asff_fsbp_CloudTrail.5_FAILED.json";

    public static Finding Of(JsonObject finding) =>
        SecurityHubEventReader.Read(Samples.ImportedEvent(finding)) switch
        {
            EventReading.Findings { Items: [var only] } => only.Finding,
            var other => throw new ShouldAssertException(other.ToString()),
        };

    public static Finding With(string sample, Action<JsonObject> change)
    {
        var finding = Samples.Finding(sample);
        change(finding);
        return Of(finding);
    }

    /// <summary>A per-standard finding from before security control ids, told apart by its generator id only.</summary>
    public static Finding PerStandardWith(string generatorId, string? title = null, string? configRule = null) => With(PerStandard, f =>
    {
        f["GeneratorId"] = generatorId;
        f["Id"] = "arn:aws:securityhub:us-east-1:111111111111:finding/1";
        f["Title"] = title ?? "A title without an id";
        f["ProductFields"] = configRule is null ? new JsonObject() : new JsonObject { ["RelatedAWSResources:0/name"] = configRule };
    });
}
