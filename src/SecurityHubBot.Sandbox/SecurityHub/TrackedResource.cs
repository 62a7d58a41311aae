using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>What a person sees of a resource under a control.</summary>
public enum ResourceStatus
{
    Failed,
    Passed,
    Archived,
}

internal enum ComplianceStatus
{
    Failed,
    Passed,
    NotAvailable,
}

internal enum WorkflowStatus
{
    New,
    Resolved,
}

/// <summary>
/// One resource under one control: the state that Security Hub keeps of a finding. The moves follow Security Hub since July 2025:
/// a change of status updates the same finding, PASSED sets the workflow to RESOLVED, and failing again or coming back from the
/// archive sets it to NEW.
/// </summary>
internal sealed record TrackedResource
{
    public required string Key { get; init; }

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string ControlId { get; init; }

    public required string ResourceType { get; init; }

    public required string ResourceId { get; init; }

    public required string Name { get; init; }

    public ComplianceStatus Compliance { get; init; }

    public ComplianceStatus? PreviousCompliance { get; init; }

    public WorkflowStatus Workflow { get; init; }

    public bool IsArchived { get; init; }

    /// <summary>Archived because its control is disabled.</summary>
    public bool IsSwitchedOff { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the compliance last changed.</summary>
    public required DateTimeOffset FirstObservedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The <see cref="UpdatedAt"/> of the newest state that the bot has taken; null before the first.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>What customers set with BatchUpdateFindings, by the finding's id.</summary>
    public Dictionary<string, JsonObject>? Updates { get; init; }

    public bool IsPending => DeliveredAt is not { } delivered || delivered < UpdatedAt;

    public ResourceStatus Status =>
        IsArchived ? ResourceStatus.Archived : Compliance == ComplianceStatus.Passed ? ResourceStatus.Passed : ResourceStatus.Failed;

    public TrackedResource Fail(DateTimeOffset now) => Status == ResourceStatus.Failed
        ? Check(now)
        : WithCompliance(ComplianceStatus.Failed, now) with { IsArchived = false, IsSwitchedOff = false, Workflow = WorkflowStatus.New };

    public TrackedResource Fix(DateTimeOffset now) => Status == ResourceStatus.Passed
        ? Check(now)
        : WithCompliance(ComplianceStatus.Passed, now) with { Workflow = WorkflowStatus.Resolved };

    /// <summary>A deleted resource: Config says "not applicable", and Security Hub archives the finding.</summary>
    public TrackedResource Archive(DateTimeOffset now) => WithCompliance(ComplianceStatus.NotAvailable, now) with { IsArchived = true };

    /// <summary>Its control was disabled some days ago.</summary>
    public TrackedResource SwitchOff(DateTimeOffset now) => this with { IsArchived = true, IsSwitchedOff = true, UpdatedAt = After(now) };

    /// <summary>Its control is checked again and finds what it found before.</summary>
    public TrackedResource SwitchOn(DateTimeOffset now) => Compliance == ComplianceStatus.Passed
        ? Check(now) with { IsArchived = false, IsSwitchedOff = false }
        : Fail(now);

    /// <summary>The check ran again, as it does every 12 to 24 hours, and found the same.</summary>
    public TrackedResource Check(DateTimeOffset now) => this with { UpdatedAt = After(now) };

    private TrackedResource WithCompliance(ComplianceStatus compliance, DateTimeOffset now)
    {
        var at = After(now);
        return this with
        {
            Compliance = compliance,
            PreviousCompliance = Compliance,
            FirstObservedAt = at,
            UpdatedAt = at,
            Updates = compliance == ComplianceStatus.Passed || Compliance == ComplianceStatus.Passed || IsArchived ? WithoutWorkflow(Updates) : Updates,
        };
    }

    // Security Hub takes NOTIFIED and RESOLVED back by itself; SUPPRESSED it leaves alone.
    private static Dictionary<string, JsonObject>? WithoutWorkflow(Dictionary<string, JsonObject>? updates) =>
        updates?.ToDictionary(u => u.Key, u =>
        {
            var values = u.Value.DeepClone().AsObject();
            if ((string?)values[nameof(Workflow)]?[nameof(Status)] != "SUPPRESSED")
            {
                values.Remove(nameof(Workflow));
            }

            return values;
        });

    // Two clicks within a millisecond, or a clock set back, must still be in order for whoever compares UpdatedAt.
    private DateTimeOffset After(DateTimeOffset now) => now > UpdatedAt ? now : UpdatedAt.AddMilliseconds(1);
}
