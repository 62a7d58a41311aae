using Dapper;
using SecurityHubBot.Aws;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Workflows;

/// <summary>A control, account and Region whose findings may be wanted to be something else now.</summary>
internal sealed class WorkflowLook
{
    public long Id { get; init; }

    public string AccountId { get; init; } = "";

    public string Region { get; init; } = "";

    public string ControlKey { get; init; } = "";

    public string Key => $"{AccountId}/{Region}/{ControlKey}";
}

/// <summary>
/// Written in the transaction that changes what the wish depends on: a decision, a card that stands, a summary that was posted. Without
/// <c>Aws:Region</c> nobody would look, and nothing is written; the slow pass finds everything once there is one.
/// </summary>
internal sealed class WorkflowLooks(AwsOptions aws)
{
    private const string Insert = "insert into workflow_looks (account_id, region, control_key) ";

    private const string OfTold =
        """
        select distinct f.account_id, f.region, f.control_key from summary_findings s join findings f on f.finding_key = s.finding_key
        where s.period = @period and s.audience = @audience and f.control_key is not null
        """;

    public Task AtGroup(DbSession session, string account, string region, string control) =>
        aws.IsSet ? session.Execute($"{Insert}values (@account, @region, @control)", new { account, region, control }) : Task.CompletedTask;

    public Task AtCase(DbSession session, long number) =>
        aws.IsSet ? session.Execute($"{Insert}select account_id, region, control_key from cases where number = @number", new { number }) : Task.CompletedTask;

    public Task AtTold(DbSession session, string period, string audience) =>
        aws.IsSet ? session.Execute(Insert + OfTold, new { period, audience }) : Task.CompletedTask;

    public static Task<IReadOnlyList<WorkflowLook>> Claim(DbSession session, int limit) =>
        session.Query<WorkflowLook>($"select id, account_id, region, control_key from workflow_looks order by id limit @limit {session.Dialect.SkipLocked}", new { limit });

    public static Task<IReadOnlyList<WorkflowLook>> ClaimOne(DbSession session, long id) =>
        session.Query<WorkflowLook>($"select id, account_id, region, control_key from workflow_looks where id = @id {session.Dialect.SkipLocked}", new { id });

    public static Task Delete(DbSession session, IReadOnlyList<WorkflowLook> looks)
    {
        var args = new DynamicParameters();
        for (var i = 0; i < looks.Count; i++)
        {
            args.Add($"id{i}", looks[i].Id);
        }

        return session.Execute($"delete from workflow_looks where id in ({string.Join(", ", looks.Select((_, i) => $"@id{i}"))})", args);
    }

    public static Task AtGroups(DbSession session, IReadOnlyList<WorkflowLook> groups)
    {
        var args = new DynamicParameters();
        var rows = groups.Select((g, i) =>
        {
            args.Add($"a{i}", g.AccountId);
            args.Add($"r{i}", g.Region);
            args.Add($"c{i}", g.ControlKey);
            return $"(@a{i}, @r{i}, @c{i})";
        }).ToList();
        return session.Execute($"{Insert}values {string.Join(", ", rows)}", args);
    }
}
