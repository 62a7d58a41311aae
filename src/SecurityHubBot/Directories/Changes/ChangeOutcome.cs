using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Changes;

/// <summary>What has come of a change, as the cases' histories tell it.</summary>
/// <param name="Quiet">Failing findings that are kept quiet now.</param>
public sealed record ChangeOutcome(long Closed, long Opened, long NewDue, long Quiet);

internal static class ChangeOutcomes
{
    // What comes back under an exception is excepted at once: its history says nothing of opening.
    private const string CameBackExcepted =
        """
        h.kind = 'excepted' and (
            select p.kind from case_history p
            where p.case_number = h.case_number and p.id < h.id and p.kind in ('opened', 'relapsed', 'new_episode', 'excepted', 'reopened', 'fixed', 'withdrawn')
            order by p.id desc limit 1) in ('fixed', 'withdrawn')
        """;

    private const string Left = "select count(*) from decision_queue where id <= @last and ";

    public static Task<long> Remaining(DbSession session, AppliedChange applied) =>
        session.Scalar<long>($"{Left}{applied.Edit.TouchedColumn} = @touched", new { last = applied.LastQueued, touched = applied.Edit.TouchedKey });

    public static async Task<ChangeOutcome> Find(DbSession session, AppliedChange applied)
    {
        var column = applied.Edit.TouchedColumn;
        var args = new { history = applied.LastHistory, touched = applied.Edit.TouchedKey };
        var counts = await session.SingleOrDefault<Row>(
            $"""
            select coalesce(sum(closed), 0) as closed, coalesce(sum(opened), 0) as opened, coalesce(sum(case when opened = 0 then moved else 0 end), 0) as moved
            from (
                select max(case when h.kind = 'withdrawn' then 1 else 0 end) as closed,
                    max(case when h.kind in ('opened', 'relapsed', 'new_episode') or {CameBackExcepted} then 1 else 0 end) as opened,
                    max(case when h.kind = 'due_changed' then 1 else 0 end) as moved
                from case_history h join cases c on c.number = h.case_number
                where h.id > @history and c.{column} = @touched group by h.case_number
            ) happened
            """,
            args);
        var quiet = await session.Scalar<long>(
            $"select count(*) from findings where {column} = @touched and record_state = 'ACTIVE' and compliance = 'FAILED' and policy in ('ignore', 'disable')", args);
        return new ChangeOutcome(counts!.Closed, counts.Opened, counts.Moved, quiet);
    }

    private sealed class Row
    {
        public long Closed { get; init; }

        public long Opened { get; init; }

        public long Moved { get; init; }
    }
}
