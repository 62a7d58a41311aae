using System.Text.Json.Nodes;
using SecurityHubBot.Tests.Docs;
using SecurityHubBot.TestSupport;
using YamlDotNet.RepresentationModel;

namespace SecurityHubBot.Tests.Manifests;

/// <summary>The rules' patterns, as they stand in the Terraform module, against recorded events.</summary>
public class EventPatternTests
{
    private static readonly JsonObject Patterns = Hcl.Object(Repository.Read("manifest/aws/terraform/events.tf"), "patterns");

    [Fact]
    public void There_are_two_rules_both_for_imported_findings()
    {
        Patterns.Select(p => p.Key).ShouldBe(["failed", "fixed"]);
        foreach (var (_, pattern) in Patterns)
        {
            pattern!["source"]!.ToJsonString().ShouldBe("""["aws.securityhub"]""");
            pattern["detail-type"]!.ToJsonString().ShouldBe("""["Security Hub Findings - Imported"]""");
        }
    }

    [Fact]
    public void The_first_rule_is_the_original_systems() =>
        JsonNode.DeepEquals(
            Patterns["failed"]!["detail"],
            JsonNode.Parse("""{"findings":{"Compliance":{"Status":["FAILED"]},"Workflow":{"Status":["NEW"]},"RecordState":["ACTIVE"]}}""")).ShouldBeTrue();

    [Theory]
    [InlineData("FailedRule", "failed")]
    [InlineData("FixedRule", "fixed")]
    public void The_template_has_the_same_patterns(string rule, string pattern) =>
        Json(ShippedPolicies.At(ShippedPolicies.Resource(ShippedPolicies.BotTemplate, rule), "Properties", "EventPattern")).ToJsonString()
            .ShouldBe(Patterns[pattern]!.ToJsonString());

    [Theory]
    [InlineData("event_SecurityHubFindingsImported_EC2.7.json", "failed")]
    [InlineData("asff_fsbp_S3.8_FAILED.json", "failed")]
    [InlineData("asff_consolidated_CloudTrail.2_multi-standard_2025.json", "failed")]
    [InlineData("derived_event_imported_3-findings_mixed.json", "failed")]
    [InlineData("asff_fsbp_EC2.19_PASSED.json", "fixed")]
    [InlineData("asff_product_111111111111-default_PASSED.json", "fixed")]
    [InlineData("asff_consolidated_SSM.1_NOT_AVAILABLE.json", "fixed")]
    [InlineData("asff_access-analyzer_unused-permission_archived_LOW.json", "fixed")]
    [InlineData("event_SecurityHubFindingsImported_1.3.json", "")]
    [InlineData("asff_consolidated_GuardDuty.1_FAILED_2.json", "")]
    [InlineData("asff_product_aws-guardduty_nocompliance.json", "")]
    [InlineData("event_SecurityHubFindingsCustomAction_EC2.7.json", "")]
    [InlineData("event_SecurityHubFindingsCustomAction_1.3.json", "")]
    [InlineData("event_SecurityHubInsightResults_securityhub-cwe-event-formats.json", "")]
    [InlineData("event_FindingsImportedV2_scenarios.json", "")]
    public void A_recorded_event_goes_through_the_rule_that_is_meant(string sample, string rules) =>
        Through(JsonNode.Parse(Samples.Get(sample).AsEvent())!).ShouldBe(rules.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void No_newly_failing_control_and_no_fix_among_the_samples_is_held_back()
    {
        var told = 0;
        foreach (var sample in Samples.All.Where(s => s.IsFinding && JsonNode.Parse(s.Text) is JsonObject))
        {
            var finding = JsonNode.Parse(sample.Text)!;
            var (compliance, workflow, record) = ((string?)finding["Compliance"]?["Status"], (string?)finding["Workflow"]?["Status"], (string?)finding["RecordState"]);
            var through = Through(JsonNode.Parse(sample.AsEvent())!);

            through.Contains("failed").ShouldBe((compliance, workflow, record) == ("FAILED", "NEW", "ACTIVE"), sample.Name);
            through.Contains("fixed").ShouldBe(compliance == "PASSED" || record == "ARCHIVED", sample.Name);
            told += through.Count;
        }

        told.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void What_is_asked_of_a_finding_is_not_put_together_from_several()
    {
        var told = Finding("FAILED", "NOTIFIED", "ACTIVE");
        var warning = Finding("WARNING", "NEW", "ACTIVE");

        Through(JsonNode.Parse(Samples.ImportedEvent(told, warning))!).ShouldBeEmpty();
        Through(JsonNode.Parse(Samples.ImportedEvent(told, Finding("FAILED", "NEW", "ACTIVE")))!).ShouldBe(["failed"]);
    }

    [Fact]
    public void What_the_bot_itself_changes_comes_back_through_no_rule()
    {
        foreach (var workflow in new[] { "NOTIFIED", "SUPPRESSED", "RESOLVED" })
        {
            Through(JsonNode.Parse(Samples.ImportedEvent(Finding("FAILED", workflow, "ACTIVE")))!).ShouldBeEmpty(workflow);
        }
    }

    private static JsonObject Finding(string compliance, string workflow, string record)
    {
        var finding = Samples.Finding("asff_fsbp_S3.8_FAILED.json");
        finding["Compliance"]!["Status"] = compliance;
        finding["Workflow"]!["Status"] = workflow;
        finding["RecordState"] = record;
        return finding;
    }

    private static JsonNode Json(YamlNode yaml) => yaml switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(c.Key.ToString(), (JsonNode?)Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        _ => JsonValue.Create(yaml.ToString()),
    };

    private static List<string> Through(JsonNode @event) =>
        [.. Patterns.Where(p => EventPattern.Matches(p.Value!.AsObject(), @event)).Select(p => p.Key)];
}
