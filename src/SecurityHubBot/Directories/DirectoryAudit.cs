using SecurityHubBot.Audit;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories;

/// <summary>What the audit log says of changed accounts and policies: each row, as it was and as it is.</summary>
internal static class DirectoryAudit
{
    /// <param name="by">As in the rows' <c>updated_by</c>.</param>
    public static void Write(DbSession session, DirectoryTable table, ImportPlan plan, string by)
    {
        var actor = AuditActor.Parse(by);
        var changes = plan.Added.Select(r => (What: "added", Before: (TableRow?)null, After: (TableRow?)r))
            .Concat(plan.Changed.Select(c => (What: "changed", Before: (TableRow?)c.Before, After: (TableRow?)c.After)))
            .Concat(plan.Removed.Select(r => (What: "removed", Before: (TableRow?)r, After: (TableRow?)null)));
        foreach (var (what, before, after) in changes)
        {
            var (kind, subject) = Names(table, (after ?? before)!);
            session.Audit(new AuditEntry(actor, $"{kind}.{what}", subject, Cells(table, before), Cells(table, after)));
        }
    }

    private static (string Kind, AuditSubject Subject) Names(DirectoryTable table, TableRow row) => table == DirectoryTable.Accounts
        ? ("account", AuditSubject.Account(row.Cells["account_id"]))
        : ("policy", AuditSubject.Policy(row.Cells["standard"], row.Cells["control"]));

    private static string? Cells(DirectoryTable table, TableRow? row) =>
        row is null ? null : AuditJson.Write(table.Columns.ToDictionary(c => c, c => row.Cells[c], StringComparer.Ordinal));
}
