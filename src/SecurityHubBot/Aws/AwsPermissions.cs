namespace SecurityHubBot.Aws;

/// <summary>
/// What the bot is allowed in AWS. Tests hold the policies in manifest/aws, the table in docs/operating.md and the calls that the code
/// makes to this list: who makes a new call adds it here, and is told where else.
/// </summary>
internal static class AwsPermissions
{
    public static IReadOnlyList<AwsPermission> All { get; } =
    [
        .. Queue(),
        .. Directory(),
        .. Findings(),
        .. Organisation(),
        .. Controls(),
    ];

    private static AwsPermission[] Queue() =>
    [
        new("sqs:ReceiveMessage", AwsPlace.Administrator, "Takes events from the queue"),
        new("sqs:DeleteMessage", AwsPlace.Administrator, "Deletes an event once it is committed") { Operations = ["sqs:DeleteMessage", "sqs:DeleteMessageBatch"] },
        new("sqs:ChangeMessageVisibility", AwsPlace.Administrator, "Keeps an event that is being worked on from other instances, or gives it back")
        {
            Operations = ["sqs:ChangeMessageVisibility", "sqs:ChangeMessageVisibilityBatch"],
        },
        new("sqs:GetQueueAttributes", AwsPlace.Administrator, "Reads for how long events are hidden, and after how many deliveries they go to the dead letter queue"),
        new("kms:Decrypt", AwsPlace.Administrator, "Reads events that are encrypted with a key of your own; only with `queue_kms_key_arn`") { Operations = ["sqs:ReceiveMessage"] },
    ];

    private static AwsPermission[] Directory() =>
    [
        new("dynamodb:DescribeTable", AwsPlace.Administrator, "Sees at the start that the tables are there, with the right keys"),
        new("dynamodb:Scan", AwsPlace.Administrator, "Reads both tables"),
        new("dynamodb:GetItem", AwsPlace.Administrator, "Reads the row that is about to be changed"),
        new("dynamodb:PutItem", AwsPlace.Administrator, "`import`, `/shub policy set` and `/shub account set`"),
        new("dynamodb:DeleteItem", AwsPlace.Administrator, "`import --replace` and `/shub policy unset`"),
    ];

    private static AwsPermission[] Findings() =>
    [
        new("securityhub:GetFindings", AwsPlace.Administrator, "Compares what the bot holds with Security Hub"),
        new("securityhub:BatchUpdateFindings", AwsPlace.Administrator, "Sets workflow status and note; a `Deny` keeps it from severity, confidence, criticality and verification state"),
    ];

    private static AwsPermission[] Organisation() =>
    [
        new("securityhub:ListMembers", AwsPlace.Administrator, "Which accounts there are"),
        new("organizations:ListAccounts", AwsPlace.Administrator, "Their names, and which are suspended"),
        new("organizations:ListParents", AwsPlace.Administrator, "In which organisational unit an account is, for exceptions by unit"),
        new("organizations:DescribeOrganizationalUnit", AwsPlace.Administrator, "The units' names"),
        new("securityhub:ListFindingAggregators", AwsPlace.Administrator, "Which Regions are linked"),
        new("securityhub:GetFindingAggregator", AwsPlace.Administrator, "The same"),
        new("securityhub:DescribeOrganizationConfiguration", AwsPlace.Administrator, "Whether controls are configured centrally"),
        new("securityhub:ListConfigurationPolicies", AwsPlace.Administrator, "Which configuration policies there are"),
        new("securityhub:GetConfigurationPolicy", AwsPlace.Administrator, "What they say"),
        new("securityhub:GetConfigurationPolicyAssociation", AwsPlace.Administrator, "Which of them an account follows"),
        new("securityhub:BatchGetConfigurationPolicyAssociations", AwsPlace.Administrator, "The same for many accounts"),
        new("securityhub:UpdateConfigurationPolicy", AwsPlace.Administrator, "Switches a control where it is configured centrally, after an operator has said so"),
    ];

    private static AwsPermission[] Controls() =>
    [
        new("sts:AssumeRole", AwsPlace.Administrator, "Takes the member role, of this organisation only"),
        new("securityhub:DescribeHub", AwsPlace.Both, "Whether Security Hub is on in the Region, and since when new controls come on by themselves"),
        new("securityhub:GetEnabledStandards", AwsPlace.Both, "Which standards are on, and whether their controls can be switched yet"),
        new("securityhub:DescribeStandardsControls", AwsPlace.Both, "AWS asks for it where it is read in which standards controls are on")
        {
            Operations = ["securityhub:DescribeStandardsControls", "securityhub:BatchGetStandardsControlAssociations"],
        },
        new("securityhub:ListSecurityControlDefinitions", AwsPlace.Both, "Which controls there are in the Region"),
        new("securityhub:BatchGetStandardsControlAssociations", AwsPlace.Both, "In which standards controls are on"),
        new("securityhub:BatchUpdateStandardsControlAssociations", AwsPlace.Both, "Switches a control off, or on again"),
        new("securityhub:UpdateStandardsControl", AwsPlace.Both, "AWS asks for it where controls are switched")
        {
            Operations = ["securityhub:UpdateStandardsControl", "securityhub:BatchUpdateStandardsControlAssociations"],
        },
    ];
}
