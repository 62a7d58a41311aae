using SecurityHubBot.Cases;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets;

/// <summary>
/// Asks the tracker what has changed there, as a recurring job: every few minutes, safe to run twice and on several machines. What it
/// finds is a hint like a webhook's; the worker looks at the ticket itself.
/// </summary>
internal sealed partial class TicketPoll(Database database, TicketOptions options, Wake wake, TimeProvider time, ILogger<TicketPoll> logger, ITicketTracker? tracker = null) : IRecurringJob
{
    // Tickets of cases long closed change nothing any more.
    private const string Projects =
        """
        select distinct t.project from case_tickets t join cases c on c.number = t.case_number
        where t.tracker = @tracker and t.project is not null and (c.closed_at is null or c.closed_at > @closedSince) order by t.project
        """;

    private const string Take =
        """
        insert into ticket_polls (tracker, project, since, next_at) values (@tracker, @project, @first, @next)
        on conflict (tracker, project) do update set next_at = excluded.next_at where ticket_polls.next_at <= @now or ticket_polls.next_at > @far
        returning since
        """;

    private const string Done = "update ticket_polls set since = @since where tracker = @tracker and project = @project and since < @since";

    private const string Hint =
        """
        update case_tickets set look = 1, desired = desired + 1
        where tracker = @tracker and ticket_id = @id
            and (is_closed <> @isClosed or status is distinct from @status or assignee is distinct from @assignee or title is distinct from @title)
        """;

    // A ticket that was deleted is in no list of changes, so each is looked at now and then.
    private const string LookAgain =
        """
        update case_tickets set look = 1, desired = desired + 1 where case_number in (
            select t.case_number from case_tickets t join cases c on c.number = t.case_number
            where t.tracker = @tracker and t.ticket_id is not null and t.desired = t.actual and t.seen_at < @before and c.state in ('open', 'accepted')
            order by t.seen_at limit @limit)
        """;

    private const int LooksAtOnce = 20;
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstLook = TimeSpan.FromHours(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(6);
    private static readonly TimeSpan ClosedFor = TimeSpan.FromDays(30);

    public async Task Run(CancellationToken cancellationToken)
    {
        if (tracker is null)
        {
            return;
        }

        var closedSince = Micros.From(time.GetUtcNow() - ClosedFor);
        var projects = await database.Read(session => session.Query<string>(Projects, new { tracker = tracker.Name, closedSince }), cancellationToken);
        foreach (var project in projects)
        {
            if (await Claim(project, cancellationToken) is { } since)
            {
                await Poll(project, since, cancellationToken);
            }
        }

        var before = Micros.From(time.GetUtcNow() - LookAgainAfter);
        await database.Write(session => session.Execute(LookAgain, new { tracker = tracker.Name, before, limit = LooksAtOnce }), cancellationToken);
        wake.Tickets.Set();
    }

    /// <returns>Null when another instance has just done so.</returns>
    private async Task<DateTimeOffset?> Claim(string project, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var args = new
        {
            tracker = tracker!.Name,
            project,
            first = Micros.From(now - FirstLook),
            // A job that is begun a moment early is not to miss its turn.
            next = Micros.From(now + (options.Poll * 0.9)),
            now = Micros.From(now),
            far = Micros.From(now + (options.Poll * 2)),
        };
        var since = await database.Write(session => session.SingleOrDefault<long?>(Take, args), cancellationToken);
        return Micros.ToTime(since);
    }

    private async Task Poll(string project, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        try
        {
            var (seen, changed) = (0, 0);
            await foreach (var ticket in tracker!.ChangedSince(project, since - Overlap, cancellationToken))
            {
                seen++;
                changed += await Look(ticket, cancellationToken);
            }

            await database.Write(session => session.Execute(Done, new { tracker = tracker.Name, project, since = Micros.From(began) }), cancellationToken);
            Log.Polled(logger, project, seen, changed);
        }
        catch (TrackerException exception)
        {
            // Asked again next time, from the same instant on.
            Log.Failed(logger, project, exception.Message);
        }
    }

    private Task<int> Look(Ticket ticket, CancellationToken cancellationToken)
    {
        var args = new { tracker = tracker!.Name, id = ticket.Id, isClosed = ticket.IsClosed ? 1 : 0, status = ticket.Status, assignee = ticket.Assignee, title = ticket.Title };
        return database.Write(session => session.Execute(Hint, args), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Project {Project} has {Seen} changed tickets, {Changed} of which are looked at.")]
        public static partial void Polled(ILogger logger, string project, int seen, int changed);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The ticket tracker could not be asked what has changed in project {Project}: {Reason}")]
        public static partial void Failed(ILogger logger, string project, string reason);
    }
}
