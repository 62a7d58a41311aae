using CsvHelper;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories;

/// <summary>
/// The account and policy tables as CSV, in and out. An import is one transaction: all of the file or nothing of it, and with it
/// everything that has to be decided or shown again.
/// </summary>
/// <param name="wake">Where the bot itself runs: its workers start at once.</param>
public sealed class DirectoryImport(Database database, TimeProvider time, Wake? wake = null)
{
    /// <param name="updatedBy">Who does it, for the row's <c>updated_by</c>.</param>
    public Task<ImportReport> ImportAccounts(TextReader csv, ImportOptions options, string updatedBy, CancellationToken cancellationToken) =>
        Import(DirectoryTable.Accounts, csv, options, updatedBy, cancellationToken);

    /// <inheritdoc cref="ImportAccounts"/>
    public Task<ImportReport> ImportPolicies(TextReader csv, ImportOptions options, string updatedBy, CancellationToken cancellationToken) =>
        Import(DirectoryTable.Policies, csv, options, updatedBy, cancellationToken);

    /// <summary>Adds those of the accounts that the table does not have; a row that somebody has made is left as it is.</summary>
    /// <returns>How many were added.</returns>
    internal Task<int> AddAccounts(IReadOnlyList<Account> accounts, string addedBy, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            await session.LockDirectory();
            var known = (await DirectoryStore.Read(session, DirectoryTable.Accounts)).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
            var added = accounts.Select(a => DirectoryTable.Accounts.Row(AccountRowParser.Format(a))).Where(r => !known.Contains(r.Key)).ToList();
            if (added.Count > 0)
            {
                await DirectoryStore.Write(session, DirectoryTable.Accounts, new ImportPlan(added, [], [], 0), addedBy, time.GetUtcNow());
            }

            return added.Count;
        },
        cancellationToken);

    /// <returns>CSV text without byte order mark; <see cref="CsvBytes.Write"/> makes the file of it.</returns>
    public Task<string> ExportAccounts(CancellationToken cancellationToken) => Export(DirectoryTable.Accounts, cancellationToken);

    /// <inheritdoc cref="ExportAccounts"/>
    public Task<string> ExportPolicies(CancellationToken cancellationToken) => Export(DirectoryTable.Policies, cancellationToken);

    internal async Task<ImportReport> Import(
        DirectoryTable table, TextReader csv, ImportOptions options, string updatedBy, CancellationToken cancellationToken)
    {
        if (!table.TryRead(csv, out var rows, out var refused))
        {
            return refused;
        }

        var report = options.DryRun
            ? await database.Read(session => DryRun(session, table, rows, options), cancellationToken)
            : await database.Write(session => Write(session, table, rows, options, updatedBy), cancellationToken);
        if (report is ImportReport.Done { Changes.Count: > 0 } && !options.DryRun)
        {
            wake?.Decisions.Set();
            wake?.Messages.Set();
        }

        return report;
    }

    internal async Task<string> Export(DirectoryTable table, CancellationToken cancellationToken)
    {
        var rows = await database.Read(session => DirectoryStore.Read(session, table), cancellationToken);
        using var text = new StringWriter();
        using (var csv = CsvWriter.Create(text, leaveOpen: true))
        {
            csv.WriteRecord([.. table.Columns]);
            foreach (var row in rows)
            {
                csv.WriteRecord([.. table.Columns.Select(c => SpreadsheetCell.Write(row.Cells[c]))]);
            }
        }

        return text.ToString();
    }

    private static async Task<ImportReport> DryRun(DbSession session, DirectoryTable table, IReadOnlyList<TableRow> rows, ImportOptions options) =>
        await Plan(session, table, rows, options) is var (plan, refused) && refused is not null ? refused : plan.Report(table.Columns);

    private async Task<ImportReport> Write(DbSession session, DirectoryTable table, IReadOnlyList<TableRow> rows, ImportOptions options, string updatedBy)
    {
        // One import after the other, and no decision meanwhile: it would still see the old rows, and this one not yet its findings.
        await session.LockDirectory();
        var (plan, refused) = await Plan(session, table, rows, options);
        if (refused is not null)
        {
            return refused;
        }

        if (!plan.IsEmpty)
        {
            await DirectoryStore.Write(session, table, plan, updatedBy, time.GetUtcNow());
        }

        return plan.Report(table.Columns);
    }

    private static async Task<(ImportPlan Plan, ImportReport.Refused? Refused)> Plan(
        DbSession session, DirectoryTable table, IReadOnlyList<TableRow> rows, ImportOptions options)
    {
        var known = await DirectoryStore.Read(session, table);
        var plan = ImportPlan.Make(known, rows, table.Columns, options.Replace);
        // An export that failed halfway, or the wrong file, must not empty the table.
        var refused = options.Replace && rows.Count == 0 && known.Count > 0
            ? DirectoryTable.Refuse([new ImportError(0, $"the file has no rows, so replacing would remove all {known.Count} rows of the table; nothing was changed")])
            : null;
        return (plan, refused);
    }
}
