using SecurityHubBot.Persistence;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Cases.Sync;

/// <summary>Messages whose actual state differs from the desired one, claimed for a while and written back.</summary>
internal sealed class MessageQueue(Database database, SyncOptions options, WorkflowLooks workflows, TimeProvider time)
{
    private const string Columns =
        """
        id, case_number, slot, kind, payload, desired, actual, channel, ts, lane, content_hash, fallback_reason, fallback_channel,
        posting_since, posting_channel, posting_thread, old_channel, old_ts, lease_until, attempts, trace_parent
        """;

    // A sentence waits for the one before it, but not for ever: one that Slack refuses again and again keeps nobody silent.
    private const int PatienceWithNotes = 8;

    // A lane is a channel, or an account whose channel is not known yet; what does not stand with the card has its own. What is leased or postponed further ahead than anything
    // ever is was so by a clock that has since been put back. "> 0" is what lets SQLite see that the partial index will do.
    private const string Free =
        """
        (m.lease_until <= @now or m.lease_until > @farLease) and (m.next_attempt_at <= @now or m.next_attempt_at > @far)
                and coalesce(m.lane, card.lane, c.account_id) not in (
                    select coalesce(l.lane, busy_card.lane, busy.account_id)
                    from case_messages l join cases busy on busy.number = l.case_number
                        join case_messages busy_card on busy_card.case_number = l.case_number and busy_card.slot = 'card'
                    where l.lease_until > 0 and l.lease_until > @now and l.lease_until <= @farLease)
        """;

    // One message of a lane at a time, the most urgent first: that keeps threads in order, shares the workers between channels
    // when one is flooded, and never posts faster than the channel allows. Nothing goes into a thread before its card.
    private const string Due =
        $"""
        select id from (
            select m.id, m.priority, row_number() over (partition by coalesce(m.lane, card.lane, c.account_id) order by m.priority desc, m.id) as turn
            from case_messages m join cases c on c.number = m.case_number
                join case_messages card on card.case_number = m.case_number and card.slot = 'card'
            where m.desired > m.actual
                and (m.kind in ('card', 'approval', 'direct') or card.ts is not null)
                and (m.kind <> 'note' or not exists (
                    select 1 from case_messages e
                    where e.case_number = m.case_number and e.kind = 'note' and e.id < m.id and e.desired > e.actual and e.attempts < @patience))
                and {Free}
        ) due where turn = 1 order by priority desc, id limit @limit
        """;

    private const string DueRefresh =
        $"""
        select m.id from case_messages m join cases c on c.number = m.case_number
            join case_messages card on card.id = m.id
        where m.refresh_at <= @now and m.desired = m.actual and {Free}
        order by m.refresh_at, m.id limit @limit
        """;

    // Where another message of this lane is being worked on, this one is given back and waits for its turn there.
    private const string EnterLane =
        """
        update case_messages set lane = @lane, lease_until = case when exists (
            select 1 from case_messages l join case_messages busy on busy.case_number = l.case_number and busy.slot = 'card'
            where l.lease_until > 0 and l.lease_until > @now and l.case_number <> @number and coalesce(l.lane, busy.lane) = @lane) then 0 else lease_until end
        where id = @id returning lease_until
        """;

    private const string Posting =
        """
        update case_messages set posting_since = @now, posting_channel = @channel, posting_thread = @thread
        where id = @id and lease_until = @lease and ts is null
        """;

    private const string Updating = "update case_messages set content_hash = null where id = @id";

    // Only while the row still knows the message that was shown: it may have been deleted in Slack meanwhile.
    private const string RecordedShown =
        """
        update case_messages set channel = @channel, ts = @ts, content_hash = @hash, actual = @revision, posting_since = null, posting_channel = null,
            posting_thread = null, refresh_at = @refreshAt, lease_until = 0, attempts = 0, next_attempt_at = 0, last_error = null
        where id = @id and ts is not distinct from @known
        """;

    private const string Arrived =
        """
        update case_messages set channel = @channel, ts = @ts, content_hash = @hash, posting_since = null, posting_channel = null, posting_thread = null
        where id = @id
        """;

    private const string NotPosted = "update case_messages set posting_since = null, posting_channel = null, posting_thread = null where id = @id";

    private const string Retry =
        "update case_messages set lease_until = 0, attempts = attempts + @failures, next_attempt_at = @at, last_error = @error where id = @id";

