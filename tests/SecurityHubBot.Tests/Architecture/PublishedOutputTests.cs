using System.Diagnostics;
using System.Text;
using SecurityHubBot.Tests.Docs;

namespace SecurityHubBot.Tests.Architecture;

public class PublishedOutputTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_published_bot_contains_nothing_of_the_sandbox_and_nothing_of_the_tests()
    {
        var folder = Directory.CreateTempSubdirectory("shub-publish-").FullName;
        try
        {
            await Publish(folder);

            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToList();
            var names = files.Select(f => Path.GetRelativePath(folder, f)).ToList();
            names.ShouldContain("SecurityHubBot.dll");
            names.ShouldContain("appsettings.json");
            names.ShouldContain(Path.Combine("ja", "SecurityHubBot.resources.dll"));
            names.ShouldNotContain(n => n.Contains("Sandbox", StringComparison.OrdinalIgnoreCase) || n.Contains("wwwroot", StringComparison.Ordinal));
            foreach (var file in files.Where(f => Path.GetFileName(f).StartsWith("SecurityHubBot", StringComparison.Ordinal)))
            {
                Mentions(file, "SecurityHubBot.Sandbox").ShouldBeFalse($"{Path.GetFileName(file)} names the sandbox");
                Mentions(file, "xunit").ShouldBeFalse($"{Path.GetFileName(file)} names the test framework");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Publishes what is already built, in the configuration of this very test.</summary>
    private static async Task Publish(string folder)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["publish", Repository.PathOf("src/SecurityHubBot"), "--no-build", "--nologo", "-c", configuration, "-o", folder, "-nodeReuse:false"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("Publishing did not end in time.", e);
        }

        process.ExitCode.ShouldBe(0, $"{await output}{await errors}");
    }

    private static bool Mentions(string file, string word)
    {
        var bytes = File.ReadAllBytes(file).AsSpan();
        return bytes.IndexOf(Encoding.UTF8.GetBytes(word)) >= 0 || bytes.IndexOf(Encoding.Unicode.GetBytes(word)) >= 0;
    }
}
