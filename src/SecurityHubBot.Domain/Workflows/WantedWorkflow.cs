using System.Diagnostics;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Workflows;

/// <summary>What is written first when more waits than AWS takes.</summary>
public enum WorkflowNeed
{
    /// <summary>What nobody should be troubled with: under an exception, or by a policy not dealt with.</summary>
    Quiet,

    /// <summary>What the bot hides and must be seen again.</summary>
    Seen,

    /// <summary>What has its card.</summary>
    Notified,

    /// <summary>What a summary has told.</summary>
    Told,

    Resolved,
}

/// <param name="IsOurs">It is suppressed, and the bot did it.</param>
/// <param name="ToldIn">The month whose summary told it; null when none did.</param>
public sealed record WorkflowFinding(
    ComplianceStatus? Compliance, RecordState RecordState, bool IsOurs, IReadOnlyList<string> Resources, string? ToldIn)
{
    public bool IsFailing => RecordState == RecordState.Active && Compliance == ComplianceStatus.Failed;
}

/// <summary>What all findings of a control in an account and Region have in common.</summary>
/// <param name="Policy">Null before it has been decided.</param>
/// <param name="Source">What decided it.</param>
/// <param name="HasCase">There is one, in whatever state.</param>
/// <param name="CardStands">The case is open, and its card is in Slack and says so.</param>
/// <param name="Approved">The approved exceptions of the case.</param>
public sealed record WorkflowSurroundings(
    ControlId Control, ResponsePolicy? Policy, string Source, string Standard, bool HasCase, bool CardStands, IReadOnlyList<CaseException> Approved)
{
    private readonly ExceptionCover _together = ExceptionCover.Approved(Approved);
    private readonly IReadOnlyList<(CaseException Exception, ExceptionCover Cover)> _each = [.. Approved.Where(e => e.IsApproved).Reverse().Select(e => (e, ExceptionCover.Of([e])))];

    /// <summary>The newest approved exception of which these resources are part; null when not all of them are covered.</summary>
    public CaseException? Covering(IReadOnlyList<string> resources) =>
        _each.Count > 0 && resources.Count > 0 && resources.All(_together.Includes)
            ? _each.First(e => e.Cover.Includes(resources[0])).Exception
            : null;
}

/// <param name="Reason">What the note says; null leaves the note alone.</param>
public sealed record WorkflowWish(WorkflowStatus Status, WorkflowNeed Need, WorkflowReason? Reason);

/// <summary>
/// Which workflow status a finding should have in Security Hub. Pure. What AWS makes of the status by itself does not matter here:
/// the wish stands, and is written again.
/// </summary>
public static class WantedWorkflow
{
    /// <returns>Null when it may be what it is.</returns>
    public static WorkflowWish? Of(WorkflowFinding finding, WorkflowSurroundings around)
    {
        if (finding is not { RecordState: RecordState.Active, Compliance: { } compliance } || around.Policy is not { } policy)
        {
            return null;
        }

        return compliance == ComplianceStatus.Passed ? Passed(finding, around, policy) : policy switch
        {
            ResponsePolicy.Ignore or ResponsePolicy.Disable =>
                new WorkflowWish(WorkflowStatus.Suppressed, WorkflowNeed.Quiet, new WorkflowReason.ByPolicy(policy, around.Control, around.Source, around.Standard)),
            ResponsePolicy.Notify => finding is { IsFailing: true, ToldIn: { } month }
                ? new WorkflowWish(WorkflowStatus.Suppressed, WorkflowNeed.Told, new WorkflowReason.Told(month))
                : SeenAgain(finding),
            ResponsePolicy.Track => Tracked(finding, around),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>What was suppressed and passes would still be hidden when it fails again.</summary>
    private static WorkflowWish? Passed(WorkflowFinding finding, WorkflowSurroundings around, ResponsePolicy policy)
    {
        if (finding.IsOurs)
        {
            var staysQuiet = policy is ResponsePolicy.Ignore or ResponsePolicy.Disable || (policy == ResponsePolicy.Track && around.Covering(finding.Resources) is not null);
            return staysQuiet ? null : new WorkflowWish(WorkflowStatus.Resolved, WorkflowNeed.Seen, new WorkflowReason.Undone());
        }

        return policy == ResponsePolicy.Track && around.HasCase ? new WorkflowWish(WorkflowStatus.Resolved, WorkflowNeed.Resolved, Reason: null) : null;
    }

    private static WorkflowWish? Tracked(WorkflowFinding finding, WorkflowSurroundings around)
    {
        if (around.Covering(finding.Resources) is { } exception)
        {
            return new WorkflowWish(WorkflowStatus.Suppressed, WorkflowNeed.Quiet, new WorkflowReason.Excepted(exception.Id));
        }

        if (!finding.IsFailing || !around.CardStands)
        {
            return SeenAgain(finding);
        }

        return finding.IsOurs
            ? new WorkflowWish(WorkflowStatus.Notified, WorkflowNeed.Seen, new WorkflowReason.Undone())
            : new WorkflowWish(WorkflowStatus.Notified, WorkflowNeed.Notified, Reason: null);
    }

    private static WorkflowWish? SeenAgain(WorkflowFinding finding) =>
        finding.IsOurs ? new WorkflowWish(WorkflowStatus.New, WorkflowNeed.Seen, new WorkflowReason.Undone()) : null;
}
