namespace SecurityHubBot.TestSupport;

/// <summary>
/// A copy of a folder with a Terraform module, in which Terraform may leave what it likes. <c>init</c>, <c>validate</c> and <c>test</c>
/// need the AWS provider from a local plugin directory: nothing is downloaded.
/// </summary>
public sealed class Terraform : IDisposable
{
    /// <summary>A plugin directory, where it is none of the places in which Terraform itself would look.</summary>
    public const string PluginsVariable = "SHUB_TERRAFORM_PLUGINS";

    private const string Provider = "registry.terraform.io/hashicorp/aws";

    // The provider is a program of hundreds of megabytes, and is started anew for every run of a test.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("shub-terraform-");
    private readonly string _module;

    /// <param name="folder">All that belongs together.</param>
    /// <param name="module">The module inside it.</param>
    public Terraform(string folder, string module)
    {
        _module = Path.Combine(_copy.FullName, module);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_copy.FullName, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Null when Terraform can run here, or must (<see cref="Requirements"/>).</summary>
    public static string? SkipReason { get; } = Requirements.SkipReason(
        Requirements.Terraform, ToolProcess.Find("terraform") is null ? "Terraform was not found." : null);

    /// <summary>Where the AWS provider lies; null when it lies nowhere.</summary>
    public static string? Plugins { get; } = Places().FirstOrDefault(p => Directory.Exists(Path.Combine(p, Provider)));

    public async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var terraform = ToolProcess.Find("terraform") ?? throw new InvalidOperationException("Terraform was not found.");
        var environment = new Dictionary<string, string>
        {
            ["CHECKPOINT_DISABLE"] = "1",
            ["TF_IN_AUTOMATION"] = "1",
            ["TF_CLI_ARGS"] = "",
            ["TF_CLI_CONFIG_FILE"] = "",
        };
        var result = await ToolProcess.RunAsync([terraform, .. arguments], _module, Limit, environment);
        Requirements.Used(Requirements.Terraform);
        return (result.ExitCode, result.Output);
    }

    public void Dispose() => _copy.Delete(recursive: true);

    private static IEnumerable<string> Places() => new[]
    {
        Environment.GetEnvironmentVariable(PluginsVariable) ?? "",
        Environment.GetEnvironmentVariable("TF_PLUGIN_CACHE_DIR") ?? "",
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".terraform.d", "plugins"),
        "/opt/tf-plugins",
        "/usr/local/share/terraform/plugins",
        "/usr/share/terraform/plugins",
    }.Where(p => p.Length > 0);
}
