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

    /// <summary>At ten calls a second: the members by fifty, and in each place, all at once, two reads to plan, two to look again and two writes.</summary>
    private static TimeSpan Allowed(int accounts) => TimeSpan.FromSeconds((Math.Ceiling(accounts / 50.0) + 2 + 2 + 2) / 10);

    private static async Task Pump(Func<AwsRateLimits?> limits, FakeTimeProvider rates, int accounts, CancellationToken stop)
    {
        string[] operations = ["GetEnabledStandards", "BatchGetStandardsControlAssociations", "BatchUpdateStandardsControlAssociations", "ListSecurityControlDefinitions", "ListMembers", "DescribeHub"];
        while (!stop.IsCancellationRequested)
        {
            if (limits() is { } held && Enumerable.Range(1, accounts).Any(a => Regions.Any(r => operations.Any(o => held.Waiting(Account(a), r, o) > 0))))
            {
                rates.Advance(TimeSpan.FromMilliseconds(10));
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }
}
