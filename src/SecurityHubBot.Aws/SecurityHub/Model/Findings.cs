using Amazon.Runtime;

namespace Amazon.SecurityHub.Model;

/// <summary>POST <c>/findings</c>.</summary>
public sealed class GetFindingsRequest : AmazonSecurityHubRequest
{
    public AwsSecurityFindingFilters? Filters { get; set; }

    public List<SortCriterion>? SortCriteria { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class GetFindingsResponse : AmazonWebServiceResponse
{
    public List<AwsSecurityFinding> Findings { get; set; } = [];

    public string? NextToken { get; set; }
}

public sealed class SortCriterion
{
    public string? Field { get; set; }

    public string? SortOrder { get; set; }
}

/// <summary>PATCH <c>/findings/batchupdate</c>.</summary>
public sealed class BatchUpdateFindingsRequest : AmazonSecurityHubRequest
{
    public List<AwsSecurityFindingIdentifier>? FindingIdentifiers { get; set; }

    public NoteUpdate? Note { get; set; }

    public SeverityUpdate? Severity { get; set; }

    public string? VerificationState { get; set; }

    public int? Confidence { get; set; }

    public int? Criticality { get; set; }

    public List<string>? Types { get; set; }

    public Dictionary<string, string>? UserDefinedFields { get; set; }

    public WorkflowUpdate? Workflow { get; set; }

    public List<RelatedFinding>? RelatedFindings { get; set; }
}

public sealed class BatchUpdateFindingsResponse : AmazonWebServiceResponse
{
    public List<AwsSecurityFindingIdentifier> ProcessedFindings { get; set; } = [];

    public List<BatchUpdateFindingsUnprocessedFinding> UnprocessedFindings { get; set; } = [];
}

public sealed class AwsSecurityFindingIdentifier
{
    public string? Id { get; set; }

    public string? ProductArn { get; set; }
}

public sealed class NoteUpdate
{
    public string? Text { get; set; }

    public string? UpdatedBy { get; set; }
}

public sealed class SeverityUpdate
{
    public int? Normalized { get; set; }

    public double? Product { get; set; }

    public string? Label { get; set; }
}

public sealed class WorkflowUpdate
{
    public string? Status { get; set; }
}

public sealed class RelatedFinding
{
    public string? ProductArn { get; set; }

    public string? Id { get; set; }
}

public sealed class BatchUpdateFindingsUnprocessedFinding
{
    public AwsSecurityFindingIdentifier? FindingIdentifier { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }
}

/// <summary>POST <c>/findings/import</c>.</summary>
public sealed class BatchImportFindingsRequest : AmazonSecurityHubRequest
{
    public List<AwsSecurityFinding>? Findings { get; set; }
}

public sealed class BatchImportFindingsResponse : AmazonWebServiceResponse
{
    public int? FailedCount { get; set; }

    public int? SuccessCount { get; set; }

    public List<ImportFindingsError> FailedFindings { get; set; } = [];
}

public sealed class ImportFindingsError
{
    public string? Id { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }
}
