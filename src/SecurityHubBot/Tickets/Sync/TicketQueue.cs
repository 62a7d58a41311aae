using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets.Sync;

/// <summary>Tickets whose actual state differs from the desired one, claimed for a while and written back.</summary>
internal sealed class TicketQueue(Database database, SyncOptions options, TimeProvider time)
{
    private const string Columns =
        """
        case_number, desired, actual, origin, tracker, ticket_id, project, title, status, is_closed, assignee, look, content_hash, we_closed_it,
        reopened, reopened_at, creating_since, creating_project, commenting_upto, leaving_id, trouble, trouble_reason, lease_until, attempts, trace_parent, created_at
        """;

    // What is leased or postponed further ahead than anything ever is was so by a clock that has since been put back.
    private const string Due =
        """
        select case_number from case_tickets
        where desired > actual and (lease_until <= @now or lease_until > @farLease) and (next_attempt_at <= @now or next_attempt_at > @far)
        order by next_attempt_at, case_number limit @limit
        """;

    private const string Creating =
        """
        update case_tickets set creating_since = @now, creating_project = @project
        where case_number = @number and lease_until = @lease and ticket_id is null and origin is null
        """;

    private const string Unsaid = "delete from ticket_comments where case_number = @number";

    private const string NotCreated = "update case_tickets set creating_since = null, creating_project = null where case_number = @number";

    private const string Writing = "update case_tickets set content_hash = null where case_number = @number and ticket_id = @id";

    private const string Written = "update case_tickets set content_hash = @hash where case_number = @number and ticket_id = @id";

    private const string Commenting = "update case_tickets set commenting_upto = @upto where case_number = @number and ticket_id = @id";

    private const string Said = "delete from ticket_comments where case_number = @number and history_id <= @upto";

    private const string NotCommenting = "update case_tickets set commenting_upto = null where case_number = @number";

    private const string Resolved = "update case_tickets set tracker = @tracker, ticket_id = @id, look = 1 where case_number = @number and origin = 'person' and ticket_id is null";

    private const string OursAfterAll = "update case_tickets set origin = 'bot', leaving_id = null where case_number = @number and origin = 'person'";

    private const string Left = "update case_tickets set leaving_id = null where case_number = @number and leaving_id = @id";

    private const string Retry =
        """
        update case_tickets set lease_until = 0, attempts = attempts + @failures, next_attempt_at = @at, last_error = @error
        where case_number = @number and desired = @desired and lease_until = @lease
        """;

    // Where the case has changed meanwhile there is no reason to wait.
    private const string Release = "update case_tickets set lease_until = 0 where case_number = @number and lease_until = @lease";

    private const string Finished =
        """
        update case_tickets set actual = @desired, lease_until = 0, attempts = 0, next_attempt_at = 0, last_error = null,
            look = case when desired = @desired then 0 else look end
        where case_number = @number and lease_until = @lease
        """;

    // Nothing asks for more: the tracker's refusals wait up to six hours.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);

    // Clocks of instances may differ by less than a lease.
    private const int FarLeases = 4;

    public Task<IReadOnlyList<TicketRow>> Claim(int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.Write(
            session => session.Query<TicketRow>(
                $"update case_tickets set lease_until = @lease where case_number in ({Due} {session.Dialect.SkipLocked}) returning {Columns}",
                new
                {
                    now = Micros.From(now),
                    lease = Micros.From(now + options.Lease),
                    farLease = Micros.From(now + (options.Lease * FarLeases)),
                    far = Micros.From(now + LongestWait),
                    limit,
                }),
            cancellationToken);
    }

    /// <summary>Committed before the call goes out, so that whoever comes after a crash knows to look first.</summary>
    /// <returns>False when somebody else works on it by now, or a person has linked a ticket.</returns>
    public Task<bool> BeginCreating(TicketRow row, string project, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            if (await session.Execute(Creating, new { number = row.CaseNumber, now = Micros.From(time.GetUtcNow()), project, lease = row.LeaseUntil }) == 0)
            {
                return false;
            }

            await session.Execute(Unsaid, new { number = row.CaseNumber });
            return true;
        },
        cancellationToken);

    public Task RecordNotCreated(TicketRow row, CancellationToken cancellationToken) => Run(NotCreated, new { number = row.CaseNumber }, cancellationToken);

    /// <summary>Until it is known to have arrived, nobody knows what the ticket says.</summary>
    public Task BeginWriting(TicketRow row, CancellationToken cancellationToken) => Run(Writing, new { number = row.CaseNumber, id = row.TicketId }, cancellationToken);

    public Task RecordWritten(TicketRow row, string hash, CancellationToken cancellationToken) =>
        Run(Written, new { number = row.CaseNumber, id = row.TicketId, hash }, cancellationToken);

    public Task BeginCommenting(TicketRow row, long upto, CancellationToken cancellationToken) =>
        Run(Commenting, new { number = row.CaseNumber, id = row.TicketId, upto }, cancellationToken);

    public Task RecordCommented(TicketRow row, long upto, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            await session.Execute(Said, new { number = row.CaseNumber, upto });
            await session.Execute(NotCommenting, new { number = row.CaseNumber });
        },
        cancellationToken);

    public Task RecordNotCommented(TicketRow row, CancellationToken cancellationToken) => Run(NotCommenting, new { number = row.CaseNumber }, cancellationToken);

    /// <summary>Which ticket of the tracker it is that somebody has linked.</summary>
    public Task RecordResolved(TicketRow row, ITicketTracker tracker, string id, CancellationToken cancellationToken) =>
        Run(Resolved, new { number = row.CaseNumber, tracker = tracker.Name, id }, cancellationToken);

    /// <summary>What somebody has linked is the ticket that the bot had made.</summary>
    public Task RecordOursAfterAll(TicketRow row, CancellationToken cancellationToken) => Run(OursAfterAll, new { number = row.CaseNumber }, cancellationToken);

    public Task RecordLeft(TicketRow row, CancellationToken cancellationToken) => Run(Left, new { number = row.CaseNumber, id = row.LeavingId }, cancellationToken);

    /// <summary>Linked in another tracker: there is nothing for us to say.</summary>
    public Task ForgetComments(TicketRow row, CancellationToken cancellationToken) => Run(Unsaid, new { number = row.CaseNumber }, cancellationToken);

    public Task Finish(TicketRow row, CancellationToken cancellationToken) => Run(Finished, new { number = row.CaseNumber, desired = row.Desired, lease = row.LeaseUntil }, cancellationToken);

    /// <param name="failed">False when nothing went wrong and it is only to wait.</param>
    public Task RetryAt(TicketRow row, DateTimeOffset at, string why, bool failed, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            var args = new { number = row.CaseNumber, at = Micros.From(at), error = why, failures = failed ? 1 : 0, desired = row.Desired, lease = row.LeaseUntil };
            if (await session.Execute(Retry, args) == 0)
            {
                await session.Execute(Release, new { number = row.CaseNumber, lease = row.LeaseUntil });
            }
        },
        cancellationToken);

    private Task<int> Run(string sql, object args, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(sql, args), cancellationToken);
}
