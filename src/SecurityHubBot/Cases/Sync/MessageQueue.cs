using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases.Sync;

/// <summary>Messages whose actual state differs from the desired one, claimed for a while and written back.</summary>
internal sealed class MessageQueue(Database database, SyncOptions options, TimeProvider time)
{
    private const string Columns =
        """
        id, case_number, slot, kind, payload, desired, actual, channel, ts, content_hash, fallback_reason, fallback_channel,
        posting_since, posting_channel, old_channel, old_ts, attempts, trace_parent
        """;

    // One message of an account at a time, the most urgent first: that keeps threads in order, shares the workers between
    // channels when one is flooded, and never posts faster than the channel allows. Nothing goes into a thread before its card.
    private const string Due =
        """
        select id from (
            select m.id, row_number() over (partition by c.account_id order by m.priority desc, m.id) as turn
            from case_messages m join cases c on c.number = m.case_number
            where (m.desired > m.actual or m.refresh_at <= @now)
                and m.lease_until <= @now and m.next_attempt_at <= @now
                and (m.kind = 'card' or exists (
                    select 1 from case_messages card where card.case_number = m.case_number and card.slot = 'card' and card.ts is not null))
                and (m.kind <> 'note' or not exists (
                    select 1 from case_messages e
                    where e.case_number = m.case_number and e.kind = 'note' and e.id < m.id and e.desired > e.actual))
                and c.account_id not in (
                    select b.account_id from case_messages l join cases b on b.number = l.case_number where l.lease_until > @now)
        ) due where turn = 1 limit @limit
        """;

    private const string Posting = "update case_messages set posting_since = @now, posting_channel = @channel where id = @id";

    private const string Shown =
        """
        update case_messages set channel = @channel, ts = @ts, content_hash = @hash, actual = @revision, posting_since = null, posting_channel = null,
            refresh_at = @refreshAt, lease_until = 0, attempts = 0, next_attempt_at = 0, last_error = null
        where id = @id
        """;

    private const string Found = "update case_messages set channel = @channel, ts = @ts, posting_since = null, posting_channel = null where id = @id";

    private const string NotPosted = "update case_messages set posting_since = null, posting_channel = null where id = @id";

    private const string Retry =
        "update case_messages set lease_until = 0, attempts = attempts + 1, next_attempt_at = @at, last_error = @error where id = @id";

    private const string HoldBack =
        """
        update case_messages set next_attempt_at = @at
        where desired > actual and ts is null and next_attempt_at < @at
            and case_number in (select number from cases where account_id = (select account_id from cases where number = @number))
        """;

    private const string Release = "update case_messages set lease_until = 0 where id = @id";

    private const string FallBack = "update case_messages set fallback_reason = @reason, fallback_channel = @channel where id = @id";

    private const string Retire =
        """
        update case_messages set old_channel = channel, old_ts = ts, channel = null, ts = null, content_hash = null,
            posting_since = null, posting_channel = null where id = @id and ts is not null
        """;

    private const string Retired = "update case_messages set old_channel = null, old_ts = null where id = @id";

    private const string Lost =
        "update case_messages set channel = null, ts = null, content_hash = null, desired = desired + 1, next_attempt_at = @now, lease_until = 0 where id = @id";

    private const string RestartThread =
        """
        update case_messages set channel = null, ts = null, content_hash = null, desired = desired + 1, next_attempt_at = @now
        where case_number = @number and kind = 'resources' and ts is not null
        """;

    private const string Refresh =
        """
        update case_messages set content_hash = null, desired = desired + 1, next_attempt_at = @now
        where case_number = @number and slot = 'card'
        """;

    public Task<IReadOnlyList<MessageRow>> Claim(int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.Write(
            session => session.Query<MessageRow>(
                $"""
                update case_messages set lease_until = @lease where id in (
                    select id from case_messages where id in ({Due}) and lease_until <= @now {session.Dialect.SkipLocked}
                ) returning {Columns}
                """,
                new { now = Micros.From(now), lease = Micros.From(now + options.Lease), limit }),
            cancellationToken);
    }

    /// <summary>Committed before the call goes out, so that whoever comes after a crash knows to look first.</summary>
    public Task BeginPosting(MessageRow row, string channel, CancellationToken cancellationToken) =>
        Run(Posting, new { id = row.Id, now = Now(), channel }, cancellationToken);

    public Task RecordShown(MessageRow row, string channel, string ts, string hash, DateTimeOffset? refreshAt, CancellationToken cancellationToken) =>
        Run(Shown, new { id = row.Id, channel, ts, hash, revision = row.Desired, refreshAt = Micros.From(refreshAt) }, cancellationToken);

    /// <summary>There is nothing to show (any more).</summary>
    public Task RecordNothing(MessageRow row, CancellationToken cancellationToken) =>
        Run(Shown, new { id = row.Id, channel = (string?)null, ts = (string?)null, hash = (string?)null, revision = row.Desired, refreshAt = (long?)null }, cancellationToken);

    public Task RecordFound(MessageRow row, string channel, string ts, CancellationToken cancellationToken) => Run(Found, new { id = row.Id, channel, ts }, cancellationToken);

    public Task RecordNotPosted(MessageRow row, CancellationToken cancellationToken) => Run(NotPosted, new { id = row.Id }, cancellationToken);

    public Task RetryAt(MessageRow row, DateTimeOffset at, string error, CancellationToken cancellationToken) =>
        Run(Retry, new { id = row.Id, at = Micros.From(at), error }, cancellationToken);

    /// <summary>Slack asked to wait: everything of this account that is still to be posted waits, not only this message.</summary>
    public Task HoldBackAccount(MessageRow row, DateTimeOffset until, CancellationToken cancellationToken) =>
        Run(HoldBack, new { number = row.CaseNumber, at = Micros.From(until) }, cancellationToken);

    /// <summary>Gives the message back to be claimed again at once.</summary>
    public Task GiveBack(MessageRow row, CancellationToken cancellationToken) => Run(Release, new { id = row.Id }, cancellationToken);

    public Task RecordFallback(MessageRow row, string? reason, string? channel, CancellationToken cancellationToken) =>
        Run(FallBack, new { id = row.Id, reason, channel }, cancellationToken);

    /// <summary>The card moves to another channel: what stands in the old one is remembered until it has become a pointer.</summary>
    public Task BeginMove(MessageRow row, CancellationToken cancellationToken) =>
        database.Write(
            async session =>
            {
                await session.Execute(Retire, new { id = row.Id });
                await session.Execute(RestartThread, new { number = row.CaseNumber, now = Now() });
            },
            cancellationToken);

    public Task RecordMoved(MessageRow row, CancellationToken cancellationToken) => Run(Retired, new { id = row.Id }, cancellationToken);

    /// <summary>A person deleted the message; a card takes what stands in its thread with it.</summary>
    public Task RecordLost(MessageRow row, CancellationToken cancellationToken) =>
        database.Write(
            async session =>
            {
                await session.Execute(Lost, new { id = row.Id, now = Now() });
                if (row.IsCard)
                {
                    await session.Execute(RestartThread, new { number = row.CaseNumber, now = Now() });
                }
            },
            cancellationToken);

    /// <summary>Has the case's card looked at again.</summary>
    public Task RefreshCard(MessageRow row, CancellationToken cancellationToken) =>
        Run(Refresh, new { number = row.CaseNumber, now = Now() }, cancellationToken);

    private long Now() => Micros.From(time.GetUtcNow());

    private Task Run(string sql, object args, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(sql, args), cancellationToken);
}
