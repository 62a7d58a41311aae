using SecurityHubBot.Sandbox.Clock;

namespace SecurityHubBot.Sandbox.Tests.Clock;

public sealed class SandboxClockTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("shub-clock-").FullName, "clock.txt");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public void It_is_the_systems_until_it_is_put_forward_and_is_found_there_again()
    {
        var clock = SandboxClock.In(_file);
        (clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));

        var later = TimeProvider.System.GetUtcNow().AddDays(40);
        clock.PutForwardTo(later);

        clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(later);
        SandboxClock.In(_file).GetUtcNow().ShouldBeGreaterThanOrEqualTo(later);
    }

    [Fact]
    public void It_never_goes_back()
    {
        var clock = SandboxClock.In(_file);
        var later = TimeProvider.System.GetUtcNow().AddDays(2);
        clock.PutForwardTo(later);
        clock.PutForwardTo(later.AddDays(-1));
        clock.PutForwardTo(DateTimeOffset.MinValue.AddDays(1));
        clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(later);
        SandboxClock.In(_file).GetUtcNow().ShouldBeGreaterThanOrEqualTo(later);
    }

    [Fact]
    public void Its_timers_run_in_real_time()
    {
        var clock = SandboxClock.In(_file);
        var before = clock.GetTimestamp();
        clock.PutForwardTo(clock.GetUtcNow().AddDays(365));
        clock.GetElapsedTime(before).ShouldBeLessThan(TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("-1.00:00:00")]
    public void A_file_that_says_something_else_is_named(string content)
    {
        File.WriteAllText(_file, content);
        var refused = Should.Throw<SandboxStartException>(() => SandboxClock.In(_file));
        refused.Message.ShouldContain(_file);
        refused.Message.ShouldContain("--reset");
    }
}
