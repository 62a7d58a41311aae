using Amazon.Runtime;

namespace Amazon.Organizations.Model;

public sealed class ListAccountsRequest : AmazonOrganizationsRequest
{
    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class ListAccountsResponse : AmazonWebServiceResponse
{
    public List<Account> Accounts { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class Account
{
    public string? Id { get; set; }

    public string? Arn { get; set; }

    public string? Email { get; set; }

    public string? Name { get; set; }

    public string? Status { get; set; }

    public string? State { get; set; }

    public List<string> Paths { get; set; } = [];

    public string? JoinedMethod { get; set; }

    public DateTime? JoinedTimestamp { get; set; }
}

public sealed class DescribeAccountRequest : AmazonOrganizationsRequest
{
    public string? AccountId { get; set; }
}

public sealed class DescribeAccountResponse : AmazonWebServiceResponse
{
    public Account? Account { get; set; }
}

public sealed class ListAccountsForParentRequest : AmazonOrganizationsRequest
{
    public string? ParentId { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class ListAccountsForParentResponse : AmazonWebServiceResponse
{
    public List<Account> Accounts { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class DescribeOrganizationRequest : AmazonOrganizationsRequest;

public sealed class DescribeOrganizationResponse : AmazonWebServiceResponse
{
    public Organization? Organization { get; set; }
}

public sealed class Organization
{
    public string? Id { get; set; }

    public string? Arn { get; set; }

    public string? FeatureSet { get; set; }

    public string? MasterAccountArn { get; set; }

    public string? MasterAccountId { get; set; }

    public string? MasterAccountEmail { get; set; }

    public List<PolicyTypeSummary> AvailablePolicyTypes { get; set; } = [];
}

public sealed class PolicyTypeSummary
{
    public string? Type { get; set; }

    public string? Status { get; set; }
}
