using CsvHelper;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories;

/// <summary>
/// The account and policy tables as CSV, in and out. In the bot's own database an import is one transaction: all of the file or nothing of
/// it, and with it everything that has to be decided or shown again. In DynamoDB each row is written by itself, unless somebody else has
/// just written it.
/// </summary>
public sealed class DirectoryImport
{
    private readonly Database _database;
    private readonly IDirectoryTables _tables;
    private readonly Wake? _wake;

    /// <param name="wake">Where the bot itself runs: its workers start at once.</param>
    internal DirectoryImport(Database database, IDirectoryTables tables, Wake? wake = null) => (_database, _tables, _wake) = (database, tables, wake);

    /// <param name="updatedBy">Who does it, for the row's <c>updated_by</c>.</param>
    public Task<ImportReport> ImportAccounts(TextReader csv, ImportOptions options, string updatedBy, CancellationToken cancellationToken) =>
        Import(DirectoryTable.Accounts, csv, options, updatedBy, cancellationToken);

    /// <inheritdoc cref="ImportAccounts"/>
    public Task<ImportReport> ImportPolicies(TextReader csv, ImportOptions options, string updatedBy, CancellationToken cancellationToken) =>
        Import(DirectoryTable.Policies, csv, options, updatedBy, cancellationToken);

    /// <summary>Adds those of the accounts that the table does not have; a row that somebody has made is left as it is.</summary>
    /// <returns>How many were added.</returns>
    internal Task<int> AddAccounts(IReadOnlyList<Account> accounts, string addedBy, CancellationToken cancellationToken) =>
        _tables.Add(DirectoryTable.Accounts, [.. accounts.Select(a => DirectoryTable.Accounts.Row(AccountRowParser.Format(a)))], addedBy, cancellationToken);

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

        var report = await _tables.Import(table, rows, options, updatedBy, cancellationToken);
        if (report is ImportReport.Done { Changes.Count: > 0 } && !options.DryRun)
        {
            _wake?.Decisions.Set();
            _wake?.Messages.Set();
        }

        return report;
    }

    internal async Task<string> Export(DirectoryTable table, CancellationToken cancellationToken, Action<string>? warn = null)
    {
        // What is exported is edited and imported again: nothing old.
        foreach (var problem in await _tables.Freshen(cancellationToken))
        {
            warn?.Invoke(problem);
        }

        var rows = await _database.Read(session => DirectoryStore.Read(session, table), cancellationToken);
        return Csv(table, rows);
    }

    internal static string Csv(DirectoryTable table, IReadOnlyList<TableRow> rows)
    {
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
}
