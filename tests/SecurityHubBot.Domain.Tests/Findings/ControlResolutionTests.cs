using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Findings;

namespace SecurityHubBot.Domain.Tests.Findings;

public class ControlResolutionTests
{
    private const string Cis12 = "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/";

    [Theory]
    [InlineData("security-control/S3.13", "S3.13")]
    [InlineData("security-control/iam.9", "IAM.9")]
    [InlineData(Cis12 + "1.4", "IAM.3")]
    [InlineData("cis-aws-foundations-benchmark/v/1.4.0/1.4", "IAM.4")]
    [InlineData("cis-aws-foundations-benchmark/v/1.4.0/2.1.5.1", "S3.1")]
    [InlineData("cis-aws-foundations-benchmark/v/1.4.0/2.1.5.2", "S3.8")]
    [InlineData("aws-foundational-security-best-practices/v/1.0.0/ELBv2.1", "ELB.1")]
    [InlineData("pci-dss/v/3.2.1/PCI.CloudTrail.1", "CloudTrail.2")]
    [InlineData("pci-dss/v/3.2.1/PCI.S3.6", "S3.1")]
    [InlineData("PCI-DSS/v/3.2.1/pci.s3.6", "S3.1")]
    [InlineData("nist-800-53/v/5.0.0/CloudTrail.2", "CloudTrail.2")]
    [InlineData("nist-800-171/v/2.0.0/EC2.10", "EC2.10")]
    [InlineData("service-managed-aws-control-tower/v/1.0.0/CloudTrail.2", "CloudTrail.2")]
    [InlineData("service-managed-aws-control-tower/v/1.0.0/CT.CloudTrail.2", "CloudTrail.2")]
    [InlineData("aws-foundational-security-best-practices/v/1.0.0/CodeBuild.5", "CodeBuild.5")]
    [InlineData("ai-security-best-practices/v/1.0.0/Bedrock.99", "Bedrock.99")]
    public void A_generator_id_tells_the_security_control(string generatorId, string control) =>
        ReadFinding.PerStandardWith(generatorId).Control.ShouldBe(ControlId.Parse(control));

    [Theory]
    [InlineData("cis-aws-foundations-benchmark/v/1.7.0/1.6", "cis-aws-foundations-benchmark_1.7.0_1.6")]
    [InlineData("arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/9.0.0/rule/1.6", "cis-aws-foundations-benchmark_9.0.0_1.6")]
    [InlineData("pci-dss/v/3.2.1/PCI.Moon.1", "pci-dss_3.2.1_PCI.Moon.1")]
    public void An_id_that_nobody_can_translate_is_kept_under_its_standards_name(string generatorId, string control) =>
        ReadFinding.PerStandardWith(generatorId).Control.ShouldBe(ControlId.Parse(control));

    [Fact]
    public void Security_Hubs_finding_without_any_control_is_not_handled_yet() =>
        ReadFinding.PerStandardWith("something/else").Control.ShouldBeNull();

    [Fact]
    public void The_security_control_id_wins_over_everything() =>
        ReadFinding.With("asff_pci_CloudTrail.2_FAILED.json", f => f["Compliance"]!["SecurityControlId"] = "KMS.4").Control.ShouldBe(ControlId.Parse("KMS.4"));

    [Fact]
    public void The_finding_id_tells_a_consolidated_control_when_the_generator_does_not() =>
        ReadFinding.With("derived_asff_control-without-Compliance.json", f => f.Remove("GeneratorId")).Control.ShouldBe(ControlId.Parse("CloudTrail.2"));

    [Theory]
    [InlineData("RuleId", "StandardsGuideArn", "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0", "2.8", "KMS.4")]
    [InlineData("ControlId", "StandardsArn", "arn:aws:securityhub:::standards/pci-dss/v/3.2.1", "PCI.IAM.1", "IAM.4")]
    [InlineData("ControlId", "StandardsSubscriptionArn", "arn:aws:securityhub:us-east-1:111111111111:subscription/service-managed-aws-control-tower/v/1.0.0", "CT.S3.4", "S3.4")]
    public void Product_fields_tell_the_control_with_its_standard(string idField, string arnField, string arn, string id, string control)
    {
        var finding = ReadFinding.With(ReadFinding.PerStandard, f =>
        {
            f["GeneratorId"] = "";
            f["Id"] = "test";
            f["ProductFields"] = new JsonObject { [idField] = id, [arnField] = arn };
        });

        finding.Control.ShouldBe(ControlId.Parse(control));
        finding.Standards.ShouldBe([StandardId.Parse(arn)]);
    }

    [Fact]
    public void The_title_is_the_last_to_be_asked() =>
        ReadFinding.PerStandardWith("", title: "EC2.19 Security groups should not allow unrestricted access").Control.ShouldBe(ControlId.Parse("EC2.19"));

