using System.Runtime.CompilerServices;

namespace SecurityHubBot.Tests;

/// <summary>Texts as people have reviewed them. <c>UPDATE_GOLDEN=1</c> writes the files anew.</summary>
internal static class GoldenText
{
    /// <param name="part">The folder of this project that has the folder Golden.</param>
    public static void Compare(string part, string file, string actual)
    {
        var golden = Path.Combine(part, "Golden", file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Path.Combine(Project(), golden), actual);
            return;
        }

        actual.ShouldBe(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, golden)));
    }

    private static string Project([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}
