using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

public sealed class FindingShapeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 2, 3, 456, TimeSpan.Zero);

    private static readonly string[] Required =
        ["SchemaVersion", "Id", "ProductArn", "GeneratorId", "AwsAccountId", "CreatedAt", "UpdatedAt", "Severity", "Title", "Description", "Resources"];

    public static TheoryData<string, string> RealTwins() => new()
    {
        { "asff_consolidated_S3.8_FAILED", "S3.8" },
        { "asff_fsbp_EC2.8_FAILED", "EC2.8" },
        { "asff_cis12_CloudTrail.2_FAILED", "CloudTrail.1" },
        { "asff_cis14_CloudTrail.2_FAILED", "CloudTrail.1" },
        { "asff_consolidated_GuardDuty.1_FAILED_2", "GuardDuty.1" },
    };

    /// <summary>Each of our findings has the fields of the real one of its kind, and no others.</summary>
    [Theory]
    [MemberData(nameof(RealTwins))]
    public void A_finding_has_the_fields_of_its_real_twin(string sample, string control)
    {
        var real = JsonNode.Parse(EmbeddedData.Text($"samples/{sample}.json"))!.AsObject();
        var perStandard = !sample.Contains("consolidated", StringComparison.Ordinal);
        var generator = real["GeneratorId"]!.GetValue<string>();
        var ours = Build(perStandard ? Known.CorpIt : Known.PaymentProd, control, r => r)
            .Select(e => Finding(e))
            .Single(f => !perStandard || Prefix(f["GeneratorId"]!.GetValue<string>()) == Prefix(generator));

        Keys(ours).ShouldBe(Keys(real), ignoreOrder: true);
        foreach (var part in new[] { "Compliance", "Workflow", "FindingProviderFields", "Remediation" })
        {
            Keys(ours[part]!).ShouldBe(Keys(real[part]!), ignoreOrder: true, part);
        }

        Keys(ours["Resources"]![0]!).Except(["Tags", "Details"]).ShouldBe(Keys(real["Resources"]![0]!).Except(["Tags", "Details"]), ignoreOrder: true);
        Keys(ours["ProductFields"]!).Except(["aws/securityhub/annotation"])
            .ShouldBe(Keys(real["ProductFields"]!).Except(["aws/securityhub/annotation"]), ignoreOrder: true);
        ours["Types"]!.ToJsonString().ShouldBe(real["Types"]!.ToJsonString());
        ours["Id"]!.GetValue<string>().Split(':')[5].Split('/')[0].ShouldBe(real["Id"]!.GetValue<string>().Split(':')[5].Split('/')[0]);

        // The samples differ among themselves in what came later (Product in Severity until 2023, ProcessedAt, the account's name).
        static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(p => p.Key)
            .Except(["matched_rule", "Note", "ProcessedAt", "AwsAccountName", "RelatedRequirements"]);
        static string Prefix(string generatorId) => generatorId[..generatorId.LastIndexOf('/')];
    }

    [Fact]
    public void Every_event_of_the_organisation_is_within_the_limits_of_asff()
    {
        var organisation = Organisation.Default;
        using var hub = Hub(organisation);
        var events = hub.Resources.SelectMany(hub.Events).ToList();
        events.Count.ShouldBeGreaterThan(hub.Resources.Count);
        foreach (var e in events)
        {
            CheckEnvelope(e);
            CheckFinding(Finding(e));
        }

        events.Select(e => Finding(e)["Id"]!.GetValue<string>()).ShouldBeUnique();
        hub.Resources.Select(r => r.Key).ShouldBeUnique();
    }

    [Fact]
    public void Every_control_of_the_catalogue_makes_a_finding_in_every_account_in_every_state()
    {
        foreach (var control in SecurityControls.All)
        {
            foreach (var account in Organisation.Default.Accounts)
            {
                foreach (var change in new Func<TrackedResource, TrackedResource>[] { r => r, r => r.Fix(Now), r => r.Archive(Now) })
                {
                    var events = Build(account.AccountId, control.Id, change);
                    events.ShouldNotBeEmpty();
                    events.ForEach(e => CheckFinding(Finding(e)));
                }
            }
        }
    }

    [Fact]
    public void A_control_fails_once_per_standard_where_consolidation_is_off()
    {
        var findings = Build(Known.CorpIt, "IAM.6", r => r).ConvertAll(Finding);

        findings.Select(f => f["GeneratorId"]!.GetValue<string>()).ShouldBe(
            [
                "aws-foundational-security-best-practices/v/1.0.0/IAM.6",
                "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/1.14",
                "cis-aws-foundations-benchmark/v/1.4.0/1.6",
            ],
            ignoreOrder: true);
        findings.Select(f => f["Id"]!.GetValue<string>()).ShouldBeUnique();
        findings.ShouldAllBe(f => f["Compliance"]!["SecurityControlId"]!.GetValue<string>() == "IAM.6");
        findings.ShouldAllBe(f => f["Compliance"]!["AssociatedStandards"]!.AsArray().Count == 1);
        findings.Single(f => f["Id"]!.GetValue<string>().Contains("/1.2.0/", StringComparison.Ordinal))["ProductFields"]!["RuleId"]!
            .GetValue<string>().ShouldBe("1.14");
    }

    [Fact]
    public void A_consolidated_finding_names_the_standards_that_the_account_has_enabled()
    {
        var finding = Finding(Build(Known.PaymentProd, "S3.8", r => r).Single());

        finding["Compliance"]!["AssociatedStandards"]!.AsArray().Select(s => s!["StandardsId"]!.GetValue<string>()).ShouldBe(
            [
                "standards/aws-foundational-security-best-practices/v/1.0.0",
                "standards/cis-aws-foundations-benchmark/v/1.4.0",
                "standards/pci-dss/v/4.0.1",
            ]);
    }

    [Fact]
    public void A_threat_has_no_compliance_and_another_product()
    {
        var finding = Finding(Build(Known.ShopProd, GuardDutyFinding.Type, r => r).Single());

        finding.ContainsKey("Compliance").ShouldBeFalse();
        finding["ProductArn"]!.GetValue<string>().ShouldEndWith("::product/aws/guardduty");
    }

    [Fact]
    public void Names_leave_as_they_are_in_utf8()
    {
        var text = Build(Known.ShopProd, "S3.8", r => r with { Name = "<!channel> & <b>" }).Single().ToJsonString(EmbeddedData.Json);

        text.ShouldContain("ショッピング");
        text.ShouldContain("<!channel> & <b>");
    }

    private static List<JsonObject> Build(string accountId, string controlId, Func<TrackedResource, TrackedResource> change)
    {
        var control = SecurityControls.Get(controlId);
        var account = Organisation.Default.Find(accountId)!;
        using var hub = Hub(AwsCornerHost.Quiet);
        var resource = LocalSecurityHub.NewResource(account, account.Regions[0], control, control.ResourceType, "a-name", Now.AddDays(-3));
        return [.. hub.Events(change(resource))];
    }

    private static LocalSecurityHub Hub(Organisation organisation)
    {
        var options = new AwsCornerOptions { BotUrl = new Uri("http://127.0.0.1:1"), ApiKey = "x" };
        var sender = new EventSender(options, new BotIntake(options), TimeProvider.System, NullLogger<EventSender>.Instance);
        return new LocalSecurityHub(organisation, new DocumentStore(null), sender, TimeProvider.System, NullLogger<LocalSecurityHub>.Instance);
    }

    private static JsonObject Finding(JsonObject e) => e["detail"]!["findings"]!.AsArray().Single()!.AsObject();

    private static void CheckEnvelope(JsonObject e)
    {
        var finding = Finding(e);
        e.Select(p => p.Key).ShouldBe(["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"]);
        e["detail-type"]!.GetValue<string>().ShouldBe("Security Hub Findings - Imported");
        e["source"]!.GetValue<string>().ShouldBe("aws.securityhub");
        e["account"]!.GetValue<string>().ShouldBe(finding["AwsAccountId"]!.GetValue<string>());
        e["region"]!.GetValue<string>().ShouldBe(finding["Region"]!.GetValue<string>());
        e["time"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        e["resources"]![0]!.GetValue<string>().ShouldBe($"{finding["ProductArn"]}/{finding["Id"]}");
        Encoding.UTF8.GetByteCount(e.ToJsonString(EmbeddedData.Json)).ShouldBeLessThan(240 * 1024);
    }

    private static void CheckFinding(JsonObject f)
    {
        Required.ShouldAllBe(name => f.ContainsKey(name));
        f["AwsAccountId"]!.GetValue<string>().ShouldMatch("^[0-9]{12}$");
        Length("Id", 512);
        Length("GeneratorId", 512);
        Length("Title", 256);
        Length("Description", 1024);
        Length("AwsAccountName", 50);
        f["ProductFields"]!.AsObject().Count.ShouldBeLessThanOrEqualTo(50);
        f["ProductFields"]!.AsObject().ShouldAllBe(p => p.Key.Length <= 128 && p.Value!.GetValue<string>().Length <= 2048);
        f["Resources"]!.AsArray().Count.ShouldBe(1);
        f["Severity"]!["Label"]!.GetValue<string>().ShouldBeOneOf("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
        var times = new[] { "CreatedAt", "FirstObservedAt", "UpdatedAt" }.Select(n => f[n]!.GetValue<string>()).ToList();
        foreach (var time in times)
        {
            time.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        }

        times.ShouldBeInOrder();

        void Length(string name, int limit) => f[name]!.GetValue<string>().Length.ShouldBeInRange(1, limit);
    }
}
