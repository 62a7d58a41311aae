using Amazon.Protocol;
using Amazon.Runtime;
using Amazon.SecurityHub.Model;

namespace Amazon.SecurityHub;

public partial class AmazonSecurityHubClient
{
    public Task<GetFindingsResponse> GetFindingsAsync(GetFindingsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<GetFindingsResponse>(HttpMethod.Post, "/findings"), cancellationToken);

    public Task<BatchUpdateFindingsResponse> BatchUpdateFindingsAsync(BatchUpdateFindingsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<BatchUpdateFindingsResponse>(HttpMethod.Patch, "/findings/batchupdate"), cancellationToken);

    public Task<BatchImportFindingsResponse> BatchImportFindingsAsync(BatchImportFindingsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<BatchImportFindingsResponse>(HttpMethod.Post, "/findings/import"), cancellationToken);

    public Task<ListMembersResponse> ListMembersAsync(ListMembersRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListMembersResponse>(HttpMethod.Get, "/members"), cancellationToken);

    public Task<DescribeHubResponse> DescribeHubAsync(DescribeHubRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<DescribeHubResponse>(HttpMethod.Get, "/accounts"), cancellationToken);

    public Task<GetEnabledStandardsResponse> GetEnabledStandardsAsync(GetEnabledStandardsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<GetEnabledStandardsResponse>(HttpMethod.Post, "/standards/get"), cancellationToken);

    public Task<DescribeStandardsResponse> DescribeStandardsAsync(DescribeStandardsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<DescribeStandardsResponse>(HttpMethod.Get, "/standards"), cancellationToken);

    public Task<BatchEnableStandardsResponse> BatchEnableStandardsAsync(BatchEnableStandardsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<BatchEnableStandardsResponse>(HttpMethod.Post, "/standards/register"), cancellationToken);

    public Task<DescribeStandardsControlsResponse> DescribeStandardsControlsAsync(DescribeStandardsControlsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<DescribeStandardsControlsResponse>(HttpMethod.Get, "/standards/controls/{StandardsSubscriptionArn+}"), cancellationToken);

    public Task<UpdateStandardsControlResponse> UpdateStandardsControlAsync(UpdateStandardsControlRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<UpdateStandardsControlResponse>(HttpMethod.Patch, "/standards/control/{StandardsControlArn+}"), cancellationToken);

    public Task<ListSecurityControlDefinitionsResponse> ListSecurityControlDefinitionsAsync(ListSecurityControlDefinitionsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListSecurityControlDefinitionsResponse>(HttpMethod.Get, "/securityControls/definitions"), cancellationToken);

    public Task<BatchGetSecurityControlsResponse> BatchGetSecurityControlsAsync(BatchGetSecurityControlsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<BatchGetSecurityControlsResponse>(HttpMethod.Post, "/securityControls/batchGet"), cancellationToken);

    public Task<ListStandardsControlAssociationsResponse> ListStandardsControlAssociationsAsync(ListStandardsControlAssociationsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListStandardsControlAssociationsResponse>(HttpMethod.Get, "/associations"), cancellationToken);

    public Task<BatchGetStandardsControlAssociationsResponse> BatchGetStandardsControlAssociationsAsync(BatchGetStandardsControlAssociationsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<BatchGetStandardsControlAssociationsResponse>(HttpMethod.Post, "/associations/batchGet"), cancellationToken);

    public Task<BatchUpdateStandardsControlAssociationsResponse> BatchUpdateStandardsControlAssociationsAsync(BatchUpdateStandardsControlAssociationsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<BatchUpdateStandardsControlAssociationsResponse>(HttpMethod.Patch, "/associations"), cancellationToken);

    public Task<DescribeOrganizationConfigurationResponse> DescribeOrganizationConfigurationAsync(DescribeOrganizationConfigurationRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<DescribeOrganizationConfigurationResponse>(HttpMethod.Get, "/organization/configuration"), cancellationToken);

    public Task<ListFindingAggregatorsResponse> ListFindingAggregatorsAsync(ListFindingAggregatorsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListFindingAggregatorsResponse>(HttpMethod.Get, "/findingAggregator/list"), cancellationToken);

    public Task<GetFindingAggregatorResponse> GetFindingAggregatorAsync(GetFindingAggregatorRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<GetFindingAggregatorResponse>(HttpMethod.Get, "/findingAggregator/get/{FindingAggregatorArn+}"), cancellationToken);

    public Task<ListConfigurationPoliciesResponse> ListConfigurationPoliciesAsync(ListConfigurationPoliciesRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListConfigurationPoliciesResponse>(HttpMethod.Get, "/configurationPolicy/list"), cancellationToken);

    public Task<GetConfigurationPolicyResponse> GetConfigurationPolicyAsync(GetConfigurationPolicyRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<GetConfigurationPolicyResponse>(HttpMethod.Get, "/configurationPolicy/get/{Identifier}"), cancellationToken);

    public Task<UpdateConfigurationPolicyResponse> UpdateConfigurationPolicyAsync(UpdateConfigurationPolicyRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<UpdateConfigurationPolicyResponse>(HttpMethod.Patch, "/configurationPolicy/{Identifier}"), cancellationToken);

    public Task<GetConfigurationPolicyAssociationResponse> GetConfigurationPolicyAssociationAsync(GetConfigurationPolicyAssociationRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<GetConfigurationPolicyAssociationResponse>(HttpMethod.Post, "/configurationPolicyAssociation/get"), cancellationToken);

    public Task<BatchGetConfigurationPolicyAssociationsResponse> BatchGetConfigurationPolicyAssociationsAsync(BatchGetConfigurationPolicyAssociationsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<BatchGetConfigurationPolicyAssociationsResponse>(HttpMethod.Post, "/configurationPolicyAssociation/batchget"), cancellationToken);

    private static AwsOperation<TResponse> Operation<TResponse>(HttpMethod method, string path)
        where TResponse : AmazonWebServiceResponse, new() => new(ServiceName, method, path, AmazonSecurityHubException.From);
}
