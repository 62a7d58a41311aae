using Amazon.Organizations.Model;
using Amazon.Protocol;
using Amazon.Runtime;

namespace Amazon.Organizations;

public partial class AmazonOrganizationsClient
{
    public Task<ListAccountsResponse> ListAccountsAsync(ListAccountsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListAccountsResponse>("ListAccounts"), cancellationToken);

    public Task<DescribeAccountResponse> DescribeAccountAsync(DescribeAccountRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<DescribeAccountResponse>("DescribeAccount"), cancellationToken);

    public Task<DescribeOrganizationResponse> DescribeOrganizationAsync(DescribeOrganizationRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<DescribeOrganizationResponse>("DescribeOrganization"), cancellationToken);

    public Task<ListParentsResponse> ListParentsAsync(ListParentsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListParentsResponse>("ListParents"), cancellationToken);

    public Task<ListRootsResponse> ListRootsAsync(ListRootsRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListRootsResponse>("ListRoots"), cancellationToken);

    public Task<ListOrganizationalUnitsForParentResponse> ListOrganizationalUnitsForParentAsync(ListOrganizationalUnitsForParentRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListOrganizationalUnitsForParentResponse>("ListOrganizationalUnitsForParent"), cancellationToken);

    public Task<ListAccountsForParentResponse> ListAccountsForParentAsync(ListAccountsForParentRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<ListAccountsForParentResponse>("ListAccountsForParent"), cancellationToken);

    public Task<DescribeOrganizationalUnitResponse> DescribeOrganizationalUnitAsync(DescribeOrganizationalUnitRequest request, CancellationToken cancellationToken = default) =>
        Call(request, Operation<DescribeOrganizationalUnitResponse>("DescribeOrganizationalUnit"), cancellationToken);

    private static AwsOperation<TResponse> Operation<TResponse>(string name)
        where TResponse : AmazonWebServiceResponse, new() =>
        new(ServiceName, HttpMethod.Post, "/", AmazonOrganizationsException.From, $"AWSOrganizationsV20161128.{name}");
}
