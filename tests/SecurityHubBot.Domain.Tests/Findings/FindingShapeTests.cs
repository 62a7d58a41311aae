using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Domain.Tests.Findings;

public class FindingShapeTests
{
    [Fact]
    public void A_consolidated_finding_is_read_whole()
    {
        var finding = ReadFinding.Of(Samples.Finding("asff_consolidated_S3.8_FAILED.json"));

        finding.Id.ShouldBe("arn:aws:securityhub:eu-west-1:988763490897:security-control/S3.8/finding/1ed5c403-ee76-491a-8248-0a5258972d3e");
        finding.IsSecurityHubProduct.ShouldBeTrue();
        finding.Account.ShouldBe(AccountId.Parse("988763490897"));
        finding.Region.ShouldBe("eu-west-1");
        finding.Control.ShouldBe(ControlId.Parse("S3.8"));
        finding.Severity.ShouldBe(Severity.High);
        finding.Title.ShouldBe("S3 general purpose buckets should block public access");
        finding.RemediationUrl.ShouldBe("https://docs.aws.amazon.com/console/securityhub/S3.8/remediation");
        finding.Resources.ShouldBe([new FindingResource("arn:aws:s3:::boeket-acc", "AwsS3Bucket", "eu-west-1", "aws")]);
        finding.UpdatedAt.ShouldBe(new DateTimeOffset(2024, 7, 24, 19, 5, 4, 979, TimeSpan.Zero));
        finding.IsFailing.ShouldBeTrue();
        finding.Standards.Select(s => s.ToString()).ShouldBe(
            ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/1.4.0", "cis-aws-foundations-benchmark/v/3.0.0", "nist-800-53/v/5.0.0"]);
    }

    [Fact]
    public void Several_findings_in_one_event_are_all_read_with_their_own_json()
    {
        var findings = SecurityHubEventReader.Read(Samples.Get("derived_event_imported_3-findings_mixed.json").Bytes).ShouldBeOfType<EventReading.Findings>();

        findings.Items.Select(i => i.Finding.Control?.ToString()).ShouldBe(["CloudTrail.2", "EC2.44", null]);
        foreach (var item in findings.Items)
        {
            JsonNode.Parse(item.Json.Span)!["Id"]!.GetValue<string>().ShouldBe(item.Finding.Id);
        }
    }

    [Fact]
    public void A_custom_action_is_told_by_its_name()
    {
        var findings = SecurityHubEventReader.Read(Samples.Get("event_SecurityHubFindingsCustomAction_1.6.json").Bytes).ShouldBeOfType<EventReading.Findings>();

        findings.CustomAction.ShouldBe("CIS 1.5 - 1.11 RR");
        findings.EventId.ShouldBe("81ee3cd6-6100-dbb7-5431-adcb1a6550a3");
        findings.DetailType.ShouldBe(SecurityHubEventReader.CustomAction);
        findings.Items.Count.ShouldBe(2);
    }

    [Fact]
    public void A_finding_of_another_product_has_no_control_even_when_it_claims_one()
    {
        var finding = ReadFinding.With(ReadFinding.Consolidated, f => f["ProductArn"] = "arn:aws:securityhub:us-east-1::product/prowler/prowler");

        finding.Control.ShouldBeNull();
        finding.IsControlFinding.ShouldBeFalse();
        finding.Keys.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("arn:aws:securityhub:us-east-1::product/aws/securityhub", true)]
    [InlineData("arn:aws-cn:securityhub:cn-north-1::product/aws/securityhub", true)]
    [InlineData("arn:aws-us-gov:securityhub:us-gov-west-1::product/aws/securityhub", true)]
    [InlineData("arn:aws:securityhub:us-east-1::product/aws/guardduty", false)]
    [InlineData("arn:aws:securityhub:us-east-1:123456789012:product/aws/securityhub", false)]
    [InlineData("arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default", false)]
    [InlineData("arn:aws:securityhub:us-east-1::product/aws/securityhub/x", false)]
    [InlineData("Security Hub", false)]
    public void The_product_is_known_by_its_arn(string productArn, bool isSecurityHub) =>
        SecurityHubProduct.IsSecurityHub(productArn).ShouldBe(isSecurityHub);

    [Theory]
    [InlineData("Security Hub")]
    [InlineData("Security Hub CSPM")]
    [InlineData("なにか")]
    public void The_products_name_does_not_matter(string name) =>
        ReadFinding.With(ReadFinding.Consolidated, f => f["ProductName"] = name).IsSecurityHubProduct.ShouldBeTrue();

    [Fact]
    public void Without_Compliance_a_control_finding_is_not_failing()
    {
        var finding = ReadFinding.Of(Samples.Finding("derived_asff_control-without-Compliance.json"));

        finding.Compliance.ShouldBeNull();
        finding.IsControlFinding.ShouldBeTrue();
        finding.IsFailing.ShouldBeFalse();
    }

    [Fact]
    public void Without_Region_the_resource_tells_it_then_the_product_then_the_id()
    {
        ReadFinding.With(ReadFinding.Consolidated, f => { f.Remove("Region"); f["Resources"]![0]!["Region"] = "eu-west-3"; }).Region.ShouldBe("eu-west-3");
        ReadFinding.With(ReadFinding.Consolidated, f => { f.Remove("Region"); f["Resources"]![0]!.AsObject().Remove("Region"); }).Region.ShouldBe("us-east-1");
        ReadFinding.With(ReadFinding.Consolidated, f => { OnlyAccount(f); f["ProductArn"] = "arn:aws:securityhub:eu-north-1::product/aws/securityhub"; }).Region.ShouldBe("eu-north-1");
        ReadFinding.With(ReadFinding.Consolidated, f => { OnlyAccount(f); f["ProductArn"] = "arn:aws:securityhub:::product/aws/securityhub"; }).Region.ShouldBe("us-east-1");

        static void OnlyAccount(JsonObject f)
        {
            f.Remove("Region");
            f["Resources"]![0] = new JsonObject { ["Id"] = "AWS::::Account:123456789012", ["Type"] = "AwsAccount" };
        }
    }

    [Fact]
    public void Without_any_Region_the_event_is_malformed()
    {
        var finding = Samples.Finding(ReadFinding.Consolidated);
        finding.Remove("Region");
        finding["Id"] = "test";
        finding["ProductArn"] = "arn:aws:securityhub:::product/aws/securityhub";
        finding["Resources"]![0] = new JsonObject { ["Id"] = "x", ["Type"] = "Other" };

        SecurityHubEventReader.Read(Samples.ImportedEvent(finding)).ShouldBeOfType<EventReading.Malformed>().Reason.ShouldStartWith("$.detail.findings[0].Region is missing");
    }

    [Theory]
    [InlineData("derived_asff_china_aws-cn_CloudTrail.2.json", "aws-cn", "cn-north-1")]
    [InlineData("derived_asff_govcloud_aws-us-gov_CloudTrail.2.json", "aws-us-gov", "us-gov-west-1")]
    [InlineData(ReadFinding.Consolidated, "aws", "us-east-1")]
    public void Partitions_are_kept(string sample, string partition, string region)
    {
        var resource = ReadFinding.Of(Samples.Finding(sample)).Resources.ShouldHaveSingleItem();

        resource.Partition.ShouldBe(partition);
        resource.Region.ShouldBe(region);
    }

    [Fact]
    public void A_resource_without_Partition_has_the_products()
    {
        var finding = ReadFinding.With("derived_asff_china_aws-cn_CloudTrail.2.json", f => f["Resources"]![0] = new JsonObject { ["Id"] = "AWS::::Account:123456789012", ["Type"] = "AwsAccount" });

        finding.Resources.ShouldBe([new FindingResource("AWS::::Account:123456789012", "AwsAccount", "cn-north-1", "aws-cn")]);
    }

    [Fact]
    public void A_resource_named_twice_counts_once() =>
        ReadFinding.With(ReadFinding.Consolidated, f => f["Resources"]!.AsArray().Add(f["Resources"]![0]!.DeepClone())).Resources.Count.ShouldBe(1);

    [Fact]
    public void Thirty_two_resources_and_the_longest_ids_are_accepted()
    {
        var finding = ReadFinding.With(ReadFinding.Consolidated, f =>
        {
            f["Id"] = new string('i', 512);
            f["Resources"] = new JsonArray(Enumerable.Range(0, 32).Select(i => (JsonNode)new JsonObject { ["Id"] = $"{i:00}".PadRight(2048, 'r'), ["Type"] = "Other" }).ToArray());
        });

        finding.Resources.Count.ShouldBe(32);
        finding.Keys.Count().ShouldBe(32);
    }

    [Fact]
    public void A_title_is_kept_up_to_1024_characters_and_never_cut_through_a_character()
    {
        ReadFinding.With(ReadFinding.Consolidated, f => f["Title"] = new string('t', 1024)).Title.Length.ShouldBe(1024);
        ReadFinding.With(ReadFinding.Consolidated, f => f["Title"] = new string('t', 5000)).Title.Length.ShouldBe(1024);
        var title = ReadFinding.With(ReadFinding.Consolidated, f => f["Title"] = new string('t', 1023) + "😀😀").Title;
        title.ShouldBe(new string('t', 1023));
    }

    [Fact]
    public void Unicode_and_Slacks_characters_arrive_unchanged()
    {
        var finding = ReadFinding.With(ReadFinding.Consolidated, f =>
        {
            f["Title"] = "山田 <!channel> & 😀";
            f["Resources"]![0]!["Id"] = "arn:aws:s3:::<@U123>|バケット";
        });

        finding.Title.ShouldBe("山田 <!channel> & 😀");
        finding.Resources[0].Id.ShouldBe("arn:aws:s3:::<@U123>|バケット");
    }

    [Fact]
    public void A_byte_order_mark_in_front_is_tolerated()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. MalformedBodies.Sound()];

