using System.Net;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

public class FailureTests
{
    public static TheoryData<string> SlackFaults => ["rate limited", "http 500", "answer lost", "timeout", "internal_error"];

    [Theory]
    [MemberData(nameof(SlackFaults))]
    public async Task Whatever_goes_wrong_when_posting_there_is_one_card_in_the_end(string fault)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, services: s => s.ShortTimeouts());
        slack.Faults.Next("chat.postMessage", Of(fault), count: 2);

        await bot.Accept(Events.Failed("invoices"));
        await bot.Settle();

        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        slack.Faults.Waiting("chat.postMessage").ShouldBe(fault == "answer lost" ? 1 : 0);
        if (fault == "answer lost")
        {
            slack.Calls.ShouldContain(c => c.Name == "conversations.history");
        }
    }

    [Theory]
    [MemberData(nameof(SlackFaults))]
    public async Task Whatever_goes_wrong_when_updating_the_card_shows_the_truth_in_the_end(string fault)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, services: s => s.ShortTimeouts());
        var card = await CardTests.CardFor(bot, "invoices");
        slack.Faults.Next("chat.update", Of(fault), count: 2);

        await bot.Accept(Events.Failed("receipts"));
        await bot.Settle();

        var now = bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        now.Ts.ShouldBe(card.Ts);
        now.AllText.ShouldContain("receipts");
    }

    [Fact]
    public async Task A_sentence_in_the_thread_whose_answer_was_lost_is_said_once()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardTests.CardFor(bot, "invoices");
        slack.Faults.Next("chat.postMessage", new Fault.AnswerLost());

        await bot.Accept(Events.Passed("invoices"));
        await bot.Settle();

        slack.Thread(TestBot.ShopChannel, card.Ts).Skip(1).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Slacks_own_limits_are_kept_while_a_flood_of_cards_is_posted()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack(enforceRates: true);
        await using var bot = await TestBot.Start(database, slack);
        string[] controls = ["S3.1", "S3.2", "S3.3", "S3.8", "EC2.1", "EC2.19", "RDS.2", "IAM.4", "KMS.3"];

        await Task.WhenAll(controls.Select(c => bot.Accept(Events.Failed("thing", control: c))));
        await bot.Settle();

        bot.Cards(TestBot.ShopChannel).Count.ShouldBe((int)await bot.Count("cases"));
        (await bot.Count("cases")).ShouldBeGreaterThan(6);
        slack.Calls.Count(c => c.Error == "ratelimited").ShouldBe(0);
    }

    [Fact]
    public async Task The_database_gone_is_answered_503_and_nothing_is_lost_when_it_is_back()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        await using var server = await PostgresServer.StartNewAsync();
        var connectionString = await server.CreateDatabaseAsync();
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start("postgres", connectionString, slack);
        await bot.Accept(Events.Failed("before"));
        await bot.Settle();

        await server.StopImmediateAsync();
        using (var refused = await bot.Post(Events.Failed("during")))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }

        using (var malformed = await bot.Post("{"u8.ToArray()))
        {
            malformed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, "a malformed event cannot be kept now either");
        }

        (await bot.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bot.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await server.StartAsync();
        await bot.WaitUntil(async () => (await bot.Post(Events.Failed("during"))).StatusCode == HttpStatusCode.Accepted);
        await bot.Settle();
        var card = bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        card.AllText.ShouldContain("before");
        card.AllText.ShouldContain("during");
    }

    [Fact]
    public async Task Two_instances_on_one_database_make_one_card_of_the_same_flood()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var slack = await TestBot.StartSlack();
        await using var one = await TestBot.Start(database, slack);
        await using var two = await TestBot.Start(database, slack);

        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => (i % 2 == 0 ? one : two).Accept(Events.Failed($"bucket-{i % 40:00}", minute: i % 3))));
        await one.Settle();

        (await one.Count("findings")).ShouldBe(40);
        (await one.Count("cases")).ShouldBe(1);
        (await one.Count("case_resources where state = 'failing'")).ShouldBe(40);
        one.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
    }

    private static Fault Of(string fault) => fault switch
    {
        "rate limited" => new Fault.RateLimited(TimeSpan.FromSeconds(1)),
        "http 500" => new Fault.ServerError(),
        "answer lost" => new Fault.AnswerLost(),
        "timeout" => new Fault.Timeout(),
        _ => new Fault.Refusal("internal_error"),
    };
}