    private const string HoldBack =
        """
        update case_messages set next_attempt_at = @at
        where desired > actual and ts is null and next_attempt_at < @at and kind not in ('approval', 'direct')
            and case_number in (select case_number from case_messages where slot = 'card' and lane = (
                select lane from case_messages where case_number = @number and slot = 'card'))
        """;

    private const string HoldBackLane =
        "update case_messages set next_attempt_at = @at where desired > actual and ts is null and next_attempt_at < @at and lane = @lane";

    private const string Release = "update case_messages set lease_until = 0 where id = @id";

    private const string FallBack = "update case_messages set fallback_reason = @reason, fallback_channel = @channel where id = @id";

    private const string Retire =
        """
        update case_messages set old_channel = channel, old_ts = ts, channel = null, ts = null, content_hash = null, refresh_at = null,
            desired = desired + 1, lease_until = 0 where id = @id and ts is not null
        """;

    private const string TakeBack =
        """
        update case_messages set channel = old_channel, ts = old_ts, content_hash = null, old_channel = null, old_ts = null, lease_until = 0
        where id = @id and ts is null
        """;

    private const string Retired = "update case_messages set old_channel = null, old_ts = null where id = @id";

    private const string Lost =
        "update case_messages set channel = null, ts = null, content_hash = null, desired = desired + 1, next_attempt_at = 0, lease_until = 0 where id = @id";

    private const string RestartThread =
        """
        update case_messages set channel = null, ts = null, content_hash = null, desired = desired + 1, next_attempt_at = 0
        where case_number = @number and kind in ('resources', 'exception') and ts is not null and channel = @channel
        """;

    private const string LookAtCard =
        """
        update case_messages set content_hash = null, desired = desired + 1, next_attempt_at = 0
        where case_number = @number and slot = 'card'
        """;

    // Slack never asks to wait for more than an hour.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    // Clocks of instances may differ by less than a lease.
    private const int FarLeases = 4;

    /// <summary>What has changed, the most urgent first.</summary>
    public Task<IReadOnlyList<MessageRow>> Claim(int limit, CancellationToken cancellationToken) => Claim(Due, limit, cancellationToken);

    /// <summary>A card on which only the day has changed.</summary>
    public async Task<MessageRow?> ClaimRefresh(CancellationToken cancellationToken) => (await Claim(DueRefresh, limit: 1, cancellationToken)).SingleOrDefault();

    /// <returns>False when the channel is busy and the message was given back.</returns>
    public async Task<bool> Enter(MessageRow row, string lane, CancellationToken cancellationToken) =>
        row.Lane == lane
        || await database.Write(session => session.Scalar<long>(EnterLane, new { id = row.Id, number = row.CaseNumber, lane, now = Now() }), cancellationToken) > 0;

    /// <summary>Committed before the call goes out, so that whoever comes after a crash knows to look first.</summary>
    /// <exception cref="OperationCanceledException">The lease has run out and somebody else works on the message.</exception>
    public async Task BeginPosting(MessageRow row, string channel, string? thread, CancellationToken cancellationToken)
    {
        if (await Run(Posting, new { id = row.Id, now = Now(), channel, thread, lease = row.LeaseUntil }, cancellationToken) == 0)
        {
            throw new OperationCanceledException("Another instance has taken over this message.");
        }
    }

    /// <summary>Committed before the call goes out: until it is known to have arrived, nobody knows what the message says.</summary>
    public Task BeginUpdating(MessageRow row, CancellationToken cancellationToken) => Run(Updating, new { id = row.Id }, cancellationToken);

    /// <param name="known">The message that the row named before; null when it was posted just now.</param>
    public Task RecordShown(MessageRow row, string? known, Shown shown, CancellationToken cancellationToken) =>
        database.Write(
            async session =>
            {
                var (channel, ts, hash, refreshAt) = shown;
                var args = new { id = row.Id, known, channel, ts, hash, revision = row.Desired, refreshAt = Micros.From(refreshAt) };
                if (await session.Execute(RecordedShown, args) == 0)
                {
                    await session.Execute(Release, new { id = row.Id });
                }
                else if (row is { IsCard: true, IsRefresh: false })
                {
                    await workflows.AtCase(session, row.CaseNumber);
                }
            },
            cancellationToken);

