using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>
/// A control's finding in ASFF, field by field as Security Hub writes it: one consolidated finding, or one per standard with the
/// old ids where consolidation is off.
/// </summary>
internal static class ControlFinding
{
    private const string Types = "Software and Configuration Checks/Industry and Regulatory Standards";
    private const string NotApplicable =
        "This finding has a compliance status of NOT AVAILABLE because AWS Config sent Security Hub a finding with a compliance state of Not Applicable. "
        + "The potential reasons for a Not Applicable finding from Config are that (1) a resource has been moved out of scope of the Config rule; "
        + "(2) the Config rule has been deleted; (3) the resource has been deleted; or (4) the logic of the Config rule itself includes scenarios where "
        + "Not Applicable is returned. The specific reason why Not Applicable is returned is not available in the Config rule evaluation.";

    public static IReadOnlyList<JsonObject> Build(TrackedResource resource, SecurityControl control, OrganisationAccount account)
    {
        var standards = EnabledStandards(control, account);
        var perStandard = account.Consolidated ? [] : standards.Select(s => OldName.For(s, control)).OfType<OldName>().ToList();
        // Standards made after consolidation, such as resource tagging, have only ever had the consolidated form.
        return perStandard.Count == 0
            ? [Consolidated(resource, control, account, standards)]
            : [.. perStandard.Select(name => PerStandard(resource, control, account, name))];
    }

    /// <summary>The account's standards that have this control; a control of none of them is checked for the first that has it.</summary>
    public static IReadOnlyList<string> EnabledStandards(SecurityControl control, OrganisationAccount account)
    {
        var enabled = control.Standards.Where(account.Standards.Contains).OrderBy(OldName.StandardsIdOf, StringComparer.Ordinal).ToList();
        return enabled.Count > 0 ? enabled : [control.Standards[0]];
    }

    private static JsonObject Consolidated(
        TrackedResource resource, SecurityControl control, OrganisationAccount account, IReadOnlyList<string> standards)
    {
        var id = $"arn:aws:securityhub:{resource.Region}:{resource.AccountId}:security-control/{control.Id}/finding/{Uuid(resource, "security-control")}";
        var finding = Finding(resource, control, id, $"security-control/{control.Id}", Types, control.Title);
        finding["ProductFields"] = ProductFields(resource, control, id, new JsonObject());
        finding["Resources"] = new JsonArray(Resource(resource, account));
        finding["Compliance"] = Compliance(resource, control, control.Requirements ?? [], standards);
        Finish(finding, resource, control, account, Types);
        return finding;
    }

    private static JsonObject PerStandard(TrackedResource resource, SecurityControl control, OrganisationAccount account, OldName name)
    {
        var owner = $"arn:aws:securityhub:{resource.Region}:{resource.AccountId}";
        var id = $"{owner}:subscription/{name.Standard}/{name.Number}/finding/{Uuid(resource, name.Standard)}";
        var types = $"{Types}/{name.TypeSuffix}";
        var finding = Finding(resource, control, id, name.GeneratorId, types, name.Title);
        finding["ProductFields"] = ProductFields(resource, control, id, new JsonObject
        {
            [name.IsRuleset ? "StandardsGuideArn" : "StandardsArn"] = $"arn:aws:securityhub:::{name.StandardsId}",
            [name.IsRuleset ? "StandardsGuideSubscriptionArn" : "StandardsSubscriptionArn"] = $"{owner}:subscription/{name.Standard}",
            [name.IsRuleset ? "RuleId" : "ControlId"] = name.Number,
            ["RecommendationUrl"] = RemediationUrl(control),
            ["StandardsControlArn"] = $"{owner}:control/{name.Standard}/{name.Number}",
        });
        finding["Resources"] = new JsonArray(Resource(resource, account));
        finding["Compliance"] = Compliance(resource, control, name.Requirements, [name.Standard]);
        Finish(finding, resource, control, account, types);
        return finding;
    }

    private static JsonObject Finding(TrackedResource resource, SecurityControl control, string id, string generatorId, string types, string title) => new()
    {
        ["SchemaVersion"] = "2018-10-08",
        ["Id"] = id,
        ["ProductArn"] = ProductArn(resource),
        ["ProductName"] = "Security Hub",
        ["CompanyName"] = "AWS",
        ["Region"] = resource.Region,
        ["GeneratorId"] = generatorId,
        ["AwsAccountId"] = resource.AccountId,
        ["Types"] = new JsonArray(types),
        ["FirstObservedAt"] = AsffTime.Format(resource.FirstObservedAt),
        ["LastObservedAt"] = AsffTime.Format(resource.UpdatedAt),
        ["CreatedAt"] = AsffTime.Format(resource.CreatedAt),
        ["UpdatedAt"] = AsffTime.Format(resource.UpdatedAt),
        ["Severity"] = Severity(resource, control, normalized: true),
        ["Title"] = title,
        ["Description"] = control.Description,
        ["Remediation"] = new JsonObject
        {
            ["Recommendation"] = new JsonObject
            {
                ["Text"] = "For information on how to correct this issue, consult the AWS Security Hub controls documentation.",
                ["Url"] = RemediationUrl(control),
            },
        },
    };

