using SecurityHubBot.Persistence;
using SecurityHubBot.Slack.Events;

namespace SecurityHubBot.Cases;

/// <summary>Slack's events in the database: kept before they are acknowledged, handled once, whichever instance they reached.</summary>
internal sealed class DatabaseSlackEventStore(Database database, TimeProvider time) : ISlackEventStore
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(2);

    // Nothing is postponed for so long: further ahead stands only what a clock wrote that has since been put back.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private const string Store =
        """
        insert into slack_events (event_id, received_at, body, attempts, not_before) values (@eventId, @now, @body, 0, 0)
        on conflict (event_id) do nothing
        """;

    private const string Forget = "delete from slack_events where handled_at < @before";

    private const string Done = "update slack_events set handled_at = @now, body = '' where event_id = @eventId";

    private const string Later = "update slack_events set not_before = @at where event_id = @eventId";

    public Task<bool> TryStore(string eventId, string body, CancellationToken cancellationToken = default) =>
        database.Write(async session => await session.Execute(Store, new { eventId, body, now = Now() }) == 1, cancellationToken);

    public async Task<StoredSlackEvent?> Claim(TimeSpan lease, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        // Materialized: PostgreSQL may run a subquery in "in (…)" once for every row, and each run would lock and take another event.
        var row = await database.Write(
            session => session.SingleOrDefault<Row>(
                $"""
                with next as materialized (
                    select event_id from slack_events where handled_at is null and (not_before <= @now or not_before > @far)
                    order by received_at limit 1 {session.Dialect.SkipLocked}
                )
                update slack_events set not_before = @until, attempts = attempts + 1 where event_id in (select event_id from next)
                returning event_id, body, attempts
                """,
                new { now = Micros.From(now), until = Micros.From(now + lease), far = Micros.From(now + LongestWait) }),
            cancellationToken);
        return row is null ? null : new StoredSlackEvent(row.EventId, row.Body, row.Attempts);
    }

    public Task Complete(string eventId, CancellationToken cancellationToken = default) =>
        database.Write(
            async session =>
            {
                await session.Execute(Done, new { eventId, now = Now() });
                await session.Execute(Forget, new { before = Micros.From(time.GetUtcNow() - KnownFor) });
            },
            cancellationToken);

    public Task Release(string eventId, TimeSpan retryAfter, CancellationToken cancellationToken = default) =>
        database.Write(session => session.Execute(Later, new { eventId, at = Micros.From(time.GetUtcNow() + retryAfter) }), cancellationToken);

    private long Now() => Micros.From(time.GetUtcNow());

    private sealed class Row
    {
        public string EventId { get; init; } = "";

        public string Body { get; init; } = "";

        public int Attempts { get; init; }
    }
}
