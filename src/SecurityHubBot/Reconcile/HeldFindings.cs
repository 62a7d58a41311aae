using System.Text;
using Dapper;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Reconcile;

/// <summary>Of an account's findings that we hold as active, how many Security Hub has not shown.</summary>
internal sealed record AccountShare(string AccountId, long Held, long Gone);

/// <summary>The findings that we hold, looked at for a comparison.</summary>
internal static class HeldFindings
{
    /// <summary>Before the id of a finding that could not be read: it is there all the same.</summary>
    public const string UnreadableMark = "id ";

    private const string IsGone =
        $"""
        not exists (select 1 from reconcile_seen s where s.scope = @scope and s.seen_key = f.finding_key)
        and not exists (select 1 from reconcile_seen s where s.scope = @scope and s.seen_key = '{UnreadableMark}' || f.finding_id)
        """;

    private const string Columns =
        """
        f.finding_key, f.finding_id, f.product_arn, f.account_id, f.region, f.control_key, f.control_id, f.standards, f.compliance,
        f.record_state, f.workflow, f.severity, f.title, f.resources, f.updated_at, f.content_hash, f.state_hash, f.original
        """;

    public static async Task<IReadOnlyDictionary<string, HeldFinding>> Find(DbSession session, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0)
        {
            return new Dictionary<string, HeldFinding>();
        }

        var args = new DynamicParameters();
        var rows = await session.Query<HeldFinding>(
            $"select finding_key, compliance, record_state, updated_at, content_hash, state_hash from findings where finding_key in ({SqlList.Of(keys, "key", args)})", args);
        return rows.ToDictionary(r => r.FindingKey, StringComparer.Ordinal);
    }

    /// <param name="before">What has come since may be too new for Security Hub to have shown it.</param>
    public static async Task<IReadOnlyList<AccountShare>> Shares(DbSession session, TruthScope scope, DateTimeOffset before)
    {
        var args = new DynamicParameters(new { scope = scope.Key, before = Micros.From(before) });
        var rows = await session.Query<(string AccountId, long Held, long Gone)>(
            $"""
            select f.account_id, count(*) as held, sum(case when {IsGone} then 1 else 0 end) as gone
            from findings f where {IsHeld(scope, args)} group by f.account_id order by f.account_id
            """,
            args);
        return [.. rows.Select(r => new AccountShare(r.AccountId, r.Held, r.Gone))];
    }

    /// <summary>Whether Security Hub has shown anything of the account that we know, be it archived.</summary>
    public static async Task<bool> IsShown(DbSession session, TruthScope scope, string account) =>
        await session.Scalar<long>(
            """
            select count(*) from (
                select 1 as one from findings f join reconcile_seen s on s.scope = @scope and s.seen_key = f.finding_key
                where f.account_id = @account limit 1) shown
            """,
            new { scope = scope.Key, account }) > 0;

    /// <summary>Some of the findings that Security Hub has not shown, in the order of their keys.</summary>
    public static async Task<IReadOnlyList<FindingRow>> Gone(DbSession session, TruthScope scope, string account, DateTimeOffset before, string after, int limit)
    {
        var args = new DynamicParameters(new { scope = scope.Key, before = Micros.From(before), account, after, limit });
        var rows = await session.Query<Row>(
            $"""
            select {Columns} from findings f
            where f.account_id = @account and f.finding_key > @after and {IsHeld(scope, args)} and {IsGone}
            order by f.finding_key limit @limit
            """,
            args);
        return [.. rows.Select(r => r.ToRow())];
    }

    /// <summary>Some of an account's findings that we hold as active, in the order of their keys.</summary>
    public static async Task<IReadOnlyList<FindingRow>> Active(DbSession session, string account, string after, int limit)
    {
        var rows = await session.Query<Row>(
            $"select {Columns} from findings f where f.account_id = @account and f.record_state = 'ACTIVE' and f.finding_key > @after order by f.finding_key limit @limit",
            new { account, after, limit });
        return [.. rows.Select(r => r.ToRow())];
    }

    private static string IsHeld(TruthScope scope, DynamicParameters args)
    {
        var accounts = scope.Accounts is { } some ? $" and f.account_id in ({SqlList.Of([.. some.Select(a => a.ToString())], "account", args)})" : "";
        return $"f.record_state = 'ACTIVE' and f.received_at < @before and f.region in ({SqlList.Of(scope.Regions, "region", args)}){accounts}";
    }

    private sealed class Row
    {
        public string FindingKey { get; init; } = "";

        public string FindingId { get; init; } = "";

        public string ProductArn { get; init; } = "";

        public string AccountId { get; init; } = "";

        public string Region { get; init; } = "";

        public string? ControlKey { get; init; }

        public string? ControlId { get; init; }

        public string Standards { get; init; } = "";

        public string? Compliance { get; init; }

        public string RecordState { get; init; } = "";

        public string Workflow { get; init; } = "";

        public string Severity { get; init; } = "";

        public string Title { get; init; } = "";

        public string Resources { get; init; } = "";

        public long UpdatedAt { get; init; }

        public string ContentHash { get; init; } = "";

        public string StateHash { get; init; } = "";

        public string Original { get; init; } = "";

        public FindingRow ToRow() => new(
            FindingKey, FindingId, ProductArn, AccountId, Region, ControlKey, ControlId, Standards, Compliance, RecordState, Workflow,
            Severity, Title, Resources, UpdatedAt, ContentHash, StateHash, Encoding.UTF8.GetBytes(Original));
    }
}
