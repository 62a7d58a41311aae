using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets;

namespace SecurityHubBot.Cases;

/// <summary>Stores a case's new state together with its history and with what Slack should say about it, in one transaction.</summary>
internal static class CaseRecorder
{
    /// <summary>The actor of what the bot does by itself.</summary>
    public const string Bot = "bot";

    /// <param name="policy">The response policy's word, where it was decided by policy.</param>
    public static async Task<Case> Record(DbSession session, Case? before, Case after, IReadOnlyList<CaseEvent> events, string actor, string? trace, DateTimeOffset now, string? policy = null)
    {
        var saved = await CaseStore.Save(session, before, after, now);
        var priority = actor == Bot ? (int)saved.Severity : CaseMessageStore.PersonPriority;
        await CaseMessageStore.WantCard(session, saved, priority, trace, now);
        var told = new List<ToldEvent>();
        foreach (var happened in events)
        {
            var detail = CaseEventJson.Serialize(happened);
            session.Audit(CaseAudit.Entry(before, saved, happened, actor, policy));
            var line = await CaseStore.AddHistory(session, saved.Number, actor, CaseEventJson.Kind(happened), detail, now);
            told.Add(new ToldEvent(line, happened, detail));
            if (ThreadNotes.Tell(happened))
            {
                await CaseMessageStore.WantNote(session, saved.Number, line, detail, priority, trace, now);
            }

            if (DirectMessages.To(happened) is { } person)
            {
                await CaseMessageStore.WantDirect(session, saved.Number, line, person, detail, trace, now);
            }
        }

        await TicketStore.Want(session, saved, told, trace, now);
        return saved;
    }
}
