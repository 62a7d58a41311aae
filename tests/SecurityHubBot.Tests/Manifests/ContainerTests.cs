using System.Text.RegularExpressions;
using Microsoft.Extensions.FileSystemGlobbing;
using SecurityHubBot.Cli;
using SecurityHubBot.Hosting;
using SecurityHubBot.Tests.Docs;

namespace SecurityHubBot.Tests.Manifests;

/// <summary>The Dockerfile, as text: images are built where a base image can be had.</summary>
public partial class ContainerTests
{
    private const string File = "manifest/container/Dockerfile";

    private static readonly List<(string Word, string Arguments)> Instructions = [.. Continued().Replace(Repository.Read(File), " ").Split('\n')
        .Where(l => l.Length > 0 && !l.StartsWith('#'))
        .Select(l => l.Split(' ', 2))
        .Select(l => (l[0], l[1].Trim()))];

    private static IEnumerable<(string Word, string Arguments)> Final => Instructions.Skip(Instructions.FindLastIndex(i => i.Word == "FROM"));

    [Fact]
    public void Every_line_is_an_instruction_that_Docker_knows() =>
        Instructions.Select(i => i.Word).Distinct().ShouldBeSubsetOf(["FROM", "WORKDIR", "COPY", "RUN", "VOLUME", "ENV", "EXPOSE", "USER", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT"]);

    [Fact]
    public void It_is_built_with_the_SDK_and_runs_on_the_runtime_of_the_programs_own_version()
    {
        var framework = Regex.Match(Repository.Read("Directory.Build.props"), "<TargetFramework>net([0-9.]+)<", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

        Instructions.Where(i => i.Word == "FROM").Select(i => i.Arguments).ShouldBe([$"mcr.microsoft.com/dotnet/sdk:{framework} AS build", $"mcr.microsoft.com/dotnet/aspnet:{framework}"]);
        Instructions.ShouldContain(("RUN", "dotnet restore src/SecurityHubBot --locked-mode"));
        Repository.Read("docs/operating.md").ShouldContain($"docker build -f {File} ");
    }

    [Fact]
    public void It_runs_as_a_user_without_privileges_that_can_write_to_its_volume_only()
    {
        var words = Final.ToList();
        var user = words.FindIndex(i => i.Word == "USER");

        words[user].Arguments.ShouldBe("$APP_UID");
        words.Skip(user).ShouldNotContain(i => i.Word == "RUN" || i.Word == "COPY");
        words.ShouldContain(("VOLUME", "/data"));
        words.Single(i => i.Word == "RUN").Arguments.ShouldContain("-o \"$APP_UID\"");
        words.Single(i => i.Word == "ENV").Arguments.ShouldContain("ConnectionStrings__Bot=\"Data Source=/data/");
        words.ShouldContain(("COPY", "--from=build /app ."));
    }

    [Fact]
    public void It_is_stopped_by_the_signal_that_the_bot_knows_and_starts_the_bot_itself()
    {
        var program = $"{typeof(BotApplication).Assembly.GetName().Name}.dll";

        Final.ShouldContain(("ENTRYPOINT", $"[\"dotnet\", \"{program}\"]"));
        Final.ShouldContain(("STOPSIGNAL", "SIGTERM"));
        Final.Single(i => i.Word == "HEALTHCHECK").Arguments.ShouldEndWith($"CMD [\"dotnet\", \"{program}\", \"health\"]");
    }

    [Fact]
    public void The_health_check_asks_at_the_port_that_is_exposed()
    {
        var port = Final.Single(i => i.Word == "EXPOSE").Arguments;

        Final.Single(i => i.Word == "ENV").Arguments.ShouldContain($"ASPNETCORE_HTTP_PORTS={port} ");
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager { ["http_ports"] = port };
        HealthCommand.Address(settings).ToString().ShouldBe($"http://127.0.0.1:{port}/health/live");
    }

    [Theory]
    [InlineData("src/SecurityHubBot/Program.cs", true)]
    [InlineData("src/SecurityHubBot/packages.lock.json", true)]
    [InlineData("migrations/0001_first.sql", true)]
    [InlineData("appsettings.json", true)]
    [InlineData("src/SecurityHubBot/bin/Debug/SecurityHubBot.dll", false)]
    [InlineData("src/SecurityHubBot/obj/project.assets.json", false)]
    [InlineData(".git/config", false)]
    [InlineData(".sandbox/sandbox.db", false)]
    [InlineData("securityhubbot.db-wal", false)]
    [InlineData("bot.env", false)]
    public void What_goes_into_the_image_is_the_source_and_nothing_of_this_machine(string file, bool goes)
    {
        var ignored = new Matcher();
        ignored.AddIncludePatterns(Repository.Read(".dockerignore").Split('\n').Where(l => l.Length > 0 && !l.StartsWith('#')));

        ignored.Match(file).HasMatches.ShouldBe(!goes);
    }

    [GeneratedRegex(@"\\\n\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Continued();
}
