namespace SecurityHubBot.Sandbox;

/// <summary>Where the sandbox keeps its state: beside the solution when it is run from a checkout, else in the current folder.</summary>
internal static class SandboxFolder
{
    private const string Name = ".sandbox";

    public static string Default
    {
        get
        {
            for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "SecurityHubBot.sln")))
                {
                    return Path.Combine(folder.FullName, Name);
                }
            }

            return Path.GetFullPath(Name);
        }
    }
}
