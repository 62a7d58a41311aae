using SecurityHubBot.Audit;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Cases;

/// <summary>What the audit log says of a case's events: who decided, and the case's state before and after.</summary>
internal static class CaseAudit
{
    public static AuditEntry Entry(Case? before, Case after, CaseEvent happened, string actor, string? policy) => new(
        Actor(actor, happened, policy),
        $"case.{CaseEventJson.Kind(happened)}",
        AuditSubject.Case(after.Number),
        before is null ? null : State(before, policy: null),
        State(after, policy));

    /// <summary>That there is work to do, or no longer, is the policy's decision; what AWS reports is nobody's.</summary>
    private static AuditActor Actor(string actor, CaseEvent happened, string? policy) => (actor, happened) switch
    {
        (CaseRecorder.Bot, CaseEvent.Withdrawn withdrawn) => AuditActor.Policy(withdrawn.Policy),
        (CaseRecorder.Bot, CaseEvent.Opened or CaseEvent.Relapsed or CaseEvent.NewEpisode) when policy is not null => AuditActor.Policy(policy),
        _ => AuditActor.Parse(actor),
    };

    private static string State(Case state, string? policy) => AuditJson.Write(new
    {
        State = CaseColumns.Write(state.State),
        state.Assignee,
        Due = state.DueOn,
        Ticket = state.Ticket?.Id,
        SnoozedUntil = state.Snooze?.Until,
        Unfixed = state.Unfixed.Count(),
        Policy = policy,
    });
}
