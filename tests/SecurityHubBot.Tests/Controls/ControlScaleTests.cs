using System.Diagnostics;
using Amazon.RateLimits;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Controls;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Controls.ControlBench;

namespace SecurityHubBot.Tests.Controls;

/// <summary>
/// A whole organisation at AWS's rates, which bot and AWS measure by a clock that goes on only while somebody waits for them: so this
/// machine's speed counts for nothing. <c>SHUB_FULL_SCALE=1</c> takes 500 accounts, otherwise a tenth.
/// </summary>
public class ControlScaleTests(ITestOutputHelper output)
{
    private const int Controls = 120;

    private static readonly string[] Regions = ["ap-northeast-1", "ap-northeast-3", "us-east-1", "eu-west-1"];

    [Fact]
    public async Task Plan_and_apply_over_all_accounts_take_no_longer_than_the_rates_allow_never_exceed_them_and_go_on_after_a_stop()
    {
        var accounts = Environment.GetEnvironmentVariable("SHUB_FULL_SCALE") == "1" ? 500 : 50;
        var places = accounts * Regions.Length;
        var rates = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-24T03:00:00Z"));
        var began = rates.GetUtcNow();
        await using var bench = await Start(DatabaseKind.Sqlite, accounts, Regions, Controls, speed: 1, rates: rates);
        using var stop = new CancellationTokenSource();
        var pump = Pump(() => bench.Limits, rates, accounts, stop.Token);
        await bench.Policies([.. Enumerable.Range(1, Controls).Select(n => $"*,Test.{n},disable,,,,")]);
        var watch = Stopwatch.StartNew();

        var message = await bench.Propose();
        output.WriteLine($"planned after {watch.Elapsed}");
        await bench.Click(message);
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("control_batches where state = 'done'") >= places / 2, TimeSpan.FromMinutes(30));
        await bench.Restart();
        var end = await bench.Ended(TimeSpan.FromMinutes(30));
        await stop.CancelAsync();
        await pump;

        var waited = rates.GetUtcNow() - began;
        output.WriteLine($"applied after {watch.Elapsed}; {bench.Aws.Calls.All.Count} calls, {waited} spent waiting for rates");
        end.AllText.ShouldContain($"{ControlWords.Number(places * Controls)}件中{ControlWords.Number(places * Controls)}件を切り替え");
        bench.Throttled().ShouldBe(0);
        (await bench.Bot.Count("audit_log where action = 'controls.switched'")).ShouldBe(places);
        // Two calls for 120 associations; what the stop cut short may be sent once more.
        bench.Aws.Calls.Count("BatchUpdateStandardsControlAssociations").ShouldBeInRange(places * 2, (places * 2) + 64);
        waited.ShouldBeLessThanOrEqualTo(Allowed(accounts) * 1.2);
    }

    /// <summary>One place, so that whenever somebody waits, everything does: the time that goes on then is what AWS's rates cost and nothing else.</summary>
    [Fact]
    public async Task Where_the_calls_are_more_than_a_burst_they_wait_for_their_turns_and_for_little_longer_than_the_documented_rates_ask()
    {
        const int Many = 9000;
        const int Calls = Many / 100;
        var rates = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-24T03:00:00Z"));
        var began = rates.GetUtcNow();
        await using var bench = await Start(DatabaseKind.Sqlite, accounts: 1, regions: ["ap-northeast-1"], controls: Many, rates: rates);
        using var stop = new CancellationTokenSource();
        var pump = Pump(() => bench.Limits, rates, accounts: 1, stop.Token, step: 50);
        await bench.Policies([.. Enumerable.Range(1, Many).Select(n => $"*,Test.{n},disable,,,,")]);

        await bench.Click(await bench.Propose());
        var end = await bench.Ended(TimeSpan.FromMinutes(5));
        await stop.CancelAsync();
        await pump;

        // The definitions, then what is on, to plan and again to apply, then the writes: one after another.
        var allowed = Wait("ListSecurityControlDefinitions", Calls) + Wait("BatchGetStandardsControlAssociations", 2 * Calls) + Wait("BatchUpdateStandardsControlAssociations", Calls);
        var waited = rates.GetUtcNow() - began;
        output.WriteLine($"{bench.Aws.Calls.All.Count} calls, {waited} spent waiting for rates, {allowed} by the documented rates: {waited / allowed:0.00} times");
        end.AllText.ShouldContain($"{ControlWords.Number(Many)}件中{ControlWords.Number(Many)}件を切り替え");
        bench.Throttled().ShouldBe(0);
        waited.ShouldBeGreaterThanOrEqualTo(allowed);
        waited.ShouldBeLessThanOrEqualTo(allowed * 1.2);
    }

    private static TimeSpan Wait(string operation, int calls)
    {
        var rate = AwsRateLimits.Of(operation);
        return TimeSpan.FromSeconds((calls - rate.Burst) / rate.PerSecond);
    }

    /// <summary>
    /// At ten calls a second: the members by fifty, and in each place, all at once, two reads to plan, two to look again and two writes.
    /// Their names before that, by twenty.
    /// </summary>
    private static TimeSpan Allowed(int accounts) =>
        TimeSpan.FromSeconds((Math.Ceiling(accounts / 50.0) + 2 + 2 + 2) / 10) + TimeSpan.FromSeconds(Math.Ceiling(accounts / 20.0) / AwsRateLimits.Of("ListAccounts").PerSecond);

    private static async Task Pump(Func<AwsRateLimits?> limits, FakeTimeProvider rates, int accounts, CancellationToken stop, int step = 10)
    {
        string[] operations = ["GetEnabledStandards", "BatchGetStandardsControlAssociations", "BatchUpdateStandardsControlAssociations", "ListSecurityControlDefinitions", "ListMembers", "DescribeHub"];
        while (!stop.IsCancellationRequested)
        {
            if (limits() is { } held && (held.Waiting(AwsRateLimits.Organization, "", "ListAccounts") > 0 || Enumerable.Range(1, accounts).Any(a => Regions.Any(r => operations.Any(o => held.Waiting(Account(a), r, o) > 0)))))
            {
                rates.Advance(TimeSpan.FromMilliseconds(step));
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }
}
