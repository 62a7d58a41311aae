using System.Diagnostics;
using System.Text.Json;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Hosting;

/// <summary>The program itself, in a process of its own, as it is started in production and on a desk.</summary>
public class LogTests
{
    private const string Started = "Application started";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task In_production_every_line_is_a_JSON_object_with_time_and_message_and_the_bot_stops_when_told()
    {
        var (lines, exitCode) = await RunUntilStarted("Production");

        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            json.RootElement.GetProperty("@t").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
            json.RootElement.GetProperty("@m").GetString().ShouldNotBeNullOrEmpty();
        }

        lines.ShouldContain(l => l.Contains("Applied migration", StringComparison.Ordinal));
        exitCode.ShouldBe(0);
    }

    [Fact]
    public async Task In_development_lines_are_for_people()
    {
        var (lines, _) = await RunUntilStarted("Development");

        lines.ShouldAllBe(l => !l.StartsWith('{'));
        lines.ShouldContain(l => l.Contains(" INF ", StringComparison.Ordinal) && l.Contains("Applied migration", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Secrets_are_in_no_line(string environment)
    {
        var (lines, _) = await RunUntilStarted(environment);

        lines.ShouldAllBe(l => !l.Contains("xoxb-", StringComparison.Ordinal) && !l.Contains(TestBot.ApiKey, StringComparison.Ordinal));
    }

    private static async Task<(IReadOnlyList<string> Lines, int ExitCode)> RunUntilStarted(string environment)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        using var bot = Start(environment, TestBot.Settings(database.Provider, database.ConnectionString, slack));
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            var errors = bot.StandardError.ReadToEndAsync(timeout.Token);
            var lines = new List<string>();
            while (await bot.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                lines.Add(line);
                if (line.Contains(Started, StringComparison.Ordinal))
                {
                    Process.Start("kill", ["-TERM", bot.Id.ToString()]).Dispose();
                }
            }

            await bot.WaitForExitAsync(timeout.Token);
            lines.ShouldContain(l => l.Contains(Started, StringComparison.Ordinal), await errors);
            return (lines, bot.ExitCode);
        }
        finally
        {
            if (!bot.HasExited)
            {
                bot.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(string environment, Dictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SecurityHubBot.dll")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings.Where(s => !s.Key.StartsWith("Serilog", StringComparison.Ordinal)))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        return Process.Start(start)!;
    }
}
