using System.Diagnostics;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;

namespace SecurityHubBot.Cli;

/// <summary>An import's outcome as lines of text.</summary>
internal static class ImportWords
{
    private const int MaxChanges = 200;
    private const int MaxCell = 60;

    public static int Print(ImportReport report, DirectoryTable table, string file, ImportOptions options, TextWriter output, TextWriter errors)
    {
        switch (report)
        {
            case ImportReport.Done done:
                foreach (var line in Lines(done, table, options))
                {
                    output.WriteLine(line);
                }

                foreach (var line in Raced(done))
                {
                    errors.WriteLine(line);
                }

                return done.Raced.Count == 0 ? ExitCodes.Ok : ExitCodes.WrongInput;
            case ImportReport.Refused refused:
                foreach (var line in Lines(refused, file))
                {
                    errors.WriteLine(line);
                }

                return ExitCodes.WrongInput;
            default:
                throw new UnreachableException();
        }
    }

    private static IEnumerable<string> Lines(ImportReport.Done done, DirectoryTable table, ImportOptions options)
    {
        if (options.DryRun)
        {
            foreach (var change in done.Changes.Take(MaxChanges))
            {
                yield return Line(change);
            }

            if (done.Changes.Count > MaxChanges)
            {
                yield return $"… and {done.Changes.Count - MaxChanges} more";
            }
        }

        var counts = $"{table.Name}: {done.Added} added, {done.Changed} changed, {done.Removed} removed, {done.Unchanged} unchanged";
        yield return options.DryRun ? $"{counts} (dry run: nothing was written)" : counts;
    }

    private static IEnumerable<string> Raced(ImportReport.Done done)
    {
        foreach (var row in done.Raced.Take(MaxChanges))
        {
            yield return OneLine.Of($"{row}: somebody changed it meanwhile, so it was left as it is now");
        }

        if (done.Raced.Count > 0)
        {
            yield return $"{done.Raced.Count} rows were not written. Run the same import again if they should become as in the file.";
        }
    }

    private static IEnumerable<string> Lines(ImportReport.Refused refused, string file)
    {
        foreach (var error in refused.Errors)
        {
            yield return OneLine.Of($"{file}: {error}");
        }

        if (refused.Total > refused.Errors.Count)
        {
            yield return $"… and {refused.Total - refused.Errors.Count} more errors";
        }

        yield return "Nothing was imported.";
    }

    private static string Line(RowChange change) => OneLine.Of(change switch
    {
        RowChange.Added => $"added {change.Key}",
        RowChange.Changed changed => $"changed {change.Key}: {string.Join("; ", changed.Cells.Select(c => $"{c.Column} \"{Cut(c.From)}\" → \"{Cut(c.To)}\""))}",
        RowChange.Removed => $"removed {change.Key}",
        _ => throw new UnreachableException(),
    });

    private static string Cut(string text) => text.Length <= MaxCell ? text : text[..MaxCell] + "…";
}
