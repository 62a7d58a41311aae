using System.Diagnostics;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

public class LargeCaseTests
{
    private const int Resources = 10_000;
    private const int PerEvent = 250;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_case_of_ten_thousand_resources_is_decided_in_seconds_and_shown_in_few_calls(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var waited = Stopwatch.StartNew();

        for (var i = 0; i < Resources; i += PerEvent)
        {
            await bot.Accept(Samples.ImportedEvent([.. Enumerable.Range(i, PerEvent).Select(n => Events.Finding($"bucket-{n:00000}", TestBot.ShopAccount, "S3.8", "FAILED", 0))]));
        }

        var sent = waited.Elapsed;
        await bot.SettleDecisions();
        var decided = waited.Elapsed - sent;
        (await bot.Count("case_resources where state = 'failing'")).ShouldBe(Resources);
        waited.Restart();
        await bot.Accept(Events.Passed("bucket-00000"));
        await bot.SettleDecisions();
        TestContext.Current.TestOutputHelper!.WriteLine($"sent {sent}, decided {decided} later, one more change {waited.Elapsed}, {slack.Calls.Count(c => c.Name is "chat.postMessage" or "chat.update")} calls");
        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        decided.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