    /// <summary>There is nothing to show (any more).</summary>
    public Task RecordNothing(MessageRow row, CancellationToken cancellationToken) => RecordShown(row, row.Ts, new Shown(null, null, null, RefreshAt: null), cancellationToken);

    /// <summary>The message stands in Slack; what else there is to do with it is done in the next attempt.</summary>
    public Task RecordArrived(MessageRow row, string channel, string ts, string? hash, CancellationToken cancellationToken) =>
        Run(Arrived, new { id = row.Id, channel, ts, hash }, cancellationToken);

    public Task RecordNotPosted(MessageRow row, CancellationToken cancellationToken) => Run(NotPosted, new { id = row.Id }, cancellationToken);

    /// <param name="failed">False when nothing went wrong and it is only to wait.</param>
    public Task RetryAt(MessageRow row, DateTimeOffset at, string why, bool failed, CancellationToken cancellationToken) =>
        Run(Retry, new { id = row.Id, at = Micros.From(at), error = why, failures = failed ? 1 : 0 }, cancellationToken);

    /// <summary>Slack asked to wait: everything that is still to be posted to this channel waits, not only this message.</summary>
    public Task HoldBackChannel(MessageRow row, DateTimeOffset until, CancellationToken cancellationToken) =>
        row.IsElsewhere
            ? Run(HoldBackLane, new { lane = row.Lane, at = Micros.From(until) }, cancellationToken)
            : Run(HoldBack, new { number = row.CaseNumber, at = Micros.From(until) }, cancellationToken);

    /// <summary>Gives the message back to be claimed again at once.</summary>
    public Task GiveBack(MessageRow row, CancellationToken cancellationToken) => Run(Release, new { id = row.Id }, cancellationToken);

    public Task RecordFallback(MessageRow row, string? reason, string? channel, CancellationToken cancellationToken) =>
        Run(FallBack, new { id = row.Id, reason, channel }, cancellationToken);

    /// <summary>The card moves to another channel: what stands in the old one is remembered until it has become a pointer.</summary>
    public Task BeginMove(MessageRow row, CancellationToken cancellationToken) => Run(Retire, new { id = row.Id }, cancellationToken);

    /// <summary>The card could not move after all, and stands where it stood.</summary>
    public Task EndMove(MessageRow row, CancellationToken cancellationToken) => Run(TakeBack, new { id = row.Id }, cancellationToken);

    /// <summary>The card has moved: the lists of its old thread are posted to the new one.</summary>
    public Task RecordMoved(MessageRow row, CancellationToken cancellationToken) =>
        database.Write(
            async session =>
            {
                await session.Execute(Retired, new { id = row.Id });
                await session.Execute(RestartThread, new { number = row.CaseNumber, channel = row.OldChannel });
            },
            cancellationToken);

    /// <summary>A person deleted the message; a card takes what stands in its thread with it.</summary>
    public Task RecordLost(MessageRow row, CancellationToken cancellationToken) =>
        database.Write(
            async session =>
            {
                await session.Execute(Lost, new { id = row.Id });
                if (row.IsCard)
                {
                    await session.Execute(RestartThread, new { number = row.CaseNumber, channel = row.Channel });
                }
            },
            cancellationToken);

    /// <summary>Has the case's card looked at again.</summary>
    public Task LookAtCardAgain(MessageRow row, CancellationToken cancellationToken) => Run(LookAtCard, new { number = row.CaseNumber }, cancellationToken);

    private Task<IReadOnlyList<MessageRow>> Claim(string due, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.Write(
            session => session.Query<MessageRow>(
                $"""
                update case_messages set lease_until = @lease where id in (
                    select id from case_messages where id in ({due}) and (lease_until <= @now or lease_until > @farLease) {session.Dialect.SkipLocked}
                ) returning {Columns}
                """,
                new
                {
                    now = Micros.From(now),
                    lease = Micros.From(now + options.Lease),
                    farLease = Micros.From(now + (options.Lease * FarLeases)),
                    far = Micros.From(now + LongestWait),
                    patience = PatienceWithNotes,
                    limit,
                }),
            cancellationToken);
    }

    private long Now() => Micros.From(time.GetUtcNow());

    private Task<int> Run(string sql, object args, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(sql, args), cancellationToken);
}

/// <summary>What is shown of a message now; all null when it is not there (any more).</summary>
internal sealed record Shown(string? Channel, string? Ts, string? Hash, DateTimeOffset? RefreshAt);
