using Amazon.Runtime;

namespace Amazon.SecurityHub.Model;

/// <summary>GET <c>/members</c>.</summary>
public sealed class ListMembersRequest : AmazonSecurityHubRequest
{
    public bool? OnlyAssociated { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }
}

public sealed class ListMembersResponse : AmazonWebServiceResponse
{
    public List<Member> Members { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class Member
{
    public string? AccountId { get; set; }

    public string? Email { get; set; }

    public string? MasterId { get; set; }

    public string? AdministratorId { get; set; }

    public string? MemberStatus { get; set; }

    public DateTime? InvitedAt { get; set; }

    public DateTime? UpdatedAt { get; set; }
}

/// <summary>GET <c>/accounts</c>.</summary>
public sealed class DescribeHubRequest : AmazonSecurityHubRequest
{
    public string? HubArn { get; set; }
}

public sealed class DescribeHubResponse : AmazonWebServiceResponse
{
    public string? HubArn { get; set; }

    public string? SubscribedAt { get; set; }

    public bool? AutoEnableControls { get; set; }

    public string? ControlFindingGenerator { get; set; }
}

/// <summary>GET <c>/organization/configuration</c>.</summary>
public sealed class DescribeOrganizationConfigurationRequest : AmazonSecurityHubRequest;

public sealed class DescribeOrganizationConfigurationResponse : AmazonWebServiceResponse
{
    public bool? AutoEnable { get; set; }

    public bool? MemberAccountLimitReached { get; set; }

    public string? AutoEnableStandards { get; set; }

    public OrganizationConfiguration? OrganizationConfiguration { get; set; }
}

public sealed class OrganizationConfiguration
{
    public string? ConfigurationType { get; set; }

    public string? Status { get; set; }

    public string? StatusMessage { get; set; }
}

/// <summary>GET <c>/findingAggregator/list</c>.</summary>
public sealed class ListFindingAggregatorsRequest : AmazonSecurityHubRequest
{
    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class ListFindingAggregatorsResponse : AmazonWebServiceResponse
{
    public List<FindingAggregator> FindingAggregators { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class FindingAggregator
{
    public string? FindingAggregatorArn { get; set; }
}

/// <summary>GET <c>/findingAggregator/get/{FindingAggregatorArn+}</c>.</summary>
public sealed class GetFindingAggregatorRequest : AmazonSecurityHubRequest
{
    public string? FindingAggregatorArn { get; set; }
}

public sealed class GetFindingAggregatorResponse : AmazonWebServiceResponse
{
    public string? FindingAggregatorArn { get; set; }

    public string? FindingAggregationRegion { get; set; }

    public string? RegionLinkingMode { get; set; }

    public List<string> Regions { get; set; } = [];
}
