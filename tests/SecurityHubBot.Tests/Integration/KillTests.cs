using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>The bot as a process of its own, killed without warning.</summary>
public class KillTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Killed_between_post_and_record_there_is_one_card_after_the_restart(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await TestBot.AddAccountsTo(database);
        slack.Faults.Next("chat.postMessage", new Fault.AnswerHeld());
        using (var first = await Process(database, slack))
        {
            await first.Accept(Events.Failed("invoices"));
            // Slack has the message; the bot does not know it yet and never will.
            await slack.WaitForMessageAsync(TestBot.ShopChannel, timeout: TimeSpan.FromSeconds(30));
            first.Kill();
        }

        using var second = await Process(database, slack);
        await using var observer = await TestBot.Start(database, slack, services: s => s.OnlyWatch());
        await observer.Settle();

        observer.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        slack.Calls.Count(c => c.Name == "chat.postMessage").ShouldBe(1);
        slack.Calls.ShouldContain(c => c.Name == "conversations.history");
        second.Kill();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Killed_right_after_the_answer_202_nothing_that_was_accepted_is_lost(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await TestBot.AddAccountsTo(database);
        var accepted = 0;
        using (var first = await Process(database, slack))
        {
            var sending = Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
            {
                for (var i = 0; i < 200; i++)
                {
                    try
                    {
                        await first.Accept(Events.Failed($"bucket-{lane}-{i}"));
                        Interlocked.Increment(ref accepted);
                    }
                    catch (HttpRequestException)
                    {
                        return;
                    }
                }
            }));
            while (Volatile.Read(ref accepted) < 60)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            first.Kill();
            await sending;
        }

        await using var bot = await TestBot.Start(database, slack);
        await bot.Settle();

        (await bot.Count("findings")).ShouldBeGreaterThanOrEqualTo(accepted);
        (await bot.Count("case_resources where state = 'failing'")).ShouldBe(await bot.Count("findings"));
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
    }

    private static Task<ServingProcess> Process(TestDatabase database, SlackWorkspace slack) => ServingProcess.Start(TestBot.Settings(database.Provider, database.ConnectionString, slack));
}
