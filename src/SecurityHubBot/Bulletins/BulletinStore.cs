using SecurityHubBot.Persistence;

namespace SecurityHubBot.Bulletins;

/// <summary>Which bulletins there are: the table <c>bulletins</c>.</summary>
internal static class BulletinStore
{
    public const string Columns =
        """
        id, kind, audience, period, payload, file_id, channel, ts, fallback_reason, posting_since, posting_channel, created_at, posted_at, done_at,
        lease_until, attempts
        """;

    private const string Insert =
        """
        insert into bulletins (kind, audience, period, payload, created_at, lease_until, attempts, next_attempt_at)
        values (@Kind, @Audience, @Period, @payload, @now, 0, 0, 0) on conflict (kind, audience, period) do nothing
        """;

    private const string ByKey = $"select {Columns} from bulletins where kind = @Kind and audience = @Audience and period = @Period";

    /// <summary>Has it posted, unless it was wanted before.</summary>
    /// <param name="payload">What is to be said, kept as it is now; null for what is looked up when it is posted.</param>
    /// <returns>False when it was wanted before, which changes nothing.</returns>
    public static async Task<bool> Want(DbSession session, BulletinKey key, string? payload, DateTimeOffset now) =>
        await session.Execute(Insert, new { key.Kind, key.Audience, key.Period, payload, now = Micros.From(now) }) > 0;

    public static Task<BulletinRow?> Find(DbSession session, BulletinKey key) => session.SingleOrDefault<BulletinRow>(ByKey, key);
}
