using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Intake;

/// <summary>Keeps what could not be read, so that somebody can look at it; capped in size and age.</summary>
public sealed class RejectedEventStore(Database database, IntakeOptions options, TimeProvider time)
{
    private const int KeptBytes = 64 * 1024;

    private const string Keep =
        """
        insert into rejected_events (sha256, first_at, last_at, times, size_bytes, reason, body)
        values (@sha256, @now, @now, 1, @size, @reason, @body)
        on conflict (sha256) do update set times = rejected_events.times + 1, last_at = excluded.last_at, reason = excluded.reason
        """;

    private const string TrimOld = "delete from rejected_events where last_at < @oldest";

    private const string TrimMany =
        "delete from rejected_events where id in (select id from rejected_events order by last_at desc, id desc limit 1000 offset @limit)";

    private const string CountUnhandled =
        """
        insert into unhandled_events (kind, times, last_at) values (@kind, 1, @now)
        on conflict (kind) do update set times = unhandled_events.times + 1, last_at = excluded.last_at
        """;

    /// <param name="size">The whole body's size in bytes; <paramref name="start"/> may hold only its beginning.</param>
    public Task Add(ReadOnlyMemory<byte> start, long size, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var kept = start.Span[..Math.Min(start.Length, KeptBytes)];
        var row = new
        {
            sha256 = Convert.ToHexStringLower(SHA256.HashData(start.Span)),
            now = Micros.From(now),
            size,
            reason,
            body = Encoding.UTF8.GetString(kept).Replace("\0", "\uFFFD", StringComparison.Ordinal),
        };
        return database.Write(
            async session =>
            {
                await session.Execute(Keep, row);
                await session.Execute(TrimOld, new { oldest = Micros.From(now.AddDays(-options.RejectedDays)) });
                await session.Execute(TrimMany, new { limit = options.RejectedLimit });
            },
            cancellationToken);
    }

    /// <summary>Counts a sound event of a kind that nothing handles yet.</summary>
    public Task CountNotHandledYet(string kind, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(CountUnhandled, new { kind, now = Micros.From(time.GetUtcNow()) }), cancellationToken);
}
