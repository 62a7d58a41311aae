using System.Diagnostics;

namespace SecurityHubBot.Sandbox.Tests;

/// <summary>The program as it is started from a shell.</summary>
public sealed class ProgramTests : IDisposable
{
    // What the host waits for what does not stop by itself.
    private static readonly TimeSpan HostPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("shub-program-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Help_names_every_option()
    {
        var (code, output) = await Run("--help");
        code.ShouldBe(0);
        foreach (var option in new[] { "--reset", "--port", "--bot-port", "--folder", "--verbose" })
            output.ShouldContain(option);
    }

    [Theory]
    [InlineData("--prot 5", "--prot")]
    [InlineData("--port many", "many")]
    [InlineData("--port 70000", "--port must be a number from 0 to 65535.")]
    [InlineData("--bot-port -1", "--bot-port must be a number from 0 to 65535.")]
    [InlineData("--port 5090 --bot-port 5090", "must differ")]
    public async Task Wrong_options_are_explained_with_the_help_and_start_nothing(string options, string reason)
    {
        var (code, output) = await Run([.. options.Split(' '), "--folder", Path.Combine(_folder, "state")]);
        code.ShouldNotBe(0);
        output.ShouldContain(reason);
        output.ShouldContain("--reset");
        Directory.Exists(Path.Combine(_folder, "state")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_says_where_it_is_and_a_signal_ends_it_within_seconds(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        // Whoever runs the tests in the background of a shell has SIGINT ignored, and children inherit that.
        using var process = Begin("env", ["--default-signal=INT", "dotnet", Program, "--folder", _folder, "--port", "0", "--bot-port", "0"]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            string? line;
            while ((line = await process.StandardOutput.ReadLineAsync(patience.Token)) is not null && !line.Contains("Ctrl+C", StringComparison.Ordinal))
            {
                // Everything up to the last line of the greeting.
            }

            line.ShouldNotBeNull("It ended before it said where it is.");
            var clock = Stopwatch.StartNew();
            using (var kill = Begin("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(patience.Token);

            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            clock.Elapsed.ShouldBeLessThan(HostPatience, "it should end by itself, not when the host loses patience");
            process.ExitCode.ShouldBe(0, await errors);
            (await errors).ShouldNotContain("Exception");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "SecurityHubBot.Sandbox.dll");

    private static async Task<(int Code, string Output)> Run(params string[] options)
    {
        using var process = Begin("dotnet", [Program, .. options]);
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output + await errors);
    }

    private static Process Begin(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
    })!;
}
