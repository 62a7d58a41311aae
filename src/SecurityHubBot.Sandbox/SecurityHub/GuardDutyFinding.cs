using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>A finding that GuardDuty hands to Security Hub: a threat, without compliance and without a control.</summary>
internal static class GuardDutyFinding
{
    public const string Type = "UnauthorizedAccess:EC2/SSHBruteForce";

    private const string AsffType = "TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce";

    public static SecurityControl Control { get; } = new(
        Type,
        "GuardDuty: SSH brute force attack against an EC2 instance",
        "LOW",
        "",
        Rule: null,
        "AwsEc2Instance",
        Standards: []);

    public static JsonObject Build(TrackedResource resource, OrganisationAccount account)
    {
        var detector = StableId.Hex(32, "detector", resource.AccountId, resource.Region);
        var detectorArn = $"arn:aws:guardduty:{resource.Region}:{resource.AccountId}:detector/{detector}";
        var id = $"{detectorArn}/finding/{StableId.Hex(32, resource.Key)}";
        var productArn = $"arn:aws:securityhub:{resource.Region}::product/aws/guardduty";
        var instance = resource.ResourceId[(resource.ResourceId.LastIndexOf('/') + 1)..];
        var findingId = id[(id.LastIndexOf('/') + 1)..];
        return new JsonObject
        {
            ["SchemaVersion"] = "2018-10-08",
            ["Id"] = id,
            ["ProductArn"] = productArn,
            ["ProductName"] = "GuardDuty",
            ["CompanyName"] = "Amazon",
            ["Region"] = resource.Region,
            ["GeneratorId"] = detectorArn,
            ["AwsAccountId"] = resource.AccountId,
            ["AwsAccountName"] = account.Name,
            ["Types"] = new JsonArray(AsffType),
            ["FirstObservedAt"] = AsffTime.Format(resource.FirstObservedAt),
            ["LastObservedAt"] = AsffTime.Format(resource.UpdatedAt),
            ["CreatedAt"] = AsffTime.Format(resource.CreatedAt),
            ["UpdatedAt"] = AsffTime.Format(resource.UpdatedAt),
            ["Severity"] = new JsonObject { ["Product"] = 2, ["Label"] = Control.Severity, ["Normalized"] = 20 },
            ["Title"] = $"198.51.100.23 is performing SSH brute force attacks against {instance}.",
            ["Description"] = $"198.51.100.23 is performing SSH brute force attacks against {instance}. "
                + "Brute force attacks are used to gain unauthorized access to your instance by guessing the SSH password.",
            ["SourceUrl"] = $"https://{resource.Region}.console.aws.amazon.com/guardduty/home?region={resource.Region}#/findings?macros=current&fId={findingId}",
            ["ProductFields"] = ProductFields(resource, detector, $"{productArn}/{id}"),
            ["Resources"] = new JsonArray(new JsonObject
            {
                ["Type"] = resource.ResourceType,
                ["Id"] = resource.ResourceId,
                ["Partition"] = "aws",
                ["Region"] = resource.Region,
                ["Tags"] = new JsonObject { ["Name"] = resource.Name },
                ["Details"] = ResourceKinds.Details(resource),
            }),
            ["WorkflowState"] = "NEW",
            ["Workflow"] = new JsonObject { ["Status"] = "NEW" },
            ["RecordState"] = resource.IsArchived ? "ARCHIVED" : "ACTIVE",
            ["FindingProviderFields"] = new JsonObject
            {
                ["Severity"] = new JsonObject { ["Label"] = Control.Severity },
                ["Types"] = new JsonArray(AsffType),
            },
            ["Sample"] = false,
        };
    }

    private static JsonObject ProductFields(TrackedResource resource, string detector, string findingId) => new()
    {
        ["aws/guardduty/service/action/actionType"] = "NETWORK_CONNECTION",
        ["aws/guardduty/service/action/networkConnectionAction/connectionDirection"] = "INBOUND",
        ["aws/guardduty/service/action/networkConnectionAction/localPortDetails/port"] = "22",
        ["aws/guardduty/service/action/networkConnectionAction/remoteIpDetails/ipAddressV4"] = "198.51.100.23",
        ["aws/guardduty/service/archived"] = resource.IsArchived ? "true" : "false",
        ["aws/guardduty/service/count"] = "27",
        ["aws/guardduty/service/detectorId"] = detector,
        ["aws/guardduty/service/resourceRole"] = "TARGET",
        ["aws/guardduty/service/serviceName"] = "guardduty",
        ["aws/securityhub/FindingId"] = findingId,
        ["aws/securityhub/ProductName"] = "GuardDuty",
        ["aws/securityhub/CompanyName"] = "Amazon",
    };
}