    private static void Finish(JsonObject finding, TrackedResource resource, SecurityControl control, OrganisationAccount account, string types)
    {
        var workflow = resource.Workflow == WorkflowStatus.Resolved ? "RESOLVED" : "NEW";
        finding["WorkflowState"] = "NEW";
        finding["Workflow"] = new JsonObject { ["Status"] = workflow };
        finding["RecordState"] = resource.IsArchived ? "ARCHIVED" : "ACTIVE";
        finding["FindingProviderFields"] = new JsonObject
        {
            ["Severity"] = Severity(resource, control, normalized: false),
            ["Types"] = new JsonArray(types),
        };
        finding["ProcessedAt"] = AsffTime.Format(resource.UpdatedAt);
        finding["AwsAccountName"] = account.Name;
    }

    private static JsonObject ProductFields(TrackedResource resource, SecurityControl control, string id, JsonObject fields)
    {
        if (control.Rule is { } rule)
        {
            fields["RelatedAWSResources:0/name"] = $"securityhub-{rule}-{StableId.Hex(8, rule, resource.AccountId, resource.Region)}";
            fields["RelatedAWSResources:0/type"] = "AWS::Config::ConfigRule";
        }

        fields["aws/securityhub/ProductName"] = "Security Hub";
        fields["aws/securityhub/CompanyName"] = "AWS";
        if (control.Annotation is { } annotation && resource.Compliance == ComplianceStatus.Failed)
        {
            fields["aws/securityhub/annotation"] = annotation;
        }

        fields["Resources:0/Id"] = control.ChecksTheAccount ? $"arn:aws:iam::{resource.AccountId}:root" : resource.ResourceId;
        fields["aws/securityhub/FindingId"] = $"{ProductArn(resource)}/{id}";
        if (resource.PreviousCompliance is { } previous)
        {
            fields["PreviousComplianceStatus"] = Asff(previous);
        }

        return fields;
    }

    private static JsonObject Resource(TrackedResource resource, OrganisationAccount account)
    {
        var json = new JsonObject
        {
            ["Type"] = resource.ResourceType,
            ["Id"] = resource.ResourceId,
            ["Partition"] = "aws",
            ["Region"] = resource.Region,
        };
        if (resource.ResourceType == ResourceKinds.Account)
        {
            return json;
        }

        // A resource that fails the tagging control has, of course, no tags.
        if (resource.ControlId != "EC2.44" || resource.Compliance != ComplianceStatus.Failed)
        {
            json["Tags"] = new JsonObject { ["Name"] = resource.Name, ["Service"] = account.Service, ["Env"] = account.Environment };
        }

        if (ResourceKinds.Details(resource) is { } details)
        {
            json["Details"] = details;
        }

        return json;
    }

    private static JsonObject Compliance(
        TrackedResource resource, SecurityControl control, IReadOnlyList<string> requirements, IReadOnlyList<string> standards)
    {
        var compliance = new JsonObject { ["Status"] = Asff(resource.Compliance) };
        if (resource.Compliance == ComplianceStatus.NotAvailable)
        {
            compliance["StatusReasons"] = new JsonArray(
                new JsonObject { ["ReasonCode"] = "CONFIG_RETURNS_NOT_APPLICABLE", ["Description"] = NotApplicable });
        }

        if (requirements.Count > 0)
        {
            compliance["RelatedRequirements"] = new JsonArray([.. requirements.Select(r => JsonValue.Create(r))]);
        }

        compliance["SecurityControlId"] = control.Id;
        compliance["AssociatedStandards"] = new JsonArray(
            [.. standards.Select(s => new JsonObject { ["StandardsId"] = OldName.StandardsIdOf(s) })]);
        return compliance;
    }

    /// <summary>The control's own severity while it fails, INFORMATIONAL otherwise: Security Hub does the same.</summary>
    private static JsonObject Severity(TrackedResource resource, SecurityControl control, bool normalized)
    {
        var label = resource.Compliance == ComplianceStatus.Failed ? control.Severity : "INFORMATIONAL";
        var severity = new JsonObject { ["Label"] = label };
        if (normalized)
        {
            severity["Normalized"] = label switch { "CRITICAL" => 90, "HIGH" => 70, "MEDIUM" => 40, "LOW" => 1, _ => 0 };
        }

        severity["Original"] = label;
        return severity;
    }

    private static string Asff(ComplianceStatus status) => status switch
    {
        ComplianceStatus.Failed => "FAILED",
        ComplianceStatus.Passed => "PASSED",
        _ => "NOT_AVAILABLE",
    };

    private static string ProductArn(TrackedResource resource) => $"arn:aws:securityhub:{resource.Region}::product/aws/securityhub";

    private static string RemediationUrl(SecurityControl control) => $"https://docs.aws.amazon.com/console/securityhub/{control.Id}/remediation";

    private static Guid Uuid(TrackedResource resource, string generator) => StableId.Guid(resource.Key, generator);
}
