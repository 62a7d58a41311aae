using System.Globalization;
using SecurityHubBot.Audit;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Controls;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Controls;

/// <summary>The table <c>control_exceptions</c>, as a CSV file in and out and as the rules want it.</summary>
internal sealed class ControlExceptionStore(Database database, TimeProvider time)
{
    public const string Name = "control-exceptions";

    private const string Select = "select scope, control, reason, until from control_exceptions order by scope, control_key";

    private const string Upsert =
        """
        insert into control_exceptions (scope, control_key, control, reason, until, updated_at, updated_by)
        values (@scope, @key, @control, @reason, @until, @now, @by)
        on conflict (scope, control_key) do update set control = excluded.control, reason = excluded.reason, until = excluded.until,
            updated_at = excluded.updated_at, updated_by = excluded.updated_by
        """;

    private const string Delete = "delete from control_exceptions where scope = @scope and control_key = @key";

    /// <summary>Shown and read in the shape of the other tables.</summary>
    public static DirectoryTable Table { get; } = DirectoryTable.Of(
        Name, ControlExceptionParser.Columns, ControlExceptionParser.Parse, ControlExceptionParser.Key, ControlExceptionParser.Format, cells => $"{cells["scope"]} {cells["control"]}");

    public static async Task<IReadOnlyList<ControlExemption>> All(DbSession session) =>
        [.. (await Rows(session)).Select(r => new ControlExemption(r.Cells["scope"], ControlId.Parse(r.Cells["control"]), r.Cells["reason"], DateOnly.ParseExact(r.Cells["until"], "yyyy-MM-dd", CultureInfo.InvariantCulture)))];

    public Task<IReadOnlyList<TableRow>> Export(CancellationToken cancellationToken) => database.Read(Rows, cancellationToken);

    /// <summary>All of the file, or nothing of it; each row that changes is in the audit log.</summary>
    public async Task<ImportReport> Import(TextReader csv, ImportOptions options, string by, CancellationToken cancellationToken)
    {
        if (!Table.TryRead(csv, out var rows, out var refused))
        {
            return refused;
        }

        return options.DryRun
            ? await database.Read(async session => Report(await Plan(session, rows, options)), cancellationToken)
            : await database.Write(session => Write(session, rows, options, by), cancellationToken);
    }

    private async Task<ImportReport> Write(DbSession session, IReadOnlyList<TableRow> rows, ImportOptions options, string by)
    {
        await session.LockDirectory();
        var plan = await Plan(session, rows, options);
        if (plan is null)
        {
            return Report(plan);
        }

        var now = Micros.From(time.GetUtcNow());
        object Args(TableRow row) => new { scope = row.Cells["scope"], key = row.Cells["control"].ToUpperInvariant(), control = row.Cells["control"], reason = row.Cells["reason"], until = row.Cells["until"], now, by };
        await session.Execute(Upsert, plan.Added.Concat(plan.Changed.Select(c => c.After)).Select(Args).ToList());
        await session.Execute(Delete, plan.Removed.Select(Args).ToList());
        var changes = plan.Added.Select(r => ("added", (TableRow?)null, (TableRow?)r))
            .Concat(plan.Changed.Select(c => ("changed", (TableRow?)c.Before, (TableRow?)c.After)))
            .Concat(plan.Removed.Select(r => ("removed", (TableRow?)r, (TableRow?)null)));
        foreach (var (what, before, after) in changes)
        {
            session.Audit(new AuditEntry(AuditActor.Parse(by), $"control_exception.{what}", AuditSubject.Of("control_exception", (after ?? before)!.Name.Replace(' ', '/')), Cells(before), Cells(after)));
        }

        return Report(plan);
    }

    /// <returns>Null when the file has no rows and would empty the table: an export that failed halfway must not do that.</returns>
    private static async Task<ImportPlan?> Plan(DbSession session, IReadOnlyList<TableRow> rows, ImportOptions options)
    {
        var known = await Rows(session);
        return options.Replace && rows.Count == 0 && known.Count > 0 ? null : ImportPlan.Make(known, rows, Table.Columns, options.Replace);
    }

    private static ImportReport Report(ImportPlan? plan) =>
        plan is null ? DirectoryTable.Refuse([new ImportError(0, "the file has no rows, so replacing would remove all rows of the table; nothing was changed")]) : plan.Report(Table.Columns);

    private static async Task<IReadOnlyList<TableRow>> Rows(DbSession session) =>
        [.. (await session.Query<(string Scope, string Control, string Reason, string Until)>(Select)).Select(r => Table.Row(new Dictionary<string, string> { ["scope"] = r.Scope, ["control"] = r.Control, ["reason"] = r.Reason, ["until"] = r.Until }))];

    private static string? Cells(TableRow? row) => row is null ? null : AuditJson.Write(ControlExceptionParser.Columns.ToDictionary(c => c, c => row.Cells[c], StringComparer.Ordinal));
}
