using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport.Slack;

/// <summary>
/// Checks what the bot would send against the TypeScript types that Slack publishes (tests/slack-types), by Slack's own packages and
/// the TypeScript compiler. The packages are installed once per lock file, in the temp folder.
/// </summary>
public static class SlackTypes
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan CheckLimit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>Why the check cannot run here, for <c>Assert.Skip</c>; null when it can, or must (<see cref="Requirements"/>).</summary>
    public static string? SkipReason { get; } = Requirements.SkipReason(Requirements.Node, Missing());

    private static string Source => Path.Combine(AppContext.BaseDirectory, "slack-types");

    /// <summary>
    /// Throws with the compiler's words, by payload, when any payload is not what Slack takes. <c>kind</c> is the Web API method
    /// (<c>chat.postMessage</c>, <c>views.open</c>, …), <c>view_submission_response</c>, <c>slash_command_response</c> or
    /// <c>response_url</c>. Starting the compiler costs seconds, a payload next to nothing: give it all of them at once.
    /// </summary>
    public static async Task CheckAsync(IEnumerable<(string Kind, string Name, JsonNode Args)> payloads)
    {
        var folder = Directory.CreateTempSubdirectory("shub-slack-payloads-").FullName;
        try
        {
            foreach (var (index, (kind, name, args)) in payloads.Index())
            {
                var payload = new JsonObject { ["kind"] = kind, ["name"] = name, ["args"] = args.DeepClone() };
                await File.WriteAllTextAsync(Path.Combine(folder, $"{index:0000}-{FileName(name)}.json"), payload.ToJsonString());
            }

            await RunAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The check's own test: that it accepts tests/slack-types/good and refuses every payload of tests/slack-types/bad.</summary>
    public static Task SelfTestAsync() => RunAsync("--self-test");

    private static async Task RunAsync(string argument)
    {
        var home = await Installed.Value;
        var result = await ToolProcess.RunAsync([Tool("node"), Path.Combine(home, "check.mjs"), argument], home, CheckLimit);
        Requirements.Used(Requirements.Node);
        if (result.ExitCode != 0)
        {
            throw new SlackTypesException(result.Output);
        }
    }

    private static async Task<string> InstallAsync()
    {
        var home = Path.Combine(Path.GetTempPath(), $"shub-slack-types-{Environment.UserName}-{await HashAsync()}");
        if (Directory.Exists(home))
        {
            return home;
        }

        // Installed aside and moved into place whole: several test assemblies may come at once, and any may be killed halfway.
        var aside = Directory.CreateTempSubdirectory("shub-slack-install-").FullName;
        try
        {
            Copy(Source, aside);
            await NpmAsync(aside);
            Directory.Move(aside, home);
        }
        catch (IOException) when (Directory.Exists(home))
        {
            Directory.Delete(aside, recursive: true);
        }

        return home;
    }

    private static async Task NpmAsync(string folder)
    {
        ToolResult? result = null;
        for (var attempt = 0; attempt < 2 && result is not { ExitCode: 0 }; attempt++)
        {
            result = await ToolProcess.RunAsync([Tool("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, InstallLimit);
        }

        if (result is not { ExitCode: 0 })
        {
            throw new InvalidOperationException($"'npm ci' for the Slack type check failed: {result?.Output}");
        }
    }

    /// <summary>Of everything that the check consists of: another lock file or another script is another installation.</summary>
    private static async Task<string> HashAsync()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(Source, file)));
            hash.AppendData(await File.ReadAllBytesAsync(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string FileName(string name) =>
        string.Concat(name.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));

    private static string? Missing() =>
        ToolProcess.Find("node") is null || ToolProcess.Find("npm") is null
            ? "Node.js and npm were not found, which check messages against Slack's types: install Node.js 20 or newer with npm."
            : null;

    private static string Tool(string name) => ToolProcess.Find(name) ?? throw new InvalidOperationException(Missing());
}

/// <summary>Something is not what Slack's types say; the message is the check's report.</summary>
public sealed class SlackTypesException(string message) : Exception(message);