    [Theory]
    [InlineData("securityhub-use-of-root-account-test-1a2b3c", "IAM.20")]
    [InlineData(null, "CloudWatch.1")]
    [InlineData("securityhub-some-metric-filter-1a2b3c", "CloudWatch.1")]
    public void The_one_id_with_two_controls_is_told_apart_by_its_config_rule(string? rule, string control) =>
        ReadFinding.PerStandardWith(Cis12 + "1.1", "1.1 Avoid the use of the root user", rule).Control.ShouldBe(ControlId.Parse(control));

    [Fact]
    public void Every_row_of_AWSs_table_resolves_to_its_control()
    {
        using var table = new StreamReader(typeof(Finding).Assembly.GetManifestResourceStream("generator_ids.tsv")!);
        var rows = table.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split('\t')).ToList();
        rows.Count.ShouldBe(489);
        rows.GroupBy(r => r[0]).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBe(["cis-aws-foundations-benchmark/v/1.2.0/1.1"]);

        foreach (var row in rows.Where(r => !r[0].EndsWith("/v/1.2.0/1.1", StringComparison.Ordinal)))
        {
            ReadFinding.PerStandardWith(row[0]).Control.ShouldBe(ControlId.Parse(row[1]), row[0]);
        }
    }

    [Fact]
    public void Regional_copies_of_a_standard_are_one()
    {
        var finding = ReadFinding.With(ReadFinding.Consolidated, f => f["Compliance"]!["AssociatedStandards"] = new JsonArray(
            Standard("standards/pci-dss/v/4.0.1"),
            Standard("arn:aws:securityhub:us-east-1::standards/pci-dss/v/4.0.1"),
            Standard("arn:aws:securityhub:eu-west-1::standards/PCI-DSS/v/4.0.1"),
            Standard("arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"),
            Standard("ruleset/cis-aws-foundations-benchmark/v/1.2.0")));

        finding.Standards.Select(s => s.ToString()).ShouldBe(["pci-dss/v/4.0.1", "cis-aws-foundations-benchmark/v/1.2.0"]);

        static JsonNode Standard(string id) => new JsonObject { ["StandardsId"] = id };
    }

    [Fact]
    public void Without_a_list_of_standards_the_generator_id_tells_it() =>
        ReadFinding.PerStandardWith(Cis12 + "1.4").Standards.ShouldBe([StandardId.Parse("cis-aws-foundations-benchmark/v/1.2.0")]);

    [Theory]
    [InlineData("S3.13 S3 buckets should have lifecycle policies", "S3 buckets should have lifecycle policies")]
    [InlineData("1.4 Ensure access keys are rotated", "Ensure access keys are rotated")]
    [InlineData("2.1.5.1 Ensure that S3 buckets", "Ensure that S3 buckets")]
    [InlineData("PCI.CloudTrail.1 CloudTrail logs should be encrypted", "CloudTrail logs should be encrypted")]
    [InlineData("CT.CloudTrail.2 CloudTrail should have encryption", "CloudTrail should have encryption")]
    [InlineData("ELBv2.1 Application Load Balancer", "Application Load Balancer")]
    [InlineData("S3 buckets should", "S3 buckets should")]
    [InlineData("TLS 1.2 should be used", "TLS 1.2 should be used")]
    [InlineData("v1.2 should be used", "v1.2 should be used")]
    [InlineData("S3.13", "S3.13")]
    [InlineData("S3.13 ", "S3.13")]
    [InlineData("EC2.1\tx", "EC2.1 x")]
    [InlineData("a\nb\u2028c", "a b c")]
    public void A_title_is_shown_without_the_id_in_front(string title, string shown) => FindingTitle.Display(title).ShouldBe(shown);

    [Theory]
    [InlineData(Severity.Low, "FAILED", Severity.Critical, Severity.Low)]
    [InlineData(null, "FAILED", Severity.Critical, Severity.Critical)]
    [InlineData(null, "FAILED", Severity.Informational, null)]
    [InlineData(null, "PASSED", Severity.High, null)]
    [InlineData(null, "WARNING", Severity.Medium, null)]
    [InlineData(Severity.High, "PASSED", Severity.Informational, Severity.High)]
    public void A_controls_severity_is_the_catalogues_or_a_failed_findings(Severity? catalogue, string compliance, Severity label, Severity? expected)
    {
        var finding = ReadFinding.With(ReadFinding.Consolidated, f =>
        {
            f["Compliance"]!["Status"] = compliance;
            f["Severity"] = new JsonObject { ["Label"] = label.Label() };
        });

        ControlSeverityRule.Decide(catalogue, finding).ShouldBe(expected);
    }
}
