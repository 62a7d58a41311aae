using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Tickets;

/// <summary>A case's ticket from the first failure to the end, in every tracker.</summary>
public class TicketLifeTests
{
    public static TheoryData<string> All => Trackers.All;

    [Theory, MemberData(nameof(All))]
    public async Task A_tracked_case_gets_one_ticket_that_follows_it_to_the_end_and_back(string name)
    {
        await using var bot = await TicketBot.Start(name);

        await bot.Fail("invoices", "receipts");
        var issue = bot.Tracker.Issues.ShouldHaveSingleItem();
        issue.Title.ShouldContain("SHUB-1");
        issue.Title.ShouldContain("S3.8");
        foreach (var part in (string[])["invoices", "receipts", "shop-prod", TestBot.ShopAccount, "対応期限", "docs.aws.amazon.com/console/securityhub/S3.8", "/archives/"])
        {
            issue.BodyText.ShouldContain(part);
        }

        bot.Card.AllText.ShouldContain(bot.Tracker.Label(issue));
        bot.Thread.ShouldBeEmpty("the card says it");

        await bot.Fix("invoices");
        issue.IsClosed.ShouldBeFalse();
        issue.BodyText.ShouldContain("invoices（是正済み）");

        await bot.Fix("receipts");
        issue.IsClosed.ShouldBeTrue();
        issue.Comments.ShouldHaveSingleItem();
        issue.CommentText(0).ShouldContain("是正済み");

        await bot.Bot.Accept(Events.Failed("receipts", minute: 20));
        await bot.Settle();
        issue.IsClosed.ShouldBeFalse("a relapse opens it again");
        issue.CommentText(1).ShouldContain("再び検出");

        // More than a day later it is a new episode, and still the same ticket, as it is the same card.
        await bot.Bot.Accept(Events.Passed("receipts", minute: 30));
        await bot.Settle();
        await bot.Bot.Database.Write(s => s.Execute("update cases set closed_at = closed_at - 2 * 86400000000"), CancellationToken.None);
        await bot.Bot.Accept(Events.Failed("receipts", minute: 40));
        await bot.Settle();
        bot.Tracker.Issues.ShouldHaveSingleItem().IsClosed.ShouldBeFalse();
        issue.CommentText(issue.Comments.Count - 1).ShouldContain("再発");
    }

    [Theory, MemberData(nameof(All))]
    public async Task Closed_while_it_still_fails_it_is_opened_again_once_and_says_so(string name)
    {
        await using var bot = await TicketBot.Start(name);
        await bot.Fail("invoices", "receipts");
        var issue = bot.Tracker.Issues.Single();

        bot.Tracker.ByPerson(issue, i => i.IsClosed = true);
        await bot.Poll();
        await bot.Poll();

        issue.IsClosed.ShouldBeFalse();
        issue.Comments.ShouldHaveSingleItem();
        issue.CommentText(0).ShouldContain("未是正のリソースが2件");
        bot.Thread.ShouldHaveSingleItem().AllText.ShouldContain("再オープン");
    }

    [Theory, MemberData(nameof(All))]
    public async Task Closed_after_everything_was_fixed_it_stays_closed_and_opened_by_a_person_it_stays_open(string name)
    {
        await using var bot = await TicketBot.Start(name);
        await bot.Fail("invoices");
        await bot.Fix("invoices");
        var issue = bot.Tracker.Issues.Single();
        issue.IsClosed.ShouldBeTrue();

        await bot.Poll();
        issue.IsClosed.ShouldBeTrue();
        bot.Tracker.ByPerson(issue, i => i.IsClosed = false);
        await bot.Poll();

        issue.IsClosed.ShouldBeFalse();
        issue.Comments.ShouldHaveSingleItem();
    }

