namespace Amazon.SecurityHub.Model;

/// <summary>The attributes that findings can be chosen by; those for network, process and single resource types are left out.</summary>
public sealed class AwsSecurityFindingFilters
{
    public List<StringFilter>? ProductArn { get; set; }

    public List<StringFilter>? AwsAccountId { get; set; }

    public List<StringFilter>? Id { get; set; }

    public List<StringFilter>? GeneratorId { get; set; }

    public List<StringFilter>? Region { get; set; }

    public List<StringFilter>? Type { get; set; }

    public List<DateFilter>? FirstObservedAt { get; set; }

    public List<DateFilter>? LastObservedAt { get; set; }

    public List<DateFilter>? CreatedAt { get; set; }

    public List<DateFilter>? UpdatedAt { get; set; }

    public List<StringFilter>? SeverityLabel { get; set; }

    public List<StringFilter>? Title { get; set; }

    public List<StringFilter>? ProductName { get; set; }

    public List<StringFilter>? ResourceType { get; set; }

    public List<StringFilter>? ResourceId { get; set; }

    public List<StringFilter>? ResourceRegion { get; set; }

    public List<MapFilter>? ResourceTags { get; set; }

    public List<MapFilter>? ProductFields { get; set; }

    public List<MapFilter>? UserDefinedFields { get; set; }

    public List<StringFilter>? ComplianceStatus { get; set; }

    public List<StringFilter>? ComplianceSecurityControlId { get; set; }

    public List<StringFilter>? ComplianceAssociatedStandardsId { get; set; }

    public List<StringFilter>? VerificationState { get; set; }

    public List<StringFilter>? WorkflowStatus { get; set; }

    public List<StringFilter>? RecordState { get; set; }

    public List<StringFilter>? NoteText { get; set; }

    public List<DateFilter>? NoteUpdatedAt { get; set; }

    public List<StringFilter>? NoteUpdatedBy { get; set; }

    public List<StringFilter>? AwsAccountName { get; set; }
}

/// <summary><see cref="StringFilterComparison"/>; equals by default.</summary>
public sealed class StringFilter
{
    public string? Comparison { get; set; }

    public string? Value { get; set; }
}

/// <summary><see cref="MapFilterComparison"/> on one key's value.</summary>
public sealed class MapFilter
{
    public string? Comparison { get; set; }

    public string? Key { get; set; }

    public string? Value { get; set; }
}

/// <summary>From <see cref="Start"/> to <see cref="End"/> in ISO 8601, or the last days by <see cref="DateRange"/>.</summary>
public sealed class DateFilter
{
    public DateRange? DateRange { get; set; }

    public string? Start { get; set; }

    public string? End { get; set; }
}

public sealed class DateRange
{
    /// <summary><c>DAYS</c>, which is the only one.</summary>
    public string? Unit { get; set; }

    public int? Value { get; set; }
}
