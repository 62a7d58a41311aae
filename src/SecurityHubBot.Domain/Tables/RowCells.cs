namespace SecurityHubBot.Domain.Tables;

/// <summary>The cells of one row by column name, collecting what is wrong with them instead of stopping at the first error.</summary>
internal sealed class RowCells
{
    private readonly Dictionary<string, string> _cells = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RowError> _errors = [];

    public RowCells(IReadOnlyDictionary<string, string?> cells)
    {
        foreach (var (column, text) in cells)
        {
            _cells[Header.Normalise(column)] = (text ?? "").Trim();
        }
    }

    public string this[string column] => _cells.GetValueOrDefault(column, "");

    public void Refuse(string column, string expected) => Refuse(column, this[column], expected);

    public void Refuse(string column, string value, string expected) =>
        _errors.Add(new RowError(column, RowError.Shorten(value), expected));

    /// <summary>A free text on one line, or with line breaks where <paramref name="multiline"/>; other control characters are refused.</summary>
    public string Text(string column, int maxLength, bool multiline = false)
    {
        var text = this[column];
        if (text.Length > maxLength)
        {
            Refuse(column, $"at most {maxLength} characters, this has {text.Length}");
        }
        else if (text.Any(c => char.IsControl(c) && !(multiline && c is ('\n' or '\r' or '\t'))))
        {
            Refuse(column, multiline ? "no control characters" : "one line without control characters");
        }

        return text;
    }

    public RowResult<T> Finish<T>(Func<T> row) => _errors.Count == 0 ? new RowResult<T>.Read(row()) : new RowResult<T>.Wrong(_errors);
}
