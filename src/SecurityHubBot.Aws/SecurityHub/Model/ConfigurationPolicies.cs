using Amazon.Runtime;

namespace Amazon.SecurityHub.Model;

/// <summary>GET <c>/configurationPolicy/list</c>.</summary>
public sealed class ListConfigurationPoliciesRequest : AmazonSecurityHubRequest
{
    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class ListConfigurationPoliciesResponse : AmazonWebServiceResponse
{
    public List<ConfigurationPolicySummary> ConfigurationPolicySummaries { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class ConfigurationPolicySummary
{
    public string? Arn { get; set; }

    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public DateTime? UpdatedAt { get; set; }

    public bool? ServiceEnabled { get; set; }
}

/// <summary>GET <c>/configurationPolicy/get/{Identifier}</c>.</summary>
public sealed class GetConfigurationPolicyRequest : AmazonSecurityHubRequest
{
    public string? Identifier { get; set; }
}

public sealed class GetConfigurationPolicyResponse : AmazonWebServiceResponse
{
    public string? Arn { get; set; }

    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public DateTime? UpdatedAt { get; set; }

    public DateTime? CreatedAt { get; set; }

    public Policy? ConfigurationPolicy { get; set; }
}

public sealed class Policy
{
    public SecurityHubPolicy? SecurityHub { get; set; }
}

public sealed class SecurityHubPolicy
{
    public bool? ServiceEnabled { get; set; }

    public List<string>? EnabledStandardIdentifiers { get; set; }

    public SecurityControlsConfiguration? SecurityControlsConfiguration { get; set; }
}

public sealed class SecurityControlsConfiguration
{
    public List<string>? EnabledSecurityControlIdentifiers { get; set; }

    public List<string>? DisabledSecurityControlIdentifiers { get; set; }

    public List<SecurityControlCustomParameter>? SecurityControlCustomParameters { get; set; }
}

public sealed class SecurityControlCustomParameter
{
    public string? SecurityControlId { get; set; }

    public Dictionary<string, ParameterConfiguration> Parameters { get; set; } = [];
}

/// <summary>PATCH <c>/configurationPolicy/{Identifier}</c>.</summary>
public sealed class UpdateConfigurationPolicyRequest : AmazonSecurityHubRequest
{
    public string? Identifier { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? UpdatedReason { get; set; }

    public Policy? ConfigurationPolicy { get; set; }
}

public sealed class UpdateConfigurationPolicyResponse : AmazonWebServiceResponse
{
    public string? Arn { get; set; }

    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public DateTime? UpdatedAt { get; set; }

    public DateTime? CreatedAt { get; set; }

    public Policy? ConfigurationPolicy { get; set; }
}

/// <summary>POST <c>/configurationPolicyAssociation/get</c>.</summary>
public sealed class GetConfigurationPolicyAssociationRequest : AmazonSecurityHubRequest
{
    public Target? Target { get; set; }
}

public sealed class GetConfigurationPolicyAssociationResponse : AmazonWebServiceResponse
{
    public string? ConfigurationPolicyId { get; set; }

    public string? TargetId { get; set; }

    public string? TargetType { get; set; }

    public string? AssociationType { get; set; }

    public DateTime? UpdatedAt { get; set; }

    public string? AssociationStatus { get; set; }

    public string? AssociationStatusMessage { get; set; }
}

public sealed class Target
{
    public string? AccountId { get; set; }

    public string? OrganizationalUnitId { get; set; }

    public string? RootId { get; set; }
}

/// <summary>POST <c>/configurationPolicyAssociation/batchget</c>.</summary>
public sealed class BatchGetConfigurationPolicyAssociationsRequest : AmazonSecurityHubRequest
{
    public List<ConfigurationPolicyAssociation>? ConfigurationPolicyAssociationIdentifiers { get; set; }
}

public sealed class BatchGetConfigurationPolicyAssociationsResponse : AmazonWebServiceResponse
{
    public List<ConfigurationPolicyAssociationSummary> ConfigurationPolicyAssociations { get; set; } = [];

    public List<UnprocessedConfigurationPolicyAssociation> UnprocessedConfigurationPolicyAssociations { get; set; } = [];
}

public sealed class ConfigurationPolicyAssociation
{
    public Target? Target { get; set; }
}

public sealed class ConfigurationPolicyAssociationSummary
{
    public string? ConfigurationPolicyId { get; set; }

    public string? TargetId { get; set; }

    public string? TargetType { get; set; }

    public string? AssociationType { get; set; }

    public DateTime? UpdatedAt { get; set; }

    public string? AssociationStatus { get; set; }

    public string? AssociationStatusMessage { get; set; }
}

public sealed class UnprocessedConfigurationPolicyAssociation
{
    public ConfigurationPolicyAssociation? ConfigurationPolicyAssociationIdentifiers { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorReason { get; set; }
}
