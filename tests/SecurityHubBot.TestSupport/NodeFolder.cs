using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace SecurityHubBot.TestSupport;

/// <summary>
/// A folder of tests/ with a package-lock.json and scripts that run on Node.js. Its packages are installed once per machine and
/// version of the folder, in the temp folder.
/// </summary>
internal sealed class NodeFolder
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(4);

    private readonly string _name;
    private readonly string _purpose;
    private readonly Lazy<Task<string>> _installed;

    /// <param name="name">As it stands in the output folder.</param>
    /// <param name="purpose">What Node.js is needed for: the end of "Node.js and npm were not found, which …".</param>
    public NodeFolder(string name, string purpose)
    {
        (_name, _purpose) = (name, purpose);
        _installed = new(InstallAsync);
    }

    /// <summary>Null when the scripts can run here, or must (<see cref="Requirements"/>).</summary>
    public string? SkipReason => Requirements.SkipReason(Requirements.Node, Missing());

    /// <summary>Where its packages are, once they are installed.</summary>
    public Task<string> Home => _installed.Value;

    private string Source => Path.Combine(AppContext.BaseDirectory, _name);

    public async Task<ToolResult> RunAsync(string script, string argument, TimeSpan limit)
    {
        var home = await _installed.Value;
        var result = await ToolProcess.RunAsync([Tool("node"), Path.Combine(home, script), argument], home, limit);
        Requirements.Used(Requirements.Node);
        return result;
    }

    /// <summary>Whoever starts it ends it.</summary>
    public async Task<Process> StartAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        var home = await _installed.Value;
        return ToolProcess.Start([Tool("node"), Path.Combine(home, script)], home, environment);
    }

    private async Task<string> InstallAsync()
    {
        var home = Path.Combine(Path.GetTempPath(), $"shub-{_name}-{Environment.UserName}-{await HashAsync()}");
        if (Directory.Exists(home))
        {
            return home;
        }

        // Installed aside and moved into place whole: several test assemblies may come at once, and any may be killed halfway.
        var aside = Directory.CreateTempSubdirectory("shub-node-install-").FullName;
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

    private async Task NpmAsync(string folder)
    {
        ToolResult? result = null;
        for (var attempt = 0; attempt < 2 && result is not { ExitCode: 0 }; attempt++)
        {
            result = await ToolProcess.RunAsync([Tool("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, InstallLimit);
        }

        if (result is not { ExitCode: 0 })
        {
            throw new InvalidOperationException($"'npm ci' for {_name} failed: {result?.Output}");
        }
    }

    /// <summary>Of everything in the folder: another lock file or another script is another installation.</summary>
    private async Task<string> HashAsync()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(Source, file)));
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

    public string? Missing() =>
        ToolProcess.Find("node") is null || ToolProcess.Find("npm") is null
            ? $"Node.js and npm were not found, which {_purpose}: install Node.js 20 or newer with npm."
            : null;

    private string Tool(string name) => ToolProcess.Find(name) ?? throw new InvalidOperationException(Missing());
}
