using SecurityHubBot.Tests.Docs;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Manifests;

/// <summary>The systemd unit against the operators' guide and the program; by systemd's own tool where it is installed.</summary>
public class ServiceUnitTests
{
    private const string File = "manifest/systemd/securityhubbot.service";

    private static readonly ILookup<string, string> Settings = Repository.Read(File).Split('\n')
        .Where(l => l.Length > 0 && l[0] is not ('#' or '['))
        .ToLookup(l => l.Split('=', 2)[0], l => l.Split('=', 2)[1]);

    [Fact]
    public async Task Systemd_has_nothing_against_it()
    {
        Repository.Read(File).Split('\n').Where(l => l.StartsWith('[')).ShouldBe(["[Unit]", "[Service]", "[Install]"]);
        if (!SystemdUnit.CanBeVerified)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("systemd-analyze was not found. Not done: verify, security.");
            return;
        }

        (await SystemdUnit.VerifyAsync(Repository.Read(File))).ShouldBeEmpty();
    }

    [Fact]
    public void What_it_names_is_what_the_guide_installs()
    {
        var guide = Repository.Read("docs/operating.md");
        var program = Settings["ExecStart"].Single().Split(' ');

        program.ShouldBe(["/usr/bin/dotnet", "/opt/securityhubbot/SecurityHubBot.dll"]);
        guide.ShouldContain($"-o {Path.GetDirectoryName(program[1])}");
        guide.ShouldContain($"useradd --system --home {Settings["WorkingDirectory"].Single()} ");
        guide.ShouldContain(Settings["EnvironmentFile"].Single());
        guide.ShouldContain(File);
        Settings["WorkingDirectory"].Single().ShouldBe($"/var/lib/{Settings["StateDirectory"].Single()}");
    }

    [Fact]
    public void It_runs_without_privileges_and_waits_for_begun_work()
    {
        Settings["User"].ShouldBe(["securityhubbot"]);
        Settings["CapabilityBoundingSet"].ShouldBe([""]);
        Settings["NoNewPrivileges"].ShouldBe(["true"]);
        Settings["ProtectSystem"].ShouldBe(["strict"]);
        // .NET compiles while it runs, and reads how much memory there is from /proc.
        Settings.Contains("MemoryDenyWriteExecute").ShouldBeFalse();
        Settings.Contains("ProcSubset").ShouldBeFalse();
        int.Parse(Settings["TimeoutStopSec"].Single(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(30);
        Settings["Restart"].ShouldBe(["always"]);
    }
}