        var item = SecurityHubEventReader.Read(body).ShouldBeOfType<EventReading.Findings>().Items.ShouldHaveSingleItem();

        Encoding.UTF8.GetString(item.Json.Span).ShouldStartWith("{\"SchemaVersion\"");
        item.Json.Span[^1].ShouldBe((byte)'}');
    }

    [Theory]
    [InlineData("2025-05-30T03:30:32Z", "2025-05-30T03:30:32.0000000+00:00")]
    [InlineData("2025-05-30T03:30:32.7Z", "2025-05-30T03:30:32.7000000+00:00")]
    [InlineData("2025-05-30T03:30:32.123456789Z", "2025-05-30T03:30:32.1234560+00:00")]
    [InlineData("2025-05-30T12:30:32+09:00", "2025-05-30T03:30:32.0000000+00:00")]
    [InlineData("2025-05-29T22:00:32.5-0530", "2025-05-30T03:30:32.5000000+00:00")]
    [InlineData("2025-05-30T21:30:32+18:00", "2025-05-30T03:30:32.0000000+00:00")]
    public void Times_are_read_in_every_form_of_ASFF(string text, string utc) =>
        ReadFinding.With(ReadFinding.Consolidated, f => f["UpdatedAt"] = text).UpdatedAt.ToString("O").ShouldBe(utc);

    [Theory]
    [InlineData("""{"Label":"HIGH","Normalized":1}""", Severity.High)]
    [InlineData("""{"Normalized":40}""", Severity.Medium)]
    [InlineData("""{"Normalized":"90"}""", Severity.Critical)]
    [InlineData("""{"Product":30}""", Severity.Low)]
    [InlineData("""{"Product":0.5}""", Severity.Informational)]
    [InlineData("""{"Original":"x"}""", Severity.Critical)]
    [InlineData("null", Severity.Critical)]
    public void The_severity_is_label_then_normalized_then_product_then_the_providers(string json, Severity severity) =>
        ReadFinding.With(ReadFinding.Consolidated, f =>
        {
            f["Severity"] = JsonNode.Parse(json);
            f["FindingProviderFields"] = JsonNode.Parse("""{"Severity":{"Label":"CRITICAL"}}""");
        }).Severity.ShouldBe(severity);

    [Theory]
    [InlineData("""{"Status":"SUPPRESSED"}""", "NEW", WorkflowStatus.Suppressed)]
    [InlineData("""{"Status":"NOTIFIED"}""", null, WorkflowStatus.Notified)]
    [InlineData(null, "RESOLVED", WorkflowStatus.Resolved)]
    [InlineData(null, "IN_PROGRESS", WorkflowStatus.Notified)]
    [InlineData("{}", "DEFERRED", WorkflowStatus.Notified)]
    [InlineData(null, null, WorkflowStatus.New)]
    public void The_workflow_is_its_status_then_the_older_state(string? workflow, string? state, WorkflowStatus expected) =>
        ReadFinding.With(ReadFinding.Consolidated, f =>
        {
            f["Workflow"] = workflow is null ? null : JsonNode.Parse(workflow);
            f["WorkflowState"] = state;
        }).Workflow.ShouldBe(expected);

    [Theory]
    [InlineData("https://docs.aws.amazon.com/console/securityhub/S3.8/remediation", "https://docs.aws.amazon.com/console/securityhub/S3.8/remediation")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("not a link", null)]
    [InlineData("https://example.com/|x>y", "https://example.com/%7Cx%3Ey")]
    public void Only_web_addresses_become_remediation_links(string url, string? expected) =>
        ReadFinding.With(ReadFinding.Consolidated, f => f["Remediation"]!["Recommendation"]!["Url"] = url).RemediationUrl.ShouldBe(expected);

    [Fact]
    public void Events_of_other_kinds_are_not_handled_yet_whatever_their_detail_is()
    {
        var reading = SecurityHubEventReader.Read("""{"id":"e-1","source":"aws.health","detail-type":"AWS Health Event","detail":{"findings":7}}"""u8.ToArray());

        reading.ShouldBe(new EventReading.NotHandledYet("aws.health: AWS Health Event", "e-1"));
    }

    [Fact]
    public void The_same_detail_type_from_another_source_is_not_believed()
    {
        var body = Encoding.UTF8.GetString(MalformedBodies.Sound()).Replace("aws.securityhub\"", "my.tool\"", StringComparison.Ordinal);

        SecurityHubEventReader.Read(Encoding.UTF8.GetBytes(body)).ShouldBeOfType<EventReading.NotHandledYet>();
    }
}