    [Theory, MemberData(nameof(All))]
    public async Task Whoever_has_it_in_the_tracker_is_on_the_card(string name)
    {
        await using var bot = await TicketBot.Start(name);
        await bot.Fail("invoices");

        bot.Tracker.ByPerson(bot.Tracker.Issues.Single(), i => i.Assignee = "hanako-<!channel>");
        await bot.Poll();

        bot.Card.AllText.ShouldContain("hanako-&lt;!channel&gt;");
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_deleted_ticket_is_replaced_and_the_thread_says_so(string name)
    {
        await using var bot = await TicketBot.Start(name);
        await bot.Fail("invoices");
        var old = bot.Tracker.Issues.Single();

        bot.Tracker.Delete(old);
        await bot.Bot.Database.Write(s => s.Execute("update case_tickets set seen_at = 0"), CancellationToken.None);
        await bot.Poll();

        var another = bot.Tracker.Issues.ShouldHaveSingleItem();
        another.Number.ShouldNotBe(old.Number);
        bot.Thread.ShouldHaveSingleItem().AllText.ShouldContain("新しいチケットを作成します");
        bot.Card.AllText.ShouldContain(bot.Tracker.Label(another));
    }

    [Fact]
    public async Task Somebody_who_closes_it_again_and_again_has_their_way_and_the_card_says_so()
    {
        await using var bot = await TicketBot.Start("github");
        await bot.Fail("invoices");
        var issue = bot.Tracker.Issues.Single();

        for (var i = 0; i < 5; i++)
        {
            bot.Tracker.ByPerson(issue, x => x.IsClosed = true);
            await bot.Poll();
        }

        issue.IsClosed.ShouldBeTrue();
        issue.Comments.Count.ShouldBe(3);
        bot.Card.AllText.ShouldContain("繰り返しクローズ");
    }

    [Fact]
    public async Task A_control_that_is_no_longer_tracked_closes_its_ticket_as_not_planned()
    {
        await using var bot = await TicketBot.Start("github");
        await bot.Fail("invoices");

        await bot.Bot.Database.Write(
            async session =>
            {
                await session.Execute("insert into policies (standard, control_key, control, policy, environments, note, version, updated_at, updated_by) values ('*', 'S3.8', 'S3.8', 'ignore', '', '', 1, 0, 'test')");
                await session.Execute("update directory_version set version = version + 1");
            },
            CancellationToken.None);
        await bot.Bot.Accept(Events.Failed("receipts", minute: 5));
        await bot.Settle();

        bot.Tracker.Issues.Single().ShouldSatisfyAllConditions(i => i.IsClosed.ShouldBeTrue(), i => i.Resolution.ShouldBe("not_planned"), i => i.CommentText(0).ShouldContain("追跡を終了"));
    }

    [Fact]
    public async Task An_account_with_its_own_project_gets_its_tickets_there()
    {
        await using var bot = await TicketBot.Start("redmine", settings: new() { ["Tickets:Project"] = "elsewhere" });
        await bot.Bot.Database.Write(
            async session =>
            {
                await session.Execute($"update accounts set ticket_project = 'sec' where account_id = '{TestBot.ShopAccount}'");
                await session.Execute("update directory_version set version = version + 1");
            },
            CancellationToken.None);

        await bot.Fail("invoices");

        bot.Tracker.Issues.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Cases_from_before_the_tracker_was_set_up_get_their_tickets()
    {
        await using var tracker = await Trackers.Start("redmine");
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using (var before = await TestBot.Start(database, slack))
        {
            await before.Accept(Events.Failed("invoices"));
            await before.Accept(Events.Failed("done", control: "S3.2"));
            await before.Accept(Events.Passed("done", control: "S3.2"));
            await before.Settle();
        }

        await using var bot = await TestBot.Start(database, slack, tracker.Settings());
        await bot.WaitUntil(async () => await bot.Count("case_tickets where desired > actual or lease_until > 0") == 0);

        tracker.Issues.ShouldHaveSingleItem().BodyText.ShouldContain("invoices");
    }
}
