using System.Text.Json.Nodes;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Aws.Tests;

/// <summary>Central configuration, as the delegated administrator sees it.</summary>
public sealed class ConfigurationPolicyTests : AwsTest
{
    internal const string PolicyId = "11111111-2222-3333-4444-555555555555";

    internal static string Follower => Organisation.Default.Accounts[2].AccountId;

    internal static JsonObject Content(params string[] disabled) => new()
    {
        ["SecurityHub"] = new JsonObject
        {
            ["ServiceEnabled"] = true,
            ["EnabledStandardIdentifiers"] = new JsonArray($"arn:aws:securityhub:{Home}::standards/{Fsbp}"),
            ["SecurityControlsConfiguration"] = new JsonObject { ["DisabledSecurityControlIdentifiers"] = new JsonArray([.. disabled.Select(d => JsonValue.Create(d))]) },
        },
    };

    [Fact]
    public async Task A_policy_is_read_changed_and_then_holds_in_its_accounts_which_cannot_switch_by_themselves()
    {
        using var hub = SecurityHub();
        await Should.ThrowAsync<AccessDeniedException>(() => hub.ListConfigurationPoliciesAsync(new ListConfigurationPoliciesRequest()));
        Aws.SetConfigurationPolicy(PolicyId, "baseline", Content("S3.8"), Follower);

        var listed = (await hub.ListConfigurationPoliciesAsync(new ListConfigurationPoliciesRequest())).ConfigurationPolicySummaries.ShouldHaveSingleItem();
        var policy = await hub.GetConfigurationPolicyAsync(new GetConfigurationPolicyRequest { Identifier = listed.Id });
        policy.ConfigurationPolicy!.SecurityHub!.SecurityControlsConfiguration!.DisabledSecurityControlIdentifiers!.Add("S3.9");
        await hub.UpdateConfigurationPolicyAsync(new UpdateConfigurationPolicyRequest { Identifier = PolicyId, UpdatedReason = "r", ConfigurationPolicy = policy.ConfigurationPolicy });

        Aws.IsControlOn(Follower, Home, Fsbp, "S3.9").ShouldBeFalse();
        (await hub.DescribeOrganizationConfigurationAsync(new DescribeOrganizationConfigurationRequest())).OrganizationConfiguration!.ConfigurationType.ShouldBe("CENTRAL");
        using var member = SecurityHub(Aws.KeyOf(Follower));
        var refused = await member.BatchUpdateStandardsControlAssociationsAsync(new BatchUpdateStandardsControlAssociationsRequest
        {
            StandardsControlAssociationUpdates = [new() { StandardsArn = $"arn:aws:securityhub:{Home}::standards/{Fsbp}", SecurityControlId = "S3.9", AssociationStatus = AssociationStatus.ENABLED }],
        });
        refused.Failures().ShouldHaveSingleItem().ErrorCode.ShouldBe("ACCESS_DENIED");
        await Should.ThrowAsync<AccessDeniedException>(() => member.ListConfigurationPoliciesAsync(new ListConfigurationPoliciesRequest()));
    }

    [Fact]
    public async Task Accounts_without_a_policy_are_told_apart_and_one_policy_lists_either_what_is_on_or_what_is_off()
    {
        using var hub = SecurityHub();
        Aws.SetConfigurationPolicy(PolicyId, "baseline", Content("S3.8"), Follower);

        var answer = await hub.BatchGetConfigurationPolicyAssociationsAsync(new BatchGetConfigurationPolicyAssociationsRequest
        {
            ConfigurationPolicyAssociationIdentifiers = [new() { Target = new Target { AccountId = Follower } }, new() { Target = new Target { AccountId = Member } }],
        });

        answer.ConfigurationPolicyAssociations.ShouldHaveSingleItem().ConfigurationPolicyId.ShouldBe(PolicyId);
        answer.Failures().ShouldHaveSingleItem().Item.Target!.AccountId.ShouldBe(Member);
        (await hub.GetConfigurationPolicyAssociationAsync(new GetConfigurationPolicyAssociationRequest { Target = new Target { AccountId = Follower } })).AssociationType.ShouldBe("APPLIED");
        await Should.ThrowAsync<ResourceNotFoundException>(() => hub.GetConfigurationPolicyAssociationAsync(new GetConfigurationPolicyAssociationRequest { Target = new Target { AccountId = Member } }));
        var both = new Policy { SecurityHub = new SecurityHubPolicy { SecurityControlsConfiguration = new SecurityControlsConfiguration { EnabledSecurityControlIdentifiers = ["S3.8"], DisabledSecurityControlIdentifiers = ["S3.9"] } } };
        await Should.ThrowAsync<InvalidInputException>(() => hub.UpdateConfigurationPolicyAsync(new UpdateConfigurationPolicyRequest { Identifier = PolicyId, ConfigurationPolicy = both }));
    }

    [Fact]
    public async Task A_Region_that_an_account_has_not_opted_into_knows_none_of_its_keys()
    {
        Aws.SetOptedIn(Member, Home, isOptedIn: false);
        using var member = SecurityHub(Aws.KeyOf(Member));

        (await Should.ThrowAsync<AmazonSecurityHubException>(() => member.GetEnabledStandardsAsync(new GetEnabledStandardsRequest()))).ErrorCode.ShouldBe("UnrecognizedClientException");
    }
}
