using SecurityHubBot.Tests.Integration;
using SecurityHubBot.Tests.Tickets.Loopback;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Tickets;

/// <summary>Ways in which there could be two tickets, or none, or a wrong one.</summary>
public class TicketFailureTests
{
    [Theory]
    [InlineData("github", TrackerFault.AnswerLost)]
    [InlineData("github", TrackerFault.Broken)]
    [InlineData("github", TrackerFault.ServerError)]
    [InlineData("github", TrackerFault.RateLimited)]
    [InlineData("github", TrackerFault.Html)]
    [InlineData("redmine", TrackerFault.AnswerLost)]
    [InlineData("jira", TrackerFault.AnswerLost)]
    [InlineData("backlog", TrackerFault.AnswerLost)]
    public async Task Whatever_goes_wrong_when_creating_there_is_one_ticket_in_the_end(string name, TrackerFault fault)
    {
        await using var bot = await TicketBot.Start(name, prepare: t => t.Fail("POST", "issue", fault));

        await bot.Fail("invoices");

        bot.Tracker.Issues.ShouldHaveSingleItem();
        bot.Tracker.FaultsLeft.ShouldBe(0);
        bot.Card.AllText.ShouldContain(bot.Tracker.Label(bot.Tracker.Issues.Single()));
    }

    [Theory]
    [InlineData("github", TrackerFault.AnswerLost)]
    [InlineData("github", TrackerFault.ServerError)]
    [InlineData("github", TrackerFault.RateLimited)]
    [InlineData("redmine", TrackerFault.AnswerLost)]
    [InlineData("jira", TrackerFault.AnswerLost)]
    [InlineData("backlog", TrackerFault.AnswerLost)]
    public async Task Whatever_goes_wrong_when_commenting_it_is_said_once(string name, TrackerFault fault)
    {
        await using var bot = await TicketBot.Start(name);
        await bot.Fail("invoices");
        // Redmine takes a comment as a change of the issue.
        bot.Tracker.Fail(name == "redmine" ? "PUT" : "POST", name == "redmine" ? "issues" : "comment", fault, name == "redmine" ? "\"notes\"" : "");
        await bot.Fix("invoices");

        bot.Tracker.Issues.Single().ShouldSatisfyAllConditions(i => i.Comments.ShouldHaveSingleItem(), i => i.IsClosed.ShouldBeTrue());
        bot.Tracker.FaultsLeft.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Killed_between_create_and_record_there_is_one_ticket_after_the_restart(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var tracker = await Trackers.Start("github");
        await TestBot.AddAccountsTo(database);
        tracker.Fail("POST", "issues", TrackerFault.Held);
        var settings = TestBot.Settings(database.Provider, database.ConnectionString, slack);
        tracker.Settings().ToList().ForEach(s => settings[s.Key] = s.Value);
        using (var first = await ServingProcess.Start(settings))
        {
            await first.Accept(Events.Failed("invoices"));
            // The tracker has the ticket; the bot does not know it yet and never will.
            await Until(() => tracker.Issues.Count == 1);
            first.Kill();
        }

        using var second = await ServingProcess.Start(settings);
        await using var observer = await TestBot.Start(database, slack, services: s => s.OnlyWatch());
        await observer.WaitUntil(async () => await observer.Count("case_tickets where desired > actual or lease_until > 0") == 0);
        await observer.Settle();

        tracker.Issues.ShouldHaveSingleItem();
        tracker.Count("POST /repos/my-org/security/issues").ShouldBe(1);
        observer.Cards(TestBot.ShopChannel).ShouldHaveSingleItem().AllText.ShouldContain("my-org/security#1");
        second.Kill();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_tracker_that_is_down_delays_no_card_and_a_burst_meanwhile_is_one_ticket_and_one_update(DatabaseKind kind)
    {
        await using var bot = await TicketBot.Start("github", kind, t => t.IsDown = true);
        await bot.Bot.Accept(Events.Failed("invoices"));
        await bot.Bot.Settle();
        bot.Card.AllText.ShouldContain("invoices");
        await bot.Bot.WaitUntil(async () => await bot.Bot.Count("case_tickets where trouble = 'unavailable'") == 1);
        await bot.Bot.Settle();
        bot.Card.AllText.ShouldContain("応答しません");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => bot.Bot.Accept(Events.Failed($"bucket-{i}"))));
        bot.Tracker.IsDown = false;
        await bot.Settle();

        var issue = bot.Tracker.Issues.ShouldHaveSingleItem();
        Enumerable.Range(0, 40).ShouldAllBe(i => issue.BodyText.Contains($"bucket-{i}", StringComparison.Ordinal));
        bot.Card.AllText.ShouldNotContain("応答しません");

        bot.Tracker.IsDown = true;
        await Task.WhenAll(Enumerable.Range(40, 20).Select(i => bot.Bot.Accept(Events.Failed($"bucket-{i}"))));
        await bot.Bot.Settle();
        bot.Tracker.IsDown = false;
        await bot.Settle();
        issue.Comments.ShouldHaveSingleItem();
        issue.CommentText(0).ShouldContain("20件増えました");
        bot.Tracker.Count("PATCH").ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Two_instances_on_one_database_make_one_ticket_for_each_case()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        string[] controls = ["S3.1", "S3.2", "S3.3", "S3.8", "EC2.1", "EC2.19", "RDS.2", "IAM.4", "KMS.3"];
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var slack = await TestBot.StartSlack();
        await using var tracker = await Trackers.Start("jira");
        await using var one = await TestBot.Start(database, slack, tracker.Settings());
        await using var two = await TestBot.Start(database, slack, tracker.Settings());

        await Task.WhenAll(controls.Select((c, i) => (i % 2 == 0 ? one : two).Accept(Events.Failed("thing", control: c))));
        await one.SettleDecisions();
        await one.WaitUntil(async () => await one.Count("case_tickets where desired > actual or lease_until > 0") == 0);

        tracker.Issues.Count.ShouldBe((int)await one.Count("cases"));
        tracker.Issues.Select(i => i.Labels[1]).Distinct().Count().ShouldBe(tracker.Issues.Count);
        tracker.Issues.Count.ShouldBeGreaterThan(6);
    }

