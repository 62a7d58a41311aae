using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Tickets;

/// <summary>A line of a case's history, as stored.</summary>
internal sealed record ToldEvent(long Line, CaseEvent Event, string Detail);

/// <summary>Asks for a case's ticket to be made true again. What it should say is rendered when it is written.</summary>
internal static class TicketStore
{
    public const string ByBot = "bot";
    public const string ByPerson = "person";

    private const string Wanted =
        """
        insert into case_tickets (case_number, desired, actual, is_closed, look, we_closed_it, reopened, lease_until, attempts, next_attempt_at, trace_parent, created_at)
        values (@number, 1, 0, 0, 0, 0, 0, 0, 0, 0, @trace, @now)
        on conflict (case_number) do update set
            desired = case_tickets.desired + 1, next_attempt_at = 0, attempts = 0, trace_parent = excluded.trace_parent
        """;

    // A ticket of ours that somebody has replaced is left behind: it gets a word about that and is closed. A case that is closed
    // already closes nothing: whoever linked the ticket then only wanted to have it on record.
    private const string Linked =
        """
        update case_tickets set
            leaving_id = case when origin = 'bot' then ticket_id else leaving_id end,
            origin = 'person', tracker = null, ticket_id = null, project = null, title = @title, status = null, is_closed = 0, assignee = null, look = 1,
            content_hash = null, we_closed_it = @closed, reopened = 0, reopened_at = null, commenting_upto = null, trouble = null, trouble_reason = null
        where case_number = @number
        """;

    // What happens before there is a ticket is in the ticket's text from the start.
    private const string Tell =
        """
        insert into ticket_comments (history_id, case_number, payload)
        select @line, @number, @detail where exists (
            select 1 from case_tickets where case_number = @number and (origin is not null or creating_since is not null))
        """;

    // Only as far as the tracker that is set up now is concerned.
    private const string Look =
        """
        update case_tickets set look = 1, desired = desired + 1, next_attempt_at = case when attempts = 0 then 0 else next_attempt_at end
        where tracker = @tracker and ticket_id = @id
        """;

    public static async Task Want(DbSession session, Case saved, IReadOnlyList<ToldEvent> told, string? trace, DateTimeOffset now)
    {
        if (told.Count > 0 && told.All(t => t.Event is CaseEvent.TicketCreated))
        {
            return;
        }

        var number = saved.Number.Value;
        await session.Execute(Wanted, new { number, trace, now = Micros.From(now) });
        if (told.Select(t => t.Event).OfType<CaseEvent.TicketLinked>().LastOrDefault() is { } linked)
        {
            await session.Execute(Linked, new { number, title = linked.Title, closed = saved.IsOpen ? 0 : 1 });
        }

        await session.Execute(Tell, told.Where(t => TicketComments.IsTold(t.Event)).Select(t => new { line = t.Line, number, detail = t.Detail }).ToList());
    }

    /// <summary>A hint that something has changed there. Nothing else is believed: the worker asks the tracker.</summary>
    /// <returns>How many cases the ticket stands for.</returns>
    public static Task<int> LookAt(DbSession session, string tracker, string id) => session.Execute(Look, new { tracker, id });
}
