using SecurityHubBot.Audit;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;

namespace SecurityHubBot.Exceptions;

/// <summary>What the audit log says of an exception: who did what, and the exception's state before and after.</summary>
internal static class ExceptionAudit
{
    public static AuditEntry Entry(CaseException? before, CaseException after, CaseEvent happened, string actor) => new(
        AuditActor.Parse(actor), CaseEventJson.Kind(happened).Replace('_', '.'), AuditSubject.Exception(after.Id.Value), before is null ? null : State(before), State(after));

    private static string State(CaseException exception) => AuditJson.Write(new
    {
        Case = exception.Case.ToString(),
        State = ExceptionColumns.Write(exception.State),
        Scope = ExceptionColumns.Write(exception.Scope),
        Resources = exception.Resources.Count,
        exception.Reason,
        exception.RequestedBy,
        exception.RequestedUntil,
        exception.DecidedBy,
        exception.Until,
        exception.Comment,
    });
}