    [Fact]
    public async Task A_wrong_key_is_on_the_card_and_a_refusal_with_the_trackers_own_words()
    {
        await using var wrongKey = await TicketBot.Start("redmine", settings: new() { ["Tickets:ApiKey"] = "wrong" });
        await wrongKey.Bot.Accept(Events.Failed("invoices"));
        await wrongKey.Bot.WaitUntil(async () => await wrongKey.Bot.Count("case_tickets where trouble = 'unauthorized'") == 1);
        await wrongKey.Bot.Settle();
        wrongKey.Card.AllText.ShouldContain("拒否されました");

        await using var refused = await TicketBot.Start("redmine", settings: new() { ["Tickets:IssueType"] = "<!channel>" });
        await refused.Bot.Accept(Events.Failed("invoices"));
        await refused.Bot.WaitUntil(async () => await refused.Bot.Count("case_tickets where trouble = 'refused'") == 1);
        await refused.Bot.Settle();
        refused.Card.AllText.ShouldContain("拒否されました");
        refused.Card.AllText.ShouldContain("&lt;!channel&gt;");
        refused.Tracker.Count("POST").ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_may_no_longer_see_the_project_deletes_nothing()
    {
        await using var bot = await TicketBot.Start("github");
        await bot.Fail("invoices");
        var all = bot.Tracker.Issues.Single();

        // GitHub says 404 to the ticket and to the repository alike.
        await bot.Bot.Database.Write(s => s.Execute("update case_tickets set ticket_id = 'my-org/other#1', project = 'my-org/other', look = 1, desired = desired + 1"), CancellationToken.None);
        await bot.Bot.WaitUntil(async () => await bot.Bot.Count("case_tickets where trouble = 'unauthorized'") == 1);

        bot.Tracker.Issues.ShouldHaveSingleItem().ShouldBe(all);
        (await bot.Bot.Count("cases where ticket_id is not null")).ShouldBe(1);
    }

    [Fact]
    public async Task Killed_between_reopening_and_saying_so_it_is_said_afterwards()
    {
        await using var bot = await TicketBot.Start("github");
        await bot.Fail("invoices");

        // As the row stands when the tracker has done it and the bot has died: seen closed, and open in the tracker.
        await bot.Bot.Database.Write(s => s.Execute("update case_tickets set is_closed = 1, look = 1, desired = desired + 1"), CancellationToken.None);
        await bot.Settle();

        bot.Tracker.Issues.Single().Comments.ShouldHaveSingleItem();
        bot.Thread.ShouldHaveSingleItem().AllText.ShouldContain("再オープン");
    }

    private static async Task Until(Func<bool> isSo)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(40));
            await Task.Delay(30, TestContext.Current.CancellationToken);
        }
    }
}
