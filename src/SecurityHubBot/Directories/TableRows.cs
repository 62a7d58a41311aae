using System.Diagnostics.CodeAnalysis;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Directories;

/// <summary>A row as the database and the file both write it: a text for every column, empty for nothing.</summary>
/// <param name="Key">What makes two rows the same row, whatever the letter case.</param>
/// <param name="Name">The key as people read it.</param>
internal sealed record TableRow(string Key, string Name, IReadOnlyDictionary<string, string> Cells);

/// <summary>One of the two tables: its columns, and how its rows are read.</summary>
internal sealed record DirectoryTable(
    string Name,
    IReadOnlyList<string> Columns,
    Func<CsvTable, List<ImportError>, IReadOnlyList<TableRow>> Parse,
    Func<IReadOnlyDictionary<string, string?>, RowResult<TableRow>> Read,
    Func<IReadOnlyDictionary<string, string>, string> NameOf)
{
    public static DirectoryTable Accounts { get; } =
        Of("accounts", AccountRowParser.Columns, AccountRowParser.Parse, AccountRowParser.Key, AccountRowParser.Format, cells => cells["account_id"]);

    public static DirectoryTable Policies { get; } =
        Of("policies", PolicyRowParser.Columns, PolicyRowParser.Parse, PolicyRowParser.Key, PolicyRowParser.Format, cells => $"{cells["standard"]} {cells["control"]}");

    public static DirectoryTable Of<T>(
        string name,
        IReadOnlyList<string> columns,
        Func<IReadOnlyDictionary<string, string?>, RowResult<T>> parse,
        Func<T, string> key,
        Func<T, IReadOnlyDictionary<string, string>> format,
        Func<IReadOnlyDictionary<string, string>, string> nameOf) =>
        new(name, columns, (csv, errors) => ParseRows(csv, errors, parse, key, format), cells => ReadRow(cells, parse, key, format), nameOf);

    public bool AreSame(TableRow? before, TableRow? after) =>
        before is null || after is null ? before is null && after is null : Columns.All(c => before.Cells[c] == after.Cells[c]);

    /// <summary>The file's rows, or everything that is wrong with it.</summary>
    public bool TryRead(TextReader csv, out IReadOnlyList<TableRow> rows, [NotNullWhen(false)] out ImportReport.Refused? refused)
    {
        var table = CsvTable.Read(csv, Columns);
        var errors = table.Errors.ToList();
        rows = Parse(table, errors);
        refused = errors.Count == 0 ? null : Refuse(errors);
        return refused is null;
    }

    public TableRow Row(IReadOnlyDictionary<string, string> cells)
    {
        var name = NameOf(cells);
        return new TableRow(name.ToUpperInvariant(), name, cells);
    }

    public static ImportReport.Refused Refuse(IReadOnlyList<ImportError> errors) =>
        new([.. errors.OrderBy(e => e.Line).Take(ImportReport.MaxErrors)], errors.Count);

    private static RowResult<TableRow> ReadRow<T>(
        IReadOnlyDictionary<string, string?> cells,
        Func<IReadOnlyDictionary<string, string?>, RowResult<T>> parse,
        Func<T, string> key,
        Func<T, IReadOnlyDictionary<string, string>> format) => parse(cells) switch
        {
            RowResult<T>.Read read => new RowResult<TableRow>.Read(new TableRow(key(read.Row).ToUpperInvariant(), key(read.Row), format(read.Row))),
            RowResult<T>.Wrong wrong => new RowResult<TableRow>.Wrong(wrong.Errors),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static List<TableRow> ParseRows<T>(
        CsvTable csv,
        List<ImportError> errors,
        Func<IReadOnlyDictionary<string, string?>, RowResult<T>> parse,
        Func<T, string> key,
        Func<T, IReadOnlyDictionary<string, string>> format)
    {
        var read = new List<(int Line, T Row)>();
        foreach (var (line, cells) in csv.Rows)
        {
            switch (parse(cells))
            {
                case RowResult<T>.Read row:
                    read.Add((line, row.Row));
                    break;
                case RowResult<T>.Wrong wrong:
                    errors.AddRange(wrong.Errors.Select(e => new ImportError(line, e.ToString())));
                    break;
            }
        }

        errors.AddRange(DuplicateRow.Find(read, key).Select(d => new ImportError(d.Line, $"{d.Key} is already on line {d.FirstLine}; keep one of the two")));
        return [.. read.Select(r => new TableRow(key(r.Row).ToUpperInvariant(), key(r.Row), format(r.Row)))];
    }
}
