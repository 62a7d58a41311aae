using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.SecurityHub.Model;

/// <summary>GET <c>/securityControls/definitions</c>.</summary>
public sealed class ListSecurityControlDefinitionsRequest : AmazonSecurityHubRequest
{
    public string? StandardsArn { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    public List<string>? Providers { get; set; }
}

public sealed class ListSecurityControlDefinitionsResponse : AmazonWebServiceResponse
{
    public List<SecurityControlDefinition> SecurityControlDefinitions { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class SecurityControlDefinition
{
    public string? SecurityControlId { get; set; }

    public string? Title { get; set; }

    public string? Description { get; set; }

    public string? RemediationUrl { get; set; }

    public string? SeverityRating { get; set; }

    public string? CurrentRegionAvailability { get; set; }

    public List<string> CustomizableProperties { get; set; } = [];

    public Dictionary<string, JsonElement> ParameterDefinitions { get; set; } = [];

    public string? Provider { get; set; }
}

/// <summary>POST <c>/securityControls/batchGet</c>.</summary>
public sealed class BatchGetSecurityControlsRequest : AmazonSecurityHubRequest
{
    public List<string>? SecurityControlIds { get; set; }
}

public sealed class BatchGetSecurityControlsResponse : AmazonWebServiceResponse
{
    public List<SecurityControl> SecurityControls { get; set; } = [];

    public List<UnprocessedSecurityControl> UnprocessedIds { get; set; } = [];
}

public sealed class SecurityControl
{
    public string? SecurityControlId { get; set; }

    public string? SecurityControlArn { get; set; }

    public string? Title { get; set; }

    public string? Description { get; set; }

    public string? RemediationUrl { get; set; }

    public string? SeverityRating { get; set; }

    public string? SecurityControlStatus { get; set; }

    public string? UpdateStatus { get; set; }

    public Dictionary<string, ParameterConfiguration> Parameters { get; set; } = [];

    public string? LastUpdateReason { get; set; }

    public string? Provider { get; set; }
}

public sealed class UnprocessedSecurityControl
{
    public string? SecurityControlId { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorReason { get; set; }
}

public sealed class ParameterConfiguration
{
    public string? ValueType { get; set; }

    public ParameterValue? Value { get; set; }
}

public sealed class ParameterValue
{
    public int? Integer { get; set; }

    public List<int>? IntegerList { get; set; }

    public double? Double { get; set; }

    public string? String { get; set; }

    public List<string>? StringList { get; set; }

    public bool? Boolean { get; set; }

    public string? Enum { get; set; }

    public List<string>? EnumList { get; set; }
}

/// <summary>GET <c>/associations</c>.</summary>
public sealed class ListStandardsControlAssociationsRequest : AmazonSecurityHubRequest
{
    public string? SecurityControlId { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class ListStandardsControlAssociationsResponse : AmazonWebServiceResponse
{
    public List<StandardsControlAssociationSummary> StandardsControlAssociationSummaries { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class StandardsControlAssociationSummary
{
    public string? StandardsArn { get; set; }

    public string? SecurityControlId { get; set; }

    public string? SecurityControlArn { get; set; }

    public string? AssociationStatus { get; set; }

    public List<string> RelatedRequirements { get; set; } = [];

    public DateTime? UpdatedAt { get; set; }

    public string? UpdatedReason { get; set; }

    public string? StandardsControlTitle { get; set; }

    public string? StandardsControlDescription { get; set; }
}

/// <summary>POST <c>/associations/batchGet</c>.</summary>
public sealed class BatchGetStandardsControlAssociationsRequest : AmazonSecurityHubRequest
{
    public List<StandardsControlAssociationId>? StandardsControlAssociationIds { get; set; }
}

public sealed class BatchGetStandardsControlAssociationsResponse : AmazonWebServiceResponse
{
    public List<StandardsControlAssociationDetail> StandardsControlAssociationDetails { get; set; } = [];

    public List<UnprocessedStandardsControlAssociation> UnprocessedAssociations { get; set; } = [];
}

public sealed class StandardsControlAssociationId
{
    public string? SecurityControlId { get; set; }

    public string? StandardsArn { get; set; }
}

public sealed class StandardsControlAssociationDetail
{
    public string? StandardsArn { get; set; }

    public string? SecurityControlId { get; set; }

    public string? SecurityControlArn { get; set; }

    public string? AssociationStatus { get; set; }

    public List<string> RelatedRequirements { get; set; } = [];

    public DateTime? UpdatedAt { get; set; }

    public string? UpdatedReason { get; set; }

    public string? StandardsControlTitle { get; set; }

    public string? StandardsControlDescription { get; set; }

    public List<string> StandardsControlArns { get; set; } = [];
}

public sealed class UnprocessedStandardsControlAssociation
{
    public StandardsControlAssociationId? StandardsControlAssociationId { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorReason { get; set; }
}

/// <summary>PATCH <c>/associations</c>.</summary>
public sealed class BatchUpdateStandardsControlAssociationsRequest : AmazonSecurityHubRequest
{
    public List<StandardsControlAssociationUpdate>? StandardsControlAssociationUpdates { get; set; }
}

public sealed class BatchUpdateStandardsControlAssociationsResponse : AmazonWebServiceResponse
{
    public List<UnprocessedStandardsControlAssociationUpdate> UnprocessedAssociationUpdates { get; set; } = [];
}

public sealed class StandardsControlAssociationUpdate
{
    public string? StandardsArn { get; set; }

    public string? SecurityControlId { get; set; }

    public string? AssociationStatus { get; set; }

    public string? UpdatedReason { get; set; }
}

public sealed class UnprocessedStandardsControlAssociationUpdate
{
    public StandardsControlAssociationUpdate? StandardsControlAssociationUpdate { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorReason { get; set; }
}
