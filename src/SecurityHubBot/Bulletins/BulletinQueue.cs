using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Bulletins;

/// <summary>Bulletins that are not posted yet, claimed for a while and written back.</summary>
internal sealed class BulletinQueue(Database database, SyncOptions options, TimeProvider time)
{
    // What is leased or postponed further ahead than anything ever is was so by a clock that has since been put back.
    private const string Due =
        """
        select id from bulletins
        where done_at is null and (lease_until <= @now or lease_until > @farLease) and (next_attempt_at <= @now or next_attempt_at > @far)
        order by next_attempt_at, id limit @limit
        """;

    private const string Picture = "update bulletins set file_id = @file where id = @id";

    private const string FellBack = "update bulletins set fallback_reason = @reason, lease_until = 0 where id = @id";

    private const string Posting =
        "update bulletins set posting_since = @now, posting_channel = @channel where id = @id and lease_until = @lease and ts is null and done_at is null";

    private const string NotPosted = "update bulletins set posting_since = null, posting_channel = null where id = @id";

    private const string Posted =
        """
        update bulletins set channel = @channel, ts = @ts, posted_at = @now, done_at = @now, posting_since = null, posting_channel = null,
            lease_until = 0, next_attempt_at = 0, last_error = null
        where id = @id and done_at is null
        """;

    private const string Nothing = "update bulletins set done_at = @now, lease_until = 0, next_attempt_at = 0, last_error = @why where id = @id and done_at is null";

    private const string Retry =
        "update bulletins set lease_until = 0, attempts = attempts + @failures, next_attempt_at = @at, last_error = @error where id = @id";

    // A bulletin may have been told to wait for the end of a long holiday.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(31);

    private const int FarLeases = 4;

    public Task<IReadOnlyList<BulletinRow>> Claim(int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.Write(
            session => session.Query<BulletinRow>(
                $"""
                update bulletins set lease_until = @lease where id in (
                    select id from bulletins where id in ({Due}) and (lease_until <= @now or lease_until > @farLease) {session.Dialect.SkipLocked}
                ) returning {BulletinStore.Columns}
                """,
                new
                {
                    limit,
                    now = Micros.From(now),
                    lease = Micros.From(now + options.Lease),
                    farLease = Micros.From(now + (options.Lease * FarLeases)),
                    far = Micros.From(now + LongestWait),
                }),
            cancellationToken);
    }

    /// <param name="file">Empty when it is to go without.</param>
    public Task RecordPicture(BulletinRow row, string file, CancellationToken cancellationToken) => Run(Picture, new { id = row.Id, file }, cancellationToken);

    /// <summary>Not to its audience, then; given back to be claimed again at once.</summary>
    public Task RecordFallback(BulletinRow row, string reason, CancellationToken cancellationToken) => Run(FellBack, new { id = row.Id, reason }, cancellationToken);

    /// <summary>Committed before the call goes out, so that whoever comes after a crash knows to look first.</summary>
    /// <exception cref="OperationCanceledException">The lease has run out and somebody else works on it.</exception>
    public async Task BeginPosting(BulletinRow row, string channel, CancellationToken cancellationToken)
    {
        if (await Run(Posting, new { id = row.Id, channel, now = Now(), lease = row.LeaseUntil }, cancellationToken) == 0)
        {
            throw new OperationCanceledException("Another instance has taken over this bulletin.");
        }
    }

    public Task RecordNotPosted(BulletinRow row, CancellationToken cancellationToken) => Run(NotPosted, new { id = row.Id }, cancellationToken);

    /// <param name="posted">Done in the same transaction, and only by who was the first to record it.</param>
    public Task RecordPosted(BulletinRow row, string channel, string ts, Func<DbSession, BulletinRow, Task> posted, CancellationToken cancellationToken) =>
        database.Write(
            async session =>
            {
                var now = Now();
                if (await session.Execute(Posted, new { id = row.Id, channel, ts, now }) > 0)
                {
                    await posted(session, row with { Channel = channel, Ts = ts, PostedAt = now, DoneAt = now });
                }
            },
            cancellationToken);

    /// <summary>It is not posted, and is not to be.</summary>
    public Task RecordNothing(BulletinRow row, string why, CancellationToken cancellationToken) => Run(Nothing, new { id = row.Id, why, now = Now() }, cancellationToken);

    /// <param name="failed">False when nothing went wrong and it is only to wait.</param>
    public Task RetryAt(BulletinRow row, DateTimeOffset at, string why, bool failed, CancellationToken cancellationToken) =>
        Run(Retry, new { id = row.Id, at = Micros.From(at), error = why, failures = failed ? 1 : 0 }, cancellationToken);

    private long Now() => Micros.From(time.GetUtcNow());

    private Task<int> Run(string sql, object args, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(sql, args), cancellationToken);
}
