using SecurityHubBot.Persistence;

namespace SecurityHubBot.Workflows;

/// <summary>
/// Looks at everything, a page at a time, every six hours: for what nobody said had changed, and for what AWS refused and has sent again.
/// One cursor for all instances.
/// </summary>
internal sealed class WorkflowPass(Database database, TimeProvider time)
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(6);

    private const int GroupsAtOnce = 200;

    private const string Cursor = "select account_id, region, control_key, begun_at, ended_at from workflow_pass where one = 1";

    private const string Groups =
        """
        select distinct account_id, region, control_key from findings
        where control_key is not null and (account_id, region, control_key) > (@account, @region, @control)
        order by account_id, region, control_key limit @limit
        """;

    private const string Move = "update workflow_pass set account_id = @account, region = @region, control_key = @control, begun_at = @begun, ended_at = @ended where one = 1";

    /// <returns>Whether there was a page to look at.</returns>
    public async Task<bool> Page(CancellationToken cancellationToken)
    {
        var now = Micros.From(time.GetUtcNow());
        var seen = await database.Read(session => session.SingleOrDefault<Row>(Cursor), cancellationToken);
        return seen is not null && !Rests(seen, now) && await database.Write(session => Page(session, now), cancellationToken);
    }

    // A clock that has been put back must not keep it from beginning.
    private static bool Rests(Row row, long now) => row.EndedAt is not null && row.BegunAt <= now && now - row.BegunAt < (long)Every.TotalMicroseconds;

    private static async Task<bool> Page(DbSession session, long now)
    {
        if ((await session.Query<Row>($"{Cursor} {session.Dialect.SkipLocked}")).SingleOrDefault() is not { } at || Rests(at, now))
        {
            return false;
        }

        var isNew = at.EndedAt is not null || at.BegunAt == 0;
        var from = isNew ? new Row { BegunAt = now } : at;
        var groups = await session.Query<WorkflowLook>(Groups, new { account = from.AccountId, region = from.Region, control = from.ControlKey, limit = GroupsAtOnce });
        var last = groups is [.., var end] ? end : null;
        if (last is not null)
        {
            await WorkflowLooks.AtGroups(session, groups);
        }

        await session.Execute(Move, new
        {
            account = last?.AccountId ?? "",
            region = last?.Region ?? "",
            control = last?.ControlKey ?? "",
            begun = from.BegunAt,
            ended = groups.Count < GroupsAtOnce ? now : (long?)null,
        });
        return groups.Count > 0;
    }

    private sealed class Row
    {
        public string AccountId { get; init; } = "";

        public string Region { get; init; } = "";

        public string ControlKey { get; init; } = "";

        public long BegunAt { get; init; }

        public long? EndedAt { get; init; }
    }
}
