using Amazon.Organizations.Model;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Aws.Tests;

public sealed class HubAndControlTests : AwsTest
{
    private static string FsbpArn => $"arn:aws:securityhub:{Home}::standards/{Fsbp}";

    [Fact]
    public async Task The_administrator_lists_its_members_page_by_page_and_a_member_has_none()
    {
        using var hub = SecurityHub();
        var first = await hub.ListMembersAsync(new ListMembersRequest { MaxResults = 10, OnlyAssociated = true });
        var second = await hub.ListMembersAsync(new ListMembersRequest { MaxResults = 10, NextToken = first.NextToken });
        first.Members.Concat(second.Members).Select(m => m.AccountId).ShouldBe(Organisation.Default.Accounts.Skip(1).Select(a => a.AccountId));
        second.NextToken.ShouldBeNull();
        first.Members[0].MemberStatus.ShouldBe("Enabled");
        first.Members[0].UpdatedAt.ShouldBe(Time.GetUtcNow().UtcDateTime);
        using var member = SecurityHub(Aws.KeyOf(Member));
        (await member.ListMembersAsync(new ListMembersRequest())).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_hub_its_home_Region_and_the_organisation_s_configuration_are_told()
    {
        using var hub = SecurityHub();
        (await hub.DescribeHubAsync(new DescribeHubRequest())).HubArn.ShouldBe($"arn:aws:securityhub:{Home}:{Aws.AdministratorId}:hub/default");
        var arn = (await hub.ListFindingAggregatorsAsync(new ListFindingAggregatorsRequest())).FindingAggregators.Single().FindingAggregatorArn;
        var aggregator = await hub.GetFindingAggregatorAsync(new GetFindingAggregatorRequest { FindingAggregatorArn = arn });
        aggregator.FindingAggregationRegion.ShouldBe(Home);
        aggregator.Regions.ShouldBe(["ap-northeast-3", "us-east-1"]);
        (await hub.DescribeOrganizationConfigurationAsync(new DescribeOrganizationConfigurationRequest())).OrganizationConfiguration!.ConfigurationType.ShouldBe("LOCAL");
    }

    [Fact]
    public async Task A_control_is_switched_in_one_standard_of_one_account_and_Region()
    {
        using var hub = SecurityHub(Aws.KeyOf(Member));
        var answer = await hub.BatchUpdateStandardsControlAssociationsAsync(new BatchUpdateStandardsControlAssociationsRequest
        {
            StandardsControlAssociationUpdates =
            [
                new() { StandardsArn = FsbpArn, SecurityControlId = "S3.8", AssociationStatus = AssociationStatus.DISABLED, UpdatedReason = "使用なし" },
                new() { StandardsArn = FsbpArn, SecurityControlId = "S3.9", AssociationStatus = AssociationStatus.DISABLED },
                new() { StandardsArn = FsbpArn, SecurityControlId = "Nothing.1", AssociationStatus = AssociationStatus.ENABLED },
            ],
        });
        answer.Failures().Select(f => (f.Item.SecurityControlId, f.ErrorCode)).ShouldBe([("S3.9", "INVALID_INPUT"), ("Nothing.1", "RESOURCE_NOT_FOUND")]);
        Aws.IsControlOn(Member, Home, Fsbp, "S3.8").ShouldBeFalse();
        Aws.IsControlOn(Aws.AdministratorId, Home, Fsbp, "S3.8").ShouldBeTrue();
        var listed = await hub.ListStandardsControlAssociationsAsync(new ListStandardsControlAssociationsRequest { SecurityControlId = "S3.8" });
        listed.StandardsControlAssociationSummaries.Single(a => a.StandardsArn == FsbpArn).UpdatedReason.ShouldBe("使用なし");
        var got = await hub.BatchGetStandardsControlAssociationsAsync(new BatchGetStandardsControlAssociationsRequest
        {
            StandardsControlAssociationIds = [new() { StandardsArn = FsbpArn, SecurityControlId = "S3.8" }, new() { StandardsArn = FsbpArn, SecurityControlId = "Nothing.1" }],
        });
        got.StandardsControlAssociationDetails.Single().AssociationStatus.ShouldBe(AssociationStatus.DISABLED);
        got.Failures().Single().ErrorCode.ShouldBe("RESOURCE_NOT_FOUND");
    }

    [Fact]
    public async Task A_control_is_switched_by_its_ARN_in_the_path_unless_its_standard_is_not_ready()
    {
        using var hub = SecurityHub();
        var subscription = (await hub.GetEnabledStandardsAsync(new GetEnabledStandardsRequest())).StandardsSubscriptions.Single(s => s.StandardsArn == FsbpArn);
        var control = (await hub.DescribeStandardsControlsAsync(new DescribeStandardsControlsRequest { StandardsSubscriptionArn = subscription.StandardsSubscriptionArn, MaxResults = 100 }))
            .Controls.Single(c => c.ControlId == "S3.8");
        await hub.UpdateStandardsControlAsync(new UpdateStandardsControlRequest { StandardsControlArn = control.StandardsControlArn, ControlStatus = ControlStatus.DISABLED, DisabledReason = "r" });
        Aws.IsControlOn(Aws.AdministratorId, Home, Fsbp, "S3.8").ShouldBeFalse();
        Aws.SetReady(Aws.AdministratorId, Home, Fsbp, isReady: false);
        await Should.ThrowAsync<Amazon.SecurityHub.Model.ResourceNotFoundException>(() =>
            hub.UpdateStandardsControlAsync(new UpdateStandardsControlRequest { StandardsControlArn = control.StandardsControlArn, ControlStatus = ControlStatus.ENABLED }));
    }

    [Fact]
    public async Task Standards_and_controls_are_described_and_a_standard_is_enabled()
    {
        using var hub = SecurityHub();
        var nist = (await hub.DescribeStandardsAsync(new DescribeStandardsRequest())).Standards.Single(s => s.StandardsArn!.EndsWith("nist-800-53/v/5.0.0", StringComparison.Ordinal));
        var enabled = await hub.BatchEnableStandardsAsync(new BatchEnableStandardsRequest { StandardsSubscriptionRequests = [new() { StandardsArn = nist.StandardsArn }] });
        enabled.StandardsSubscriptions.Single().StandardsControlsUpdatable.ShouldBe(StandardsControlsUpdatable.READY_FOR_UPDATES);
        var definitions = await hub.ListSecurityControlDefinitionsAsync(new ListSecurityControlDefinitionsRequest { StandardsArn = nist.StandardsArn });
        definitions.SecurityControlDefinitions.ShouldContain(d => d.SecurityControlId == "WAF.11");
        var controls = await hub.BatchGetSecurityControlsAsync(new BatchGetSecurityControlsRequest { SecurityControlIds = ["S3.8", "Nothing.1"] });
        controls.SecurityControls.Single().SecurityControlStatus.ShouldBe("ENABLED");
        controls.Failures().Single().Item.ShouldBe("Nothing.1");
    }

    [Fact]
    public async Task The_organisation_is_walked_from_its_root_to_its_accounts_and_back()
    {
        using var organizations = Organizations();
        var accounts = new List<Account>();
        for (string? token = ""; token is not null;)
        {
            var page = await organizations.ListAccountsAsync(new ListAccountsRequest { MaxResults = 10, NextToken = token.Length == 0 ? null : token });
            accounts.AddRange(page.Accounts);
            token = page.NextToken;
        }

        accounts.Count.ShouldBe(Organisation.Default.Accounts.Count + 1);
        var root = (await organizations.ListRootsAsync(new ListRootsRequest())).Roots.Single();
        var units = (await organizations.ListOrganizationalUnitsForParentAsync(new ListOrganizationalUnitsForParentRequest { ParentId = root.Id })).OrganizationalUnits;
        var parent = (await organizations.ListParentsAsync(new ListParentsRequest { ChildId = Member })).Parents.Single();
        units.Select(u => u.Id).ShouldContain(parent.Id);
        (await organizations.DescribeOrganizationalUnitAsync(new DescribeOrganizationalUnitRequest { OrganizationalUnitId = parent.Id })).OrganizationalUnit!.Name.ShouldBe("staging");
        (await organizations.DescribeOrganizationAsync(new DescribeOrganizationRequest())).Organization!.FeatureSet.ShouldBe("ALL");
        (await organizations.ListAccountsForParentAsync(new ListAccountsForParentRequest { ParentId = parent.Id })).Accounts.Single().Id.ShouldBe(Member);
        (await organizations.DescribeAccountAsync(new DescribeAccountRequest { AccountId = Member })).Account!.JoinedTimestamp.ShouldBe(Time.GetUtcNow().UtcDateTime);
        (await Should.ThrowAsync<ParentNotFoundException>(() => organizations.ListAccountsForParentAsync(new ListAccountsForParentRequest { ParentId = "r-none" }))).ErrorCode.ShouldBe("ParentNotFoundException");
        using var member = Organizations(Aws.KeyOf(Member));
        await Should.ThrowAsync<Amazon.Organizations.Model.AccessDeniedException>(() => member.ListAccountsAsync(new ListAccountsRequest()));
    }
}
