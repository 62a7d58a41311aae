namespace SecurityHubBot.TestSupport;

/// <summary>A systemd unit as systemd itself sees it, where <c>systemd-analyze</c> is installed; systemd need not run.</summary>
public static class SystemdUnit
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static bool CanBeVerified { get; } = ToolProcess.Find("systemd-analyze") is not null;

    /// <summary>What systemd says against the unit: nothing, when it is good. It is looked at as if the program and the user that it names were there.</summary>
    public static async Task<string> VerifyAsync(string text)
    {
        var folder = Directory.CreateTempSubdirectory("shub-unit-");
        try
        {
            var file = Path.Combine(folder.FullName, "securityhubbot.service");
            await File.WriteAllTextAsync(file, string.Join('\n', text.Split('\n').Select(Here)));
            var verified = await ToolProcess.RunAsync(["systemd-analyze", "verify", file], folder.FullName, Limit);
            // Out of ten: what a program could still do to the machine.
            var secured = await ToolProcess.RunAsync(["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", file], folder.FullName, Limit);
            return verified is { ExitCode: 0, Output.Length: 0 } && secured.ExitCode == 0
                ? ""
                : $"{verified.Output}\n{(secured.ExitCode == 0 ? "" : secured.Output)}".Trim();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Here(string line) => line switch
    {
        _ when line.StartsWith("ExecStart=", StringComparison.Ordinal) => "ExecStart=/bin/true",
        _ when line.StartsWith("User=", StringComparison.Ordinal) => "User=daemon",
        _ when line.StartsWith("Group=", StringComparison.Ordinal) => "Group=daemon",
        _ => line,
    };
}
