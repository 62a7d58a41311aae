using SecurityHubBot.Controls;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Controls.ControlBench;

namespace SecurityHubBot.Tests.Controls;

/// <summary>What the security channel is told of controls that are not as they were wanted, and how often.</summary>
public class DriftTests
{
    private const string Tokyo = "ap-northeast-1";
    private const string Unwanted = "*,Test.1,disable,,,,";

    /// <summary>Ten in the evening in Tokyo.</summary>
    private static readonly DateTimeOffset Night = DateTimeOffset.Parse("2026-11-24T13:00:00Z");

    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Fact]
    public async Task The_daily_report_is_posted_when_something_differs_and_again_only_when_it_is_something_else_or_a_week_old()
    {
        await using var bench = await Start();
        (await Report(bench)).ShouldBe(0);
        await bench.Policies(Unwanted);
        await Report(bench);
        (await Report(bench)).ShouldBe(1);
        bench.Time.Jump(TimeSpan.FromDays(1));
        (await Report(bench)).ShouldBe(1);
        Switch(bench, isOn: false);
        (await Report(bench)).ShouldBe(2);
        bench.Time.Jump(TimeSpan.FromDays(7));
        (await Report(bench)).ShouldBe(3);
        bench.Slack.Messages("security")[^1].AllText.ShouldContain("*Test.1* は無効であるべきです: 3アカウント");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_ended_and_comes_back_the_same_within_the_week_is_told_again_also_by_another_instance(DatabaseKind kind)
    {
        await using var bench = await Start(kind, accounts: 1, regions: [Tokyo]);
        await bench.Policies(Unwanted);
        (await Report(bench)).ShouldBe(1);
        bench.Time.Jump(TimeSpan.FromDays(1));
        Switch(bench, isOn: false);
        (await Report(bench)).ShouldBe(1, "that it ended is no news");
        (await Report(bench)).ShouldBe(1);
        await bench.Restart();

        bench.Time.Jump(TimeSpan.FromDays(1));
        Switch(bench, isOn: true);
        (await Report(bench)).ShouldBe(2);
        (await Report(bench)).ShouldBe(2);

        bench.Slack.Messages("security")[^1].AllText.ShouldContain("*Test.1* は無効であるべきです: 1アカウント");
        (await bench.Bot.Count("bulletins where kind = 'control-drift' and payload is null")).ShouldBe(1, "one end, however often nothing is found");
        (await bench.Bot.Count("bulletins where kind = 'control-drift' and done_at is null")).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_ends_and_comes_back_on_one_day_is_told_again_once_though_two_instances_look_at_once(DatabaseKind kind)
    {
        await using var bench = await Start(kind, accounts: 1, regions: [Tokyo]);
        await using var other = await bench.StartBot();
        await bench.Policies(Unwanted);
        await Together(bench, other);
        (await Report(bench)).ShouldBe(1);
        Switch(bench, isOn: false);
        await Together(bench, other);
        (await Report(bench)).ShouldBe(1);
        Switch(bench, isOn: true);

        await Together(bench, other);

        (await Report(bench)).ShouldBe(2);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_put_right_in_the_night_is_not_told_in_the_morning(DatabaseKind kind)
    {
        await using var bench = await Start(kind, accounts: 1, regions: [Tokyo], now: Night);
        await bench.Policies(Unwanted);
        await bench.Bot.Service<DriftJob>().Report(CancellationToken.None);
        Switch(bench, isOn: false);
        await bench.Bot.Service<DriftJob>().Report(CancellationToken.None);

        bench.Time.Jump(TimeSpan.FromHours(12));

        (await Report(bench)).ShouldBe(0);
        Switch(bench, isOn: true);
        (await Report(bench)).ShouldBe(1, "it is back, and was never told");
    }

    [Fact]
    public async Task What_is_something_else_by_the_morning_is_told_as_it_is_then()
    {
        await using var bench = await Start(accounts: 1, regions: [Tokyo], now: Night);
        await bench.Policies(Unwanted);
        await bench.Bot.Service<DriftJob>().Report(CancellationToken.None);
        await bench.Policies("*,Test.2,disable,,,,");
        await bench.Bot.Service<DriftJob>().Report(CancellationToken.None);
        bench.Slack.Messages("security").ShouldBeEmpty();

        bench.Time.Jump(TimeSpan.FromHours(12));

        (await Report(bench)).ShouldBe(1);
        var told = bench.Slack.Messages("security").ShouldHaveSingleItem().AllText;
        told.ShouldContain("*Test.2* は無効であるべきです");
        told.ShouldNotContain("Test.1");
    }

    [Fact]
    public async Task An_account_that_cannot_be_read_any_more_does_not_count_as_being_as_it_should()
    {
        await using var bench = await Start(accounts: 2, regions: [Tokyo]);
        await bench.Policies(Unwanted);
        Switch(bench, isOn: false);
        (await Report(bench)).ShouldBe(1);
        bench.Aws.DenyRole(Account(2));
        bench.Aws.ExpireSessions();
        await bench.Restart();
        (await bench.Plan()).IsEmpty.ShouldBeTrue();
        (await Report(bench)).ShouldBe(1);

        bench.Aws.DenyRole(Account(2), denied: false);
        bench.Aws.ExpireSessions();
        await bench.Restart();

        (await bench.Plan()).IsEmpty.ShouldBeFalse();
        (await Report(bench)).ShouldBe(1, "it had never ended");
    }

    private static void Switch(ControlBench bench, bool isOn) => bench.Aws.SetControl(Account(1), Tokyo, Fsbp, "Test.1", isOn, "somebody");

    /// <returns>How many reports there are by now.</returns>
    private static async Task<int> Report(ControlBench bench)
    {
        await bench.Bot.Service<DriftJob>().Report(CancellationToken.None);
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("bulletins where done_at is null") == 0);
        return bench.Slack.Messages("security").Count(m => m.Metadata?.ToJsonString().Contains("control-drift", StringComparison.Ordinal) == true);
    }

    private static Task Together(ControlBench bench, Integration.TestBot other) =>
        Task.WhenAll(bench.Bot.Service<DriftJob>().Report(CancellationToken.None), other.Service<DriftJob>().Report(CancellationToken.None));
}
