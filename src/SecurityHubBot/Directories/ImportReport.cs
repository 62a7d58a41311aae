namespace SecurityHubBot.Directories;

/// <param name="Replace">True makes the table equal to the file: rows that the file does not have are removed.</param>
/// <param name="DryRun">True finds out what would change, and writes nothing.</param>
public sealed record ImportOptions(bool Replace = false, bool DryRun = false);

/// <summary>What came of an import: all of the file, or nothing of it.</summary>
public abstract record ImportReport
{
    private ImportReport()
    {
    }

    /// <param name="Changes">What changed, or with <see cref="ImportOptions.DryRun"/> would change, in the file's order, removed rows last.</param>
    /// <param name="Unchanged">Rows of the file that were in the table already, as they are.</param>
    public sealed record Done(IReadOnlyList<RowChange> Changes, int Unchanged) : ImportReport
    {
        /// <summary>Rows of a shared table that somebody else changed meanwhile, and that were therefore left as they are.</summary>
        public IReadOnlyList<string> Raced { get; init; } = [];

        public int Added => Changes.Count(c => c is RowChange.Added);

        public int Changed => Changes.Count(c => c is RowChange.Changed);

        public int Removed => Changes.Count(c => c is RowChange.Removed);
    }

    /// <param name="Errors">The first <see cref="MaxErrors"/>, by line.</param>
    /// <param name="Total">How many there are.</param>
    public sealed record Refused(IReadOnlyList<ImportError> Errors, int Total) : ImportReport;

    /// <summary>Errors kept; a file of another kind altogether has one for every cell.</summary>
    public const int MaxErrors = 200;
}

/// <param name="Line">Where the row begins, counted from 1; 0 when it is about the file as a whole.</param>
public sealed record ImportError(int Line, string Text)
{
    public override string ToString() => Line == 0 ? Text : $"line {Line}: {Text}";
}

/// <summary>A row that an import adds, changes or removes.</summary>
/// <param name="Key">What people know the row by: the account's id, or the standard and the control.</param>
public abstract record RowChange(string Key)
{
    public sealed record Added(string Key) : RowChange(Key);

    public sealed record Changed(string Key, IReadOnlyList<CellChange> Cells) : RowChange(Key);

    public sealed record Removed(string Key) : RowChange(Key);
}

public sealed record CellChange(string Column, string From, string To);
