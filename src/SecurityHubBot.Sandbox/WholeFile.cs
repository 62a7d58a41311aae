namespace SecurityHubBot.Sandbox;

/// <summary>A small file that is written whole or not at all: being killed in between leaves the one before.</summary>
internal static class WholeFile
{
    public static void Write(string path, string text)
    {
        var beside = Beside(path);
        File.WriteAllText(beside, text);
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Deletes it, and what was left beside it.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(Beside(path));
    }

    private static string Beside(string path) => path + ".new";
}
