using System.Text;

namespace SecurityHubBot.Domain;

/// <summary>The data files embedded in this assembly: a header line, then tab-separated cells without quoting.</summary>
internal static class EmbeddedTable
{
    public static string ReadText(string file)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The embedded file {file} is missing from the build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static IEnumerable<string[]> ReadRows(string file, int columns)
    {
        var lines = ReadText(file).Split('\n');
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }

            var cells = line.Split('\t');
            yield return cells.Length == columns
                ? cells
                : throw new InvalidOperationException($"{file} line {i + 1} has {cells.Length} cells instead of {columns}.");
        }
    }
}
