using Amazon.Runtime;

namespace Amazon.SecurityHub.Model;

/// <summary>POST <c>/standards/get</c>.</summary>
public sealed class GetEnabledStandardsRequest : AmazonSecurityHubRequest
{
    public List<string>? StandardsSubscriptionArns { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    public List<string>? Providers { get; set; }
}

public sealed class GetEnabledStandardsResponse : AmazonWebServiceResponse
{
    public List<StandardsSubscription> StandardsSubscriptions { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class StandardsSubscription
{
    public string? StandardsSubscriptionArn { get; set; }

    public string? StandardsArn { get; set; }

    public Dictionary<string, string> StandardsInput { get; set; } = [];

    public string? StandardsStatus { get; set; }

    public string? StandardsControlsUpdatable { get; set; }

    public StandardsStatusReason? StandardsStatusReason { get; set; }

    public string? Provider { get; set; }
}

public sealed class StandardsStatusReason
{
    public string? StatusReasonCode { get; set; }
}

/// <summary>GET <c>/standards</c>.</summary>
public sealed class DescribeStandardsRequest : AmazonSecurityHubRequest
{
    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    public List<string>? Providers { get; set; }
}

public sealed class DescribeStandardsResponse : AmazonWebServiceResponse
{
    public List<Standard> Standards { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class Standard
{
    public string? StandardsArn { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public bool? EnabledByDefault { get; set; }

    public string? Provider { get; set; }

    public StandardsManagedBy? StandardsManagedBy { get; set; }
}

public sealed class StandardsManagedBy
{
    public string? Company { get; set; }

    public string? Product { get; set; }
}

/// <summary>POST <c>/standards/register</c>.</summary>
public sealed class BatchEnableStandardsRequest : AmazonSecurityHubRequest
{
    public List<StandardsSubscriptionRequest>? StandardsSubscriptionRequests { get; set; }
}

public sealed class BatchEnableStandardsResponse : AmazonWebServiceResponse
{
    public List<StandardsSubscription> StandardsSubscriptions { get; set; } = [];
}

public sealed class StandardsSubscriptionRequest
{
    public string? StandardsArn { get; set; }

    public Dictionary<string, string>? StandardsInput { get; set; }
}

/// <summary>GET <c>/standards/controls/{StandardsSubscriptionArn+}</c>.</summary>
public sealed class DescribeStandardsControlsRequest : AmazonSecurityHubRequest
{
    public string? StandardsSubscriptionArn { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class DescribeStandardsControlsResponse : AmazonWebServiceResponse
{
    public List<StandardsControl> Controls { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class StandardsControl
{
    public string? StandardsControlArn { get; set; }

    public string? ControlStatus { get; set; }

    public string? DisabledReason { get; set; }

    public DateTime? ControlStatusUpdatedAt { get; set; }

    public string? ControlId { get; set; }

    public string? Title { get; set; }

    public string? Description { get; set; }

    public string? RemediationUrl { get; set; }

    public string? SeverityRating { get; set; }

    public List<string> RelatedRequirements { get; set; } = [];
}

/// <summary>PATCH <c>/standards/control/{StandardsControlArn+}</c>.</summary>
public sealed class UpdateStandardsControlRequest : AmazonSecurityHubRequest
{
    public string? StandardsControlArn { get; set; }

    public string? ControlStatus { get; set; }

    public string? DisabledReason { get; set; }
}

public sealed class UpdateStandardsControlResponse : AmazonWebServiceResponse;
