using System.Diagnostics;
using System.Globalization;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories;

/// <summary>Reads and writes the tables <c>accounts</c> and <c>policies</c>, and has everything looked at again that a change touches.</summary>
internal static class DirectoryStore
{
    private const string InsertAccount =
        """
        insert into accounts (account_id, name, environment, channel, owners, escalation, ticket_project, language, version, updated_at, updated_by)
        values (@account_id, @name, @environment, @channel, @owners, @escalation, @ticket_project, @language, coalesce(cast(@version as bigint), 1), @at, @by)
        """;

    private const string UpdateAccount =
        """
        update accounts set name = @name, environment = @environment, channel = @channel, owners = @owners, escalation = @escalation,
            ticket_project = @ticket_project, language = @language, version = coalesce(cast(@version as bigint), version + 1), updated_at = @at, updated_by = @by
        where account_id = @account_id
        """;

    private const string DeleteAccount = "delete from accounts where account_id = @account_id";

    private const string InsertPolicy =
        """
        insert into policies (standard, control_key, control, policy, category, due_days, environments, note, version, updated_at, updated_by)
        values (@standard, @control_key, @control, @policy, @category, @due_days, @environments, @note, coalesce(cast(@version as bigint), 1), @at, @by)
        """;

    private const string UpdatePolicy =
        """
        update policies set control = @control, policy = @policy, category = @category, due_days = @due_days, environments = @environments,
            note = @note, version = coalesce(cast(@version as bigint), version + 1), updated_at = @at, updated_by = @by
        where standard = @standard and control_key = @control_key
        """;

    private const string DeletePolicy = "delete from policies where standard = @standard and control_key = @control_key";

    private const string Raise = "update directory_version set version = version + 1";

    private const string Enqueue =
        """
        insert into decision_queue (account_id, region, control_key, queued_at, not_before, attempts, trace_parent)
        select distinct account_id, region, control_key, cast(@now as bigint), 0, 0, cast(@trace as text)
        from findings where control_key is not null and 
        """;

    // The card may move to another channel, change its language or the account's name; what stands in its thread goes with it.
    private const string Rerender =
        """
        update case_messages set desired = desired + 1, next_attempt_at = 0, attempts = 0, trace_parent = @trace
        where kind in ('card', 'resources') and case_number in (select number from cases where account_id = @key)
        """;

    public static async Task<IReadOnlyList<TableRow>> Read(DbSession session, DirectoryTable table)
    {
        var order = table == DirectoryTable.Accounts ? "account_id" : "standard, control_key";
        var rows = await session.Query<dynamic>($"select {string.Join(", ", table.Columns)} from {table.Name} order by {order}");
        return
        [
            .. rows.Select(r => table.Row(((IDictionary<string, object?>)r).ToDictionary(
                c => c.Key, c => Convert.ToString(c.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal))),
        ];
    }

    /// <param name="by">For the audit log, and for the row where it says nothing itself.</param>
    /// <param name="written">What a row says of its own last change, where it comes from another table; null where this is the change.</param>
    public static async Task Write(DbSession session, DirectoryTable table, ImportPlan plan, string by, DateTimeOffset now, Func<TableRow, RowWritten?>? written = null)
    {
        var accounts = table == DirectoryTable.Accounts;
        object Args(TableRow row)
        {
            var stamp = written?.Invoke(row) ?? new RowWritten(Version: null, now, by);
            return accounts ? AccountArgs(row, stamp) : PolicyArgs(row, stamp);
        }

        await session.Execute(accounts ? InsertAccount : InsertPolicy, plan.Added.Select(Args).ToList());
        await session.Execute(accounts ? UpdateAccount : UpdatePolicy, plan.Changed.Select(c => Args(c.After)).ToList());
        await session.Execute(accounts ? DeleteAccount : DeletePolicy, plan.Removed.Select(Args).ToList());
        await session.Execute(Raise);
        DirectoryAudit.Write(session, table, plan, by);
        await (accounts ? LookAgainAtAccounts(session, plan, now) : LookAgainAtControls(session, plan, now));
    }

    private static async Task LookAgainAtAccounts(DbSession session, ImportPlan plan, DateTimeOffset now)
    {
        var accounts = LookAgain(plan.Touched.Select(r => r.Cells["account_id"]), now);
        await session.Execute(Enqueue + "account_id = @key", accounts);
        await session.Execute(Rerender, accounts);
    }

    /// <summary>One control may have a row for each of several standards.</summary>
    private static Task<int> LookAgainAtControls(DbSession session, ImportPlan plan, DateTimeOffset now) =>
        session.Execute(Enqueue + "control_key = @key", LookAgain(plan.Touched.Select(ControlKey).Distinct(StringComparer.Ordinal), now));

    private static List<object> LookAgain(IEnumerable<string> keys, DateTimeOffset now) =>
        [.. keys.Select(key => new { key, now = Micros.From(now), trace = Activity.Current?.Id })];

    private static string ControlKey(TableRow row) => row.Cells["control"].ToUpperInvariant();

    private static object AccountArgs(TableRow row, RowWritten written) => new
    {
        account_id = row.Cells["account_id"],
        name = row.Cells["name"],
        environment = row.Cells["environment"],
        channel = row.Cells["channel"],
        owners = row.Cells["owners"],
        escalation = NullIfEmpty(row.Cells["escalation"]),
        ticket_project = NullIfEmpty(row.Cells["ticket_project"]),
        language = row.Cells["language"],
        version = written.Version,
        at = Micros.From(written.At),
        by = written.By,
    };

    private static object PolicyArgs(TableRow row, RowWritten written) => new
    {
        standard = row.Cells["standard"],
        control_key = ControlKey(row),
        control = row.Cells["control"],
        policy = NullIfEmpty(row.Cells["policy"]),
        category = NullIfEmpty(row.Cells["category"]),
        due_days = row.Cells["due_days"].Length == 0 ? (int?)null : int.Parse(row.Cells["due_days"], CultureInfo.InvariantCulture),
        environments = row.Cells["environments"],
        note = row.Cells["note"],
        version = written.Version,
        at = Micros.From(written.At),
        by = written.By,
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

/// <summary>A row's last change.</summary>
/// <param name="Version">Null for one more than it had.</param>
internal sealed record RowWritten(long? Version, DateTimeOffset At, string By);
