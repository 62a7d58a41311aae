namespace SecurityHubBot.Domain.Tables;

/// <summary>The header line of a table file.</summary>
public static class Header
{
    /// <summary>
    /// A sentence for everything that is wrong with a file's columns: missing, unknown or named twice. Letter case, order and
    /// surrounding spaces do not matter.
    /// </summary>
    public static IReadOnlyList<string> Check(IEnumerable<string> found, IReadOnlyList<string> columns)
    {
        var names = found.Select(Normalise).ToList();
        var all = $"the columns are {string.Join(',', columns)}";
        return
        [
            .. columns.Except(names, StringComparer.OrdinalIgnoreCase).Select(c => $"the column {c} is missing; {all}"),
            .. names.Except(columns, StringComparer.OrdinalIgnoreCase).Select(n => $"there is no column {RowError.Shorten(n)}; {all}"),
            .. names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
                .Select(g => $"the column {RowError.Shorten(g.Key)} is there {g.Count()} times"),
        ];
    }

    /// <summary>Excel writes a byte order mark before the first name of a "CSV UTF-8" file.</summary>
    internal static string Normalise(string column) => column.Trim().Trim('\uFEFF').Trim();
}
