using System.Globalization;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Changes;

/// <param name="By">Who changed it last.</param>
internal sealed record StampedRow(TableRow Row, RowStamp Stamp, DateTimeOffset At, string By);

/// <summary>Single rows of the account and policy tables, with what tells one version of them from another.</summary>
internal static class RowStore
{
    private const string Account = "account_id = @account";
    private const string Policy = "standard = @standard and control_key = @control";
    private const string Stamp = "version, updated_at, updated_by";

    public static async Task<StampedRow?> Find(DbSession session, DirectoryEdit edit)
    {
        var where = edit.Table == DirectoryTable.Accounts ? Account : Policy;
        return (await Query(session, edit.Table, where, edit.KeyArgs)).SingleOrDefault();
    }

    /// <summary>The control's rows, the one for any standard first.</summary>
    public static Task<IReadOnlyList<StampedRow>> OfControl(DbSession session, string controlKey) =>
        Query(session, DirectoryTable.Policies, "control_key = @controlKey order by case when standard = '*' then 0 else 1 end, standard", new { controlKey });

    public static Task<IReadOnlyList<StampedRow>> All(DbSession session, DirectoryTable table) => Query(session, table, "1 = 1", new { });

    private static async Task<IReadOnlyList<StampedRow>> Query(DbSession session, DirectoryTable table, string where, object args)
    {
        var rows = await session.Query<dynamic>($"select {string.Join(", ", table.Columns)}, {Stamp} from {table.Name} where {where}", args);
        return [.. rows.Select(r => Read(table, (IDictionary<string, object?>)r))];
    }

    private static StampedRow Read(DirectoryTable table, IDictionary<string, object?> row)
    {
        string Text(string column) => Convert.ToString(row[column], CultureInfo.InvariantCulture) ?? "";
        long Number(string column) => Convert.ToInt64(row[column], CultureInfo.InvariantCulture);
        return new StampedRow(
            table.Row(table.Columns.ToDictionary(c => c, Text, StringComparer.Ordinal)),
            new RowStamp(Number("version"), Number("updated_at")),
            Micros.ToTime(Number("updated_at")),
            Text("updated_by"));
    }
}
