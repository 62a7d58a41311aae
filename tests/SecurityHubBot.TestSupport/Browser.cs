namespace SecurityHubBot.TestSupport;

/// <summary>The machine's own Chromium; Playwright's download of one is never asked for.</summary>
public static class Browser
{
    public const string Variable = "CHROMIUM";
    private const string Missing =
        $"No Chromium was found: install it (Debian: apt-get install chromium), or let {Variable} name the program by its full path.";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly string? Found = Find(Environment.GetEnvironmentVariable(Variable), Names.Select(ToolProcess.Find));

    /// <summary>Why browser tests cannot run here, for <c>Assert.Skip</c>; null when they can, or must (<see cref="Requirements"/>).</summary>
    public static string? SkipReason { get; } = Requirements.SkipReason(Requirements.Chromium, Found is null ? Missing : null);

    /// <summary>For Playwright's <c>BrowserTypeLaunchOptions.ExecutablePath</c>.</summary>
    public static string ExecutablePath
    {
        get
        {
            var path = Found ?? throw new InvalidOperationException(Missing);
            Requirements.Used(Requirements.Chromium);
            return path;
        }
    }

    /// <summary>What the variable names, and then nothing else; otherwise the first program found.</summary>
    public static string? Find(string? named, IEnumerable<string?> programs) =>
        string.IsNullOrWhiteSpace(named) ? programs.FirstOrDefault(p => p is not null) : File.Exists(named) ? named : null;
}
