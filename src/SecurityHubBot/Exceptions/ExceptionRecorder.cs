using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Exceptions;

/// <summary>
/// Stores what became of an exception, with its case's history and everything that Slack should say about it, in one
/// transaction. What it means for the case is decided by the queue, as after any other change.
/// </summary>
internal static class ExceptionRecorder
{
    public static async Task Record(DbSession session, Case about, CaseException before, CaseException after, CaseEvent happened, string actor, string? trace, DateTimeOffset now)
    {
        await ExceptionStore.Save(session, after);
        session.Audit(ExceptionAudit.Entry(before, after, happened, actor));
        await CaseRecorder.Record(session, about, about, [happened], actor, trace, now);
        await CaseMessageStore.WantException(session, about.Number, after.Id, trace, now);
        await CaseMessageStore.RefreshApprovals(session, about.Number, after.Id);
        if (happened is CaseEvent.ExceptionChased)
        {
            await CaseMessageStore.WantReminder(session, about.Number, after.Id, trace, now);
        }

        await DecisionQueue.Add(session, about.Key, now, trace);
    }
}
