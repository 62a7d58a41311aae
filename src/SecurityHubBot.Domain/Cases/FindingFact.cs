using SecurityHubBot.Domain.Findings;

namespace SecurityHubBot.Domain.Cases;

/// <summary>What a case needs to know of one stored finding of its control, account and Region.</summary>
public sealed record FindingFact(
    ComplianceStatus? Compliance,
    RecordState RecordState,
    Severity Severity,
    string Title,
    IReadOnlyList<StandardId> Standards,
    IReadOnlyList<FindingResource> Resources)
{
    public bool IsActive => RecordState == RecordState.Active;
}
