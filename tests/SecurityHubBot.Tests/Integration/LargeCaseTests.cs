using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

public class LargeCaseTests
{
    private const int Resources = 10_000;
    private const int PerEvent = 250;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_case_of_ten_thousand_resources_is_decided_whole_and_shown_in_few_calls(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        for (var i = 0; i < Resources; i += PerEvent)
        {
            await bot.Accept(Samples.ImportedEvent([.. Enumerable.Range(i, PerEvent).Select(n => Events.Finding($"bucket-{n:00000}", TestBot.ShopAccount, "S3.8", "FAILED", 0))]));
        }

        await bot.Settle();
        (await bot.Count("case_resources where state = 'failing'")).ShouldBe(Resources);
        Calls(slack).ShouldBeLessThan(Resources / PerEvent * 3, "a burst is a few changes of a few messages, not one for each resource");

        var written = await bot.Count("case_history");
        await bot.Accept(Events.Passed("bucket-00000"));
        await bot.SettleDecisions();
        (await bot.Count("case_resources where state = 'fixed'")).ShouldBe(1);
        (await bot.Count("case_history")).ShouldBe(written + 1);
    }

    private static int Calls(SlackWorkspace slack) => slack.Calls.Count(c => c.Name is "chat.postMessage" or "chat.update");
}
