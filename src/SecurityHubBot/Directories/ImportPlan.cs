namespace SecurityHubBot.Directories;

/// <summary>What an import does to a table.</summary>
internal sealed record ImportPlan(
    IReadOnlyList<TableRow> Added, IReadOnlyList<(TableRow Before, TableRow After)> Changed, IReadOnlyList<TableRow> Removed, int Unchanged)
{
    public bool IsEmpty => Added.Count + Changed.Count + Removed.Count == 0;

    /// <summary>Every row that is another afterwards, as it was before and as it is after.</summary>
    public IEnumerable<TableRow> Touched => Added.Concat(Changed.Select(c => c.After)).Concat(Removed);

    /// <param name="replace">True removes what the file does not have.</param>
    public static ImportPlan Make(IReadOnlyList<TableRow> table, IReadOnlyList<TableRow> file, IReadOnlyList<string> columns, bool replace)
    {
        var before = table.ToDictionary(r => r.Key, StringComparer.Ordinal);
        var known = file.Where(r => before.ContainsKey(r.Key)).Select(r => (Before: before[r.Key], After: r)).ToList();
        var changed = known.Where(r => columns.Any(c => r.Before.Cells[c] != r.After.Cells[c])).ToList();
        var kept = file.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        return new ImportPlan(
            [.. file.Where(r => !before.ContainsKey(r.Key))],
            changed,
            replace ? [.. table.Where(r => !kept.Contains(r.Key))] : [],
            known.Count - changed.Count);
    }

    /// <summary>The change of one row.</summary>
    public static ImportPlan Of(TableRow? before, TableRow? after) => (before, after) switch
    {
        (null, { } added) => new ImportPlan([added], [], [], 0),
        ({ } removed, null) => new ImportPlan([], [], [removed], 0),
        ({ } known, { } changed) => new ImportPlan([], [(known, changed)], [], 0),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>An export that failed halfway, or the wrong file, must not empty the table.</summary>
    public static ImportReport.Refused? RefuseToEmpty(int rows, int known, ImportOptions options) => options.Replace && rows == 0 && known > 0
        ? DirectoryTable.Refuse([new ImportError(0, $"the file has no rows, so replacing would remove all {known} rows of the table; nothing was changed")])
        : null;

    public ImportReport.Done Report(IReadOnlyList<string> columns) => new(
        [
            .. Added.Select(r => new RowChange.Added(r.Name)),
            .. Changed.Select(r => new RowChange.Changed(r.After.Name, Cells(r.Before, r.After, columns))),
            .. Removed.Select(r => new RowChange.Removed(r.Name)),
        ],
        Unchanged);

    private static List<CellChange> Cells(TableRow before, TableRow after, IReadOnlyList<string> columns) =>
        [.. columns.Where(c => before.Cells[c] != after.Cells[c]).Select(c => new CellChange(c, before.Cells[c], after.Cells[c]))];
}
