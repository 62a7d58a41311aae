namespace SecurityHubBot.Domain.Findings;

public enum ComplianceStatus
{
    Passed,
    Warning,
    Failed,
    NotAvailable,
}

public enum RecordState
{
    Active,
    Archived,
}

public enum WorkflowStatus
{
    New,
    Notified,
    Resolved,
    Suppressed,
}

/// <summary>A resource named by a finding. <c>Id</c> is an ARN where the service has them, else whatever AWS gives (an instance id, an account).</summary>
public sealed record FindingResource(string Id, string Type, string Region, string Partition);

/// <summary>One Security Hub finding as read from ASFF, reduced to what decisions need; the original stays as JSON beside it.</summary>
/// <param name="Id">The finding's own id (≤ 512 characters). Not its identity: see <see cref="FindingKey"/>.</param>
/// <param name="ProductArn">Tells Security Hub's own control findings from other products'.</param>
/// <param name="Account">The account that owns the resource.</param>
/// <param name="Region">The Region of the finding, e.g. <c>ap-northeast-1</c>; lower case.</param>
/// <param name="GeneratorId">Empty when the finding has none.</param>
/// <param name="Control">The security control, or null when this is not a control finding ("not handled yet").</param>
/// <param name="Standards">Standards in which the control is enabled, as far as the finding tells; each once.</param>
/// <param name="Compliance">Null when the finding does not say; then it is not failing.</param>
/// <param name="Severity">The finding's own label; on a finding that is not FAILED it says nothing about the control.</param>
/// <param name="Title">As AWS wrote it, at most 1,024 characters; <see cref="FindingTitle.Display"/> is for people.</param>
/// <param name="RemediationUrl">An absolute web address, or null.</param>
/// <param name="Resources">From 1 to 32, each id once.</param>
/// <param name="UpdatedAt">AWS's time of the last change, UTC, in whole microseconds; decides which of two versions is newer.</param>
public sealed record Finding(
    string Id,
    string ProductArn,
    AccountId Account,
    string Region,
    string GeneratorId,
    ControlId? Control,
    IReadOnlyList<StandardId> Standards,
    ComplianceStatus? Compliance,
    RecordState RecordState,
    WorkflowStatus Workflow,
    Severity Severity,
    string Title,
    string? RemediationUrl,
    IReadOnlyList<FindingResource> Resources,
    DateTimeOffset UpdatedAt)
{
    public bool IsControlFinding => Control is not null;

    /// <summary>True for Security Hub's own findings; see <see cref="SecurityHubProduct"/>.</summary>
    public bool IsSecurityHubProduct => SecurityHubProduct.IsSecurityHub(ProductArn);

    public bool IsFailing => RecordState == RecordState.Active && Compliance == ComplianceStatus.Failed;

    public IEnumerable<FindingKey> Keys =>
        Control is { } control ? Resources.Select(r => new FindingKey(Account, Region, control, r.Id)) : [];
}
