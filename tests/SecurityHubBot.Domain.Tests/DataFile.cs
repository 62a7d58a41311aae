using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Domain.Tests;

/// <summary>Reads the data embedded in the domain as it is, past the code that interprets it.</summary>
internal static class DataFile
{
    public static string Text(string name)
    {
        using var stream = typeof(ControlCatalogue).Assembly.GetManifestResourceStream(name);
        stream.ShouldNotBeNull(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static List<string[]> Rows(string name) =>
        [.. Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split('\t'))];
}
