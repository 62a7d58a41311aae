using System.Diagnostics;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets.Sync;

/// <summary>Writes down what has become of a ticket, together with what the case and its card make of it.</summary>
internal sealed class TicketRecorder(Database database, Wake wake, TimeProvider time)
{
    private const string OriginOf = "select origin from case_tickets where case_number = @number";

    private const string Adopted =
        """
        update case_tickets set origin = 'bot', tracker = @tracker, ticket_id = @id, project = @project, title = @title, status = @status, is_closed = @isClosed,
            assignee = @assignee, seen_at = @now, content_hash = @hash, we_closed_it = 0, creating_since = null, creating_project = null
        where case_number = @number
        """;

    private const string TooLate = "update case_tickets set leaving_id = @id, creating_since = null, creating_project = null, desired = desired + 1 where case_number = @number";

    private const string Seen =
        """
        update case_tickets set project = @project, title = @title, status = @status, is_closed = @isClosed, assignee = @assignee, seen_at = @now,
            we_closed_it = @weClosedIt
        where case_number = @number and ticket_id = @id
        """;

    private const string Reopened =
        """
        update case_tickets set reopened = case when reopened_at > @dayAgo then reopened + 1 else 1 end,
            reopened_at = case when reopened_at > @dayAgo then reopened_at else @now end, is_closed = 0, we_closed_it = 0
        where case_number = @number and ticket_id = @id
        """;

    private const string Gone =
        """
        update case_tickets set origin = null, tracker = null, ticket_id = null, project = null, title = null, status = null, is_closed = 0, assignee = null,
            content_hash = null, we_closed_it = 0, commenting_upto = null, reopened = 0, reopened_at = null
        where case_number = @number and ticket_id = @id
        """;

    private const string Unsaid = "delete from ticket_comments where case_number = @number";

    private const string Troubled = "update case_tickets set trouble = @trouble, trouble_reason = @reason where case_number = @number";

    /// <summary>The ticket is there and is the case's, unless somebody has linked another one meanwhile: then it is left behind.</summary>
    public async Task Adopt(TicketRow row, ITicketTracker tracker, Ticket ticket, string? hash, CancellationToken cancellationToken)
    {
        await Change(
            row,
            async (session, current, now) =>
            {
                var number = row.CaseNumber;
                if (await session.SingleOrDefault<string>(OriginOf, new { number }) is TicketStore.ByPerson)
                {
                    await session.Execute(TooLate, new { number, id = ticket.Id });
                    return;
                }

                await session.Execute(Adopted, new
                {
                    number,
                    tracker = tracker.Name,
                    id = ticket.Id,
                    project = ticket.Project,
                    title = ticket.Title,
                    status = ticket.Status,
                    isClosed = ticket.IsClosed ? 1 : 0,
                    assignee = ticket.Assignee,
                    hash,
                    now = Micros.From(now),
                });
                await Record(session, current, current with { Ticket = ticket.Link }, new CaseEvent.TicketCreated(ticket.Link), now);
            },
            cancellationToken);
    }

    /// <summary>Follows what the tracker shows; the card only where people see a difference.</summary>
    public async Task RecordSeen(TicketRow row, Ticket ticket, bool weClosedIt, CancellationToken cancellationToken)
    {
        await Change(
            row,
            async (session, current, now) =>
            {
                await session.Execute(Seen, new
                {
                    number = row.CaseNumber,
                    id = row.TicketId,
                    project = ticket.Project,
                    title = ticket.Title,
                    status = ticket.Status,
                    isClosed = ticket.IsClosed ? 1 : 0,
                    assignee = ticket.Assignee,
                    weClosedIt = weClosedIt ? 1 : 0,
                    now = Micros.From(now),
                });
                if (row.Title != ticket.Title || row.Status != ticket.Status || row.Assignee != ticket.Assignee)
                {
                    await CaseMessageStore.WantCard(session, current, (int)current.Severity, Activity.Current?.Id, now);
                }
            },
            cancellationToken);
    }

    /// <summary>Somebody had closed it and it is open again: the thread says so, and a comment will.</summary>
    public async Task RecordReopened(TicketRow row, Ticket ticket, CancellationToken cancellationToken)
    {
        await Change(
            row,
            async (session, current, now) =>
            {
                await session.Execute(Reopened, new { number = row.CaseNumber, id = row.TicketId, now = Micros.From(now), dayAgo = Micros.From(now.AddDays(-1)) });
                await Record(session, current, current, new CaseEvent.TicketReopened(ticket.Link, current.Unfixed.Count()), now);
            },
            cancellationToken);
    }

    /// <summary>The ticket is not in the tracker (any more).</summary>
    public async Task RecordGone(TicketRow row, CancellationToken cancellationToken)
    {
        await Change(
            row,
            async (session, current, now) =>
            {
                if (await session.Execute(Gone, new { number = row.CaseNumber, id = row.TicketId }) > 0 && current.Ticket is { } ticket)
                {
                    await session.Execute(Unsaid, new { number = row.CaseNumber });
                    await Record(session, current, current with { Ticket = null }, new CaseEvent.TicketGone(ticket), now);
                }
            },
            cancellationToken);
    }

    public async Task RecordTrouble(TicketRow row, TicketTrouble? trouble, string? reason, CancellationToken cancellationToken)
    {
        var code = Code(trouble);
        if (code == row.Trouble && reason == row.TroubleReason)
        {
            return;
        }

        await Change(
            row,
            async (session, current, now) =>
            {
                await session.Execute(Troubled, new { number = row.CaseNumber, trouble = code, reason });
                await CaseMessageStore.WantCard(session, current, (int)current.Severity, Activity.Current?.Id, now);
            },
            cancellationToken);
    }

    private async Task Change(TicketRow row, Func<DbSession, Case, DateTimeOffset, Task> change, CancellationToken cancellationToken)
    {
        await database.Write(
            async session =>
            {
                if (await CaseStore.FindLocked(session, row.Number) is { } current)
                {
                    await change(session, current, time.GetUtcNow());
                }
            },
            cancellationToken);
        wake.Messages.Set();
    }

    private static Task Record(DbSession session, Case before, Case after, CaseEvent happened, DateTimeOffset now) =>
        CaseRecorder.Record(session, before, after, [happened], CaseRecorder.Bot, Activity.Current?.Id, now);

    public static string? Code(TicketTrouble? trouble) => trouble switch
    {
        null => null,
        TicketTrouble.Unavailable => "unavailable",
        TicketTrouble.Unauthorized => "unauthorized",
        TicketTrouble.Refused => "refused",
        TicketTrouble.KeptClosed => "kept_closed",
        _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, message: null),
    };

    public static TicketTrouble? ReadTrouble(string? code) => code switch
    {
        "unavailable" => TicketTrouble.Unavailable,
        "unauthorized" => TicketTrouble.Unauthorized,
        "refused" => TicketTrouble.Refused,
        "kept_closed" => TicketTrouble.KeptClosed,
        _ => null,
    };
}
