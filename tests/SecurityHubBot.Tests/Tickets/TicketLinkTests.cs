using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.Tests.Tickets.Loopback;

namespace SecurityHubBot.Tests.Tickets;

/// <summary>Tickets that people link themselves.</summary>
public class TicketLinkTests
{
    private const string Person = AozoraHosting.Ito;

    public static TheoryData<string> All => Trackers.All;

    [Theory, MemberData(nameof(All))]
    public async Task A_ticket_that_somebody_linked_first_is_the_ticket(string name)
    {
        await using var bot = await TicketBot.Start(name, prepare: t => t.IsDown = true);
        var theirs = bot.Tracker.AddByPerson("Close the public buckets");
        theirs.Body = JsonValue.Create("our own words");
        await bot.Bot.Accept(Events.Failed("invoices"));
        await bot.Bot.Settle();

        (await Link(bot, bot.Tracker.Label(theirs)))["result"]!.GetValue<string>().ShouldBe("updated", "the tracker could not be asked, and the person is told");
        bot.Tracker.IsDown = false;
        await bot.Settle();

        bot.Tracker.Issues.ShouldHaveSingleItem();
        theirs.Title.ShouldBe("Close the public buckets");
        theirs.BodyText.ShouldContain("our own words");
        theirs.Comments.ShouldHaveSingleItem();
        theirs.CommentText(0).ShouldContain("SHUB-1");
        bot.Card.AllText.ShouldContain("Close the public buckets");

        await bot.Fix("invoices");
        theirs.IsClosed.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(All))]
    public async Task The_ticket_of_the_bot_makes_way_for_one_that_somebody_links(string name)
    {
        await using var bot = await TicketBot.Start(name);
        await bot.Fail("invoices");
        var ours = bot.Tracker.Issues.Single();
        var theirs = bot.Tracker.AddByPerson("Close the public buckets");

        (await Link(bot, bot.Tracker.Address(theirs)))["result"]!.GetValue<string>().ShouldBe("closed");
        await bot.Settle();

        ours.IsClosed.ShouldBeTrue();
        ours.CommentText(0).ShouldContain("今後は");
        theirs.IsClosed.ShouldBeFalse();
        bot.Tracker.Issues.Count.ShouldBe(2);
        bot.Thread.Select(m => m.AllText).ShouldContain(t => t.Contains("Close the public buckets", StringComparison.Ordinal));
        bot.Card.AllText.ShouldContain(bot.Tracker.Label(theirs));
    }

    [Fact]
    public async Task A_ticket_that_is_not_there_is_refused_in_the_dialog()
    {
        await using var bot = await TicketBot.Start("redmine");
        await bot.Fail("invoices");

        var answer = await Link(bot, "#4711");

        answer["result"]!.GetValue<string>().ShouldBe("errors");
        answer["errors"]!.ToJsonString(LoopbackIssue.Readable).ShouldContain("見つからない");
        bot.Tracker.Issues.Single().IsClosed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_ticket_linked_unseen_that_is_not_there_is_told_in_the_thread_and_replaced()
    {
        await using var bot = await TicketBot.Start("redmine", prepare: t => t.IsDown = true);
        await bot.Bot.Accept(Events.Failed("invoices"));
        await bot.Bot.Settle();
        await Link(bot, "#4711");

        bot.Tracker.IsDown = false;
        await bot.Settle();

        bot.Thread.Select(m => m.AllText).ShouldContain(t => t.Contains("#4711", StringComparison.Ordinal) && t.Contains("新しいチケット", StringComparison.Ordinal));
        bot.Card.AllText.ShouldContain(bot.Tracker.Label(bot.Tracker.Issues.ShouldHaveSingleItem()));
    }

    [Fact]
    public async Task A_ticket_of_another_tracker_is_left_alone_and_no_second_one_is_made()
    {
        await using var bot = await TicketBot.Start("redmine", prepare: t => t.IsDown = true);
        await bot.Bot.Accept(Events.Failed("invoices"));
        await bot.Bot.Settle();

        (await Link(bot, "https://other.example.com/browse/SHOP-12"))["result"]!.GetValue<string>().ShouldBe("closed");
        bot.Tracker.IsDown = false;
        await bot.Settle();
        await bot.Fix("invoices");

        bot.Tracker.Issues.ShouldBeEmpty();
        bot.Card.AllText.ShouldContain("SHOP-12");
        (await bot.Bot.Count("ticket_comments")).ShouldBe(0);
    }

    [Fact]
    public async Task Our_own_ticket_linked_by_hand_stays_ours()
    {
        await using var bot = await TicketBot.Start("github");
        await bot.Fail("invoices");
        var ours = bot.Tracker.Issues.Single();

        await Link(bot, "#1");
        await bot.Settle();
        await bot.Fail("receipts");

        ours.IsClosed.ShouldBeFalse();
        ours.BodyText.ShouldContain("receipts", customMessage: "its text is still the bot's to write");
        bot.Tracker.Issues.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_ticket_for_two_cases_closes_with_the_second()
    {
        await using var bot = await TicketBot.Start("github");
        var theirs = bot.Tracker.AddByPerson("All buckets");
        await bot.Bot.Accept(Events.Failed("invoices"));
        await bot.Bot.Accept(Events.Failed("invoices", control: "S3.2"));
        await bot.Settle();
        foreach (var card in bot.Bot.Cards(TestBot.ShopChannel))
        {
            await LinkOn(bot, card, bot.Tracker.Label(theirs));
        }

        await bot.Settle();
        await bot.Fix("invoices");
        theirs.IsClosed.ShouldBeFalse();
        await bot.Bot.Accept(Events.Passed("invoices", control: "S3.2"));
        await bot.Settle();

        theirs.IsClosed.ShouldBeTrue();
    }

    private static Task<JsonObject> Link(TicketBot bot, string typed) => LinkOn(bot, bot.Card, typed);

    private static async Task<JsonObject> LinkOn(TicketBot bot, WorkspaceMessage card, string typed)
    {
        await bot.Slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.link_ticket");
        await bot.Slack.WaitForViewAsync(Person);
        var answer = await bot.Slack.SubmitAsync(Person, new Dictionary<string, string> { ["ticket"] = typed });
        return answer.AsObject();
    }
}
