using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases;

/// <summary>A control, account and Region to look at again; the queue may hold it several times.</summary>
public sealed class QueuedCase
{
    public long Id { get; init; }

    public string AccountId { get; init; } = "";

    public string Region { get; init; } = "";

    public string ControlKey { get; init; } = "";

    public long QueuedAt { get; init; }

    public int Attempts { get; init; }

    public string? TraceParent { get; init; }

    public string Key => $"{AccountId}/{Region}/{ControlKey}";
}

/// <summary>
/// Intake appends, the decider empties. A row is deleted in the transaction that decides, so dying in between leaves it there;
/// a finding that is committed while a decision runs has a row of its own and is looked at afterwards.
/// </summary>
internal static class DecisionQueue
{
    // Nothing is postponed for so long: further ahead stands only what a clock wrote that has since been put back.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public static async Task<IReadOnlyList<QueuedCase>> Claim(DbSession session, int limit, DateTimeOffset now) =>
        await session.Query<QueuedCase>(
            $"""
            select id, account_id, region, control_key, queued_at, attempts, trace_parent from decision_queue
            where not_before <= @now or not_before > @far order by id limit @limit {session.Dialect.SkipLocked}
            """,
            new { now = Micros.From(now), far = Micros.From(now + LongestWait), limit });

    public static async Task<IReadOnlyList<QueuedCase>> ClaimOne(DbSession session, long id) =>
        await session.Query<QueuedCase>(
            $"select id, account_id, region, control_key, queued_at, attempts, trace_parent from decision_queue where id = @id {session.Dialect.SkipLocked}",
            new { id });

    /// <summary>Has a case looked at again because something else than its findings has changed.</summary>
    public static Task Add(DbSession session, CaseKey key, DateTimeOffset now, string? trace) =>
        session.Execute(
            """
            insert into decision_queue (account_id, region, control_key, queued_at, not_before, attempts, trace_parent)
            values (@account, @region, @control, @now, 0, 0, @trace)
            """,
            new { account = key.Account.ToString(), region = key.Region, control = key.Control.Key, now = Micros.From(now), trace });

    public static Task Delete(DbSession session, IReadOnlyList<QueuedCase> rows) =>
        session.Execute("delete from decision_queue where id = @id", rows.Select(r => new { id = r.Id }).ToList());

    public static Task Postpone(DbSession session, long id, DateTimeOffset notBefore) =>
        session.Execute("update decision_queue set attempts = attempts + 1, not_before = @at where id = @id", new { id, at = Micros.From(notBefore) });
}
