using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Directories.Changes;

/// <summary>What somebody wants of one row of the account or policy table. Cells that are not named stay as they are.</summary>
public abstract record DirectoryEdit
{
    private protected DirectoryEdit()
    {
    }

    internal abstract DirectoryTable Table { get; }

    /// <summary>The row's key, as parameters <c>@standard</c> and <c>@control</c>, or <c>@account</c>.</summary>
    internal abstract object KeyArgs { get; }

    /// <summary>The row's key in a table of which the keys know letter case.</summary>
    /// <param name="row">As far as it is known: it may be written in another letter case than the edit.</param>
    internal abstract IReadOnlyDictionary<string, string> KeyCells(TableRow? row);

    /// <summary>The control's key or the account's id: what all findings have in common that the row is about.</summary>
    internal abstract string TouchedKey { get; }

    /// <summary>The column of <c>findings</c> and <c>cases</c> that holds <see cref="TouchedKey"/>.</summary>
    internal abstract string TouchedColumn { get; }

    /// <summary>The row as it would be; null when there would be none.</summary>
    /// <returns>Wrong when a cell cannot be read, which is only so for what no parser of ours has made.</returns>
    internal abstract RowResult<TableRow?> Apply(TableRow? row);

    /// <summary>The tables with this row as it would be.</summary>
    internal abstract DirectorySnapshot Apply(DirectorySnapshot snapshot, TableRow? after);

    private protected static bool AreSame(IReadOnlyDictionary<string, string>? a, IReadOnlyDictionary<string, string>? b) =>
        a is null || b is null
            ? ReferenceEquals(a, b)
            : a.Count == b.Count && a.All(c => b.TryGetValue(c.Key, out var other) && other == c.Value);

    private protected static Dictionary<string, string?> Merge(IReadOnlyList<string> columns, TableRow? row, IReadOnlyDictionary<string, string> cells) =>
        columns.ToDictionary(c => c, c => cells.TryGetValue(c, out var text) ? text : row?.Cells[c], StringComparer.Ordinal);

    private protected static RowResult<TableRow?> Read<T>(RowResult<T> parsed, Func<T, IReadOnlyDictionary<string, string>> format, DirectoryTable table) => parsed switch
    {
        RowResult<T>.Read read => new RowResult<TableRow?>.Read(table.Row(format(read.Row))),
        RowResult<T>.Wrong wrong => new RowResult<TableRow?>.Wrong(wrong.Errors),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Which row an edit was made for: every change of a row gives it another stamp, also taking it away and entering it again.</summary>
/// <param name="Version">0 when there is no row.</param>
public sealed record RowStamp(long Version, long UpdatedAt)
{
    public static RowStamp None { get; } = new(0, 0);
}
