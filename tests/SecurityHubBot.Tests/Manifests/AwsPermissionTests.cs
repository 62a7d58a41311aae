using System.Text.RegularExpressions;
using SecurityHubBot.Aws;
using SecurityHubBot.Tests.Docs;
using YamlDotNet.RepresentationModel;

namespace SecurityHubBot.Tests.Manifests;

/// <summary>That what is allowed in AWS is what the code calls: no call that is refused in production, and no right that nobody uses.</summary>
public partial class AwsPermissionTests
{
    [Fact]
    public void Every_call_that_the_code_makes_is_allowed()
    {
        var allowed = AwsPermissions.All.SelectMany(p => p.Operations).ToHashSet();

        AwsSurface.CalledOperations().Where(o => !allowed.Contains(o)).Order().ShouldBeEmpty(
            "These calls would be refused: add them to AwsPermissions, and then what the other tests here name");
    }

    /// <summary>Tables are made once, by whoever sets the bot up: the bot's role may not, and the guide says which rights that person needs.</summary>
    [Fact]
    public void Only_the_command_line_calls_what_the_bots_role_may_not()
    {
        var operators = AwsSurface.OperationsOfTheCommandLine().Order().ToList();

        operators.ShouldBe(["dynamodb:CreateTable", "dynamodb:DescribeTable"]);
        AwsSurface.CalledOperations().ShouldNotContain("dynamodb:CreateTable");
        var guide = Repository.Read("docs/operating.md");
        operators.ShouldAllBe(o => guide.Contains($"`{o}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_allowed_that_no_call_needs()
    {
        var needed = AwsSurface.CalledOperations().ToHashSet();

        AwsPermissions.All.Where(p => !p.Operations.Any(needed.Contains)).Select(p => p.Action).ShouldBeEmpty(
            "Nothing calls what these are for: take them out of AwsPermissions, and then out of what the other tests here name");
    }

    [Fact]
    public void An_action_is_named_once_and_never_with_a_wildcard()
    {
        AwsPermissions.All.Select(p => p.Action).ShouldBeUnique();
        AwsPermissions.All.ShouldAllBe(p => Name().IsMatch(p.Action) && p.Operations.All(o => Name().IsMatch(o)) && p.Operations.Count > 0);
    }

    [Fact]
    public void What_members_allow_is_for_Security_Hub_and_allowed_in_the_administrators_account_too() =>
        AwsPermissions.All.Where(p => p.Where.HasFlag(AwsPlace.Member)).ShouldAllBe(p => p.Service == "securityhub" && p.Where == AwsPlace.Both);

    [Fact]
    public void The_bots_policy_allows_exactly_what_is_listed() => ShippedPolicies.Bot().ShouldBe(Listed(AwsPlace.Administrator), ShippedPolicies.BotPolicy);

    [Fact]
    public void The_bots_policy_in_CloudFormation_allows_the_same_but_for_a_key_of_ones_own_which_it_does_not_know() =>
        ShippedPolicies.BotInCloudFormation().ShouldBe(Listed(AwsPlace.Administrator).Where(a => a != "kms:Decrypt"), ShippedPolicies.BotTemplate);

    [Fact]
    public void The_member_role_in_Terraform_allows_exactly_what_is_listed() =>
        ShippedPolicies.MemberInTerraform().ShouldBe(Listed(AwsPlace.Member), ShippedPolicies.MemberModule);

    [Fact]
    public void The_member_role_in_CloudFormation_allows_exactly_what_is_listed() =>
        ShippedPolicies.MemberInCloudFormation().ShouldBe(Listed(AwsPlace.Member), ShippedPolicies.MemberTemplate);

    [Fact]
    public void The_member_role_in_CloudFormation_is_taken_by_the_bot_of_this_organisation_only()
    {
        var trust = ShippedPolicies.MemberTrust();
        var conditions = (YamlMappingNode)trust["Condition"];

        ShippedPolicies.At(trust, "Action").ToString().ShouldBe("sts:AssumeRole");
        conditions.Children.Keys.Select(k => k.ToString()).ShouldBe(["ArnEquals", "StringEquals"]);
        Reference(ShippedPolicies.At(conditions, "ArnEquals", "aws:PrincipalArn")).ShouldBe("!Ref BotRoleArn");
        Reference(ShippedPolicies.At(conditions, "StringEquals", "aws:PrincipalOrgID")).ShouldBe("!Ref OrganizationId");
    }

    [Fact]
    public void The_operators_guide_says_what_each_action_is_for()
    {
        var rows = Row().Matches(Repository.Read("docs/operating.md"))
            .Select(r => (r.Groups["action"].Value, r.Groups["where"].Value, r.Groups["why"].Value));

        rows.ShouldBe(AwsPermissions.All.Select(p => (p.Action, WhereWords(p.Where), p.Why)));
    }

    [Theory]
    [InlineData("Amazon.SecurityHub", "IAmazonSecurityHub", "GetFindingsAsync", "securityhub:GetFindings")]
    [InlineData("Amazon.SQS", "AmazonSQSClient", "DeleteMessageBatchAsync", "sqs:DeleteMessageBatch")]
    [InlineData("Amazon.DynamoDBv2", "IAmazonDynamoDB", "ScanAsync", "dynamodb:Scan")]
    [InlineData("Amazon.DynamoDBv2.Model", "IDynamoDBv2PaginatorFactory", "Scan", "dynamodb:Scan")]
    [InlineData("Amazon.DynamoDBv2.DataModel", "DynamoDBContext", "SaveAsync", "dynamodb:DynamoDBContext.SaveAsync")]
    [InlineData("Amazon.SecurityToken", "IAmazonSecurityTokenService", "AssumeRoleAsync", "sts:AssumeRole")]
    [InlineData("Amazon.Runtime", "AssumeRoleAWSCredentials", ".ctor", "sts:AssumeRole")]
    [InlineData("Amazon.SQS", "AmazonSQSConfig", ".ctor", null)]
    [InlineData("Amazon.SQS", "AmazonSQSClient", ".ctor", null)]
    [InlineData("Amazon.SecurityHub", "IAmazonSecurityHub", "get_Config", null)]
    [InlineData("System.IO", "Stream", "ReadAsync", null)]
    public void Calls_are_told_from_what_calls_nothing(string @namespace, string type, string method, string? operation) =>
        AwsSurface.OperationOf(@namespace, type, method).ShouldBe(operation);

    private static List<string> Listed(AwsPlace place) =>
        [.. AwsPermissions.All.Where(p => p.Where.HasFlag(place)).Select(p => p.Action).Order(StringComparer.Ordinal)];

    private static string Reference(YamlNode node) => $"{node.Tag} {node}";

    private static string WhereWords(AwsPlace place) => place == AwsPlace.Both ? "both" : "administrator";

    [GeneratedRegex("^[a-z]+:[A-Z][A-Za-z]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| `(?<action>[a-z]+:[A-Za-z*]+)` \| (?<where>\w+) \| (?<why>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();
}
