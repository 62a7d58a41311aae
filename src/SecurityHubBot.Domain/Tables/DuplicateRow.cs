namespace SecurityHubBot.Domain.Tables;

/// <summary>Two lines of one file are about the same thing.</summary>
public sealed record DuplicateRow(string Key, int FirstLine, int Line)
{
    public override string ToString() => $"line {Line}: {Key} is already on line {FirstLine}; keep one of the two";

    /// <summary>Every line whose key an earlier line has; keys are compared whatever their letter case.</summary>
    public static IReadOnlyList<DuplicateRow> Find<T>(IEnumerable<(int Line, T Row)> rows, Func<T, string> key)
    {
        var firstLines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var duplicates = new List<DuplicateRow>();
        foreach (var (line, row) in rows.OrderBy(r => r.Line))
        {
            var name = key(row);
            if (!firstLines.TryAdd(name, line))
            {
                duplicates.Add(new DuplicateRow(name, firstLines[name], line));
            }
        }

        return duplicates;
    }
}
