namespace SecurityHubBot.TestSupport.Postgres;

/// <summary>PostgreSQL refuses to run as root, so under root its programs are run as <c>postgres</c>, or as <c>nobody</c> where that user does not exist.</summary>
internal sealed record UnprivilegedUser(IReadOnlyList<string> Prefix)
{
    /// <summary>The words to put before a command; none when this process is not root. Null when root finds no way to step down.</summary>
    public static UnprivilegedUser? Current()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new UnprivilegedUser([]);
        }

        var accounts = File.Exists("/etc/passwd") ? File.ReadAllLines("/etc/passwd").Select(line => line.Split(':')).Where(f => f.Length >= 4).ToList() : [];
        var account = accounts.Find(f => f[0] == "postgres") ?? accounts.Find(f => f[0] == "nobody");
        return account switch
        {
            null => null,
            _ when ToolProcess.Find("setpriv") is { } setpriv => new([setpriv, $"--reuid={account[2]}", $"--regid={account[3]}", "--clear-groups", "--"]),
            _ when ToolProcess.Find("runuser") is { } runuser => new([runuser, "-u", account[0], "--"]),
            _ => null,
        };
    }

    /// <summary>A temp folder that the other user can reach: TMPDIR, unless one of its parents is closed to others.</summary>
    public string TempRoot()
    {
        var temp = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        return Prefix.Count == 0 || IsOpen(temp) ? temp : "/tmp";
    }

    private static bool IsOpen(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (!OperatingSystem.IsWindows() && !current.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return !OperatingSystem.IsWindows() && new DirectoryInfo(folder).UnixFileMode.HasFlag(UnixFileMode.OtherWrite);
    }
}
