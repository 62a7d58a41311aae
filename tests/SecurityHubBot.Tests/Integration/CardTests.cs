using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

public class CardTests
{
    private const string Person = AozoraHosting.Ito;
    private const string Other = AozoraHosting.Sato;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_finding_becomes_a_card_is_accepted_fixed_and_turns_done(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        await bot.Accept(Events.Failed("invoices"));
        await bot.Settle();
        var card = bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        Text(card).ShouldContain("SHUB-1");
        Text(card).ShouldContain("invoices");

        await slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.accept");
        await bot.Settle();
        Text(bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem()).ShouldContain($"<@{Person}>");
        slack.Thread(TestBot.ShopChannel, card.Ts).Skip(1).ShouldHaveSingleItem();

        await bot.Accept(Events.Passed("invoices"));
        await bot.Settle();
        var done = bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        done.Ts.ShouldBe(card.Ts);
        Text(done).ShouldNotContain("case.accept");
        slack.Thread(TestBot.ShopChannel, card.Ts).Skip(1).Count().ShouldBe(2);
        slack.Calls.Count(c => c.Name == "chat.postMessage").ShouldBe(3);
    }

    [Fact]
    public async Task A_second_person_is_asked_whether_to_take_over()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardFor(bot, "invoices");
        await slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.accept");

        await slack.ClickAsync(Other, TestBot.ShopChannel, card.Ts, "case.accept");
        await slack.WaitForViewAsync(Other);
        (await slack.SubmitAsync(Other, new Dictionary<string, string>()))["result"]!.GetValue<string>().ShouldBe("closed");
        await bot.Settle();

        Text(bot.Cards(TestBot.ShopChannel).Single()).ShouldContain($"<@{Other}>");
        slack.Thread(TestBot.ShopChannel, card.Ts).Skip(1).Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_ticket_is_linked_and_a_wrong_one_is_refused_in_the_modal()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardFor(bot, "invoices");
        await slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.link_ticket");
        await slack.WaitForViewAsync(Person);

        var refused = await slack.SubmitAsync(Person, new Dictionary<string, string> { ["ticket"] = "javascript:alert(1)" });
        refused["result"]!.GetValue<string>().ShouldBe("errors");
        refused["errors"]!.AsObject().ShouldHaveSingleItem().Value!.GetValue<string>().ShouldNotBeEmpty();

        var accepted = await slack.SubmitAsync(Person, new Dictionary<string, string> { ["ticket"] = "https://redmine.example.com/issues/8812" });
        accepted["result"]!.GetValue<string>().ShouldBe("closed");
        await bot.Settle();
        Text(bot.Cards(TestBot.ShopChannel).Single()).ShouldContain("8812");
    }

    [Fact]
    public async Task A_burst_of_a_hundred_resources_is_one_card_and_few_updates()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => bot.Accept(Events.Failed($"bucket-{i:000}"))));
        await bot.Settle();

        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        slack.Calls.Count(c => c.Name is "chat.postMessage" or "chat.update").ShouldBeLessThan(25);
        var listed = string.Concat(slack.Thread(TestBot.ShopChannel, bot.Cards(TestBot.ShopChannel)[0].Ts).Skip(1).Select(Text));
        Enumerable.Range(0, 100).ShouldAllBe(i => listed.Contains($"bucket-{i:000}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_grew_shorter_takes_down_what_it_no_longer_needs()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => bot.Accept(Events.Failed($"bucket-{i:000}"))));
        await bot.Settle();
        var card = bot.Cards(TestBot.ShopChannel).Single();
        slack.Thread(TestBot.ShopChannel, card.Ts).Skip(1).Count().ShouldBe(2);

        // Everything fixed, and more than a day later one of them again: a new episode with one resource.
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => bot.Accept(Events.Passed($"bucket-{i:000}"))));
        await bot.Settle();
        await bot.Database.Write(s => s.Execute("update cases set closed_at = closed_at - 2 * 86400000000"), CancellationToken.None);
        await bot.Accept(Events.Failed("bucket-000", minute: 20));
        await bot.Settle();

        slack.Thread(TestBot.ShopChannel, card.Ts).Skip(1).Where(m => m.AllText.Contains("bucket-", StringComparison.Ordinal)).Select(m => m.AllText).ShouldBeEmpty();
        slack.Messages(TestBot.ShopChannel).Count.ShouldBe(2, "the card, and the new episode told in the channel");
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem().Ts.ShouldBe(card.Ts);
    }

    [Fact]
    public async Task A_resource_named_like_a_channel_mention_pings_nobody()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        await bot.Accept(Events.Failed("<!channel> <@U0TANAKA01> <https://evil.example|click>"));
        await bot.Accept(Events.Failed("arn:aws:s3:::<!here>"));
        await bot.Settle();

        var card = bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        card.Pings.ShouldBeEmpty();
        Text(card).ShouldContain("&lt;!channel&gt;");
        Text(card).ShouldNotContain("<https://evil");
    }

    [Fact]
    public async Task A_deleted_card_is_posted_again_as_soon_as_slack_says_so()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardFor(bot, "invoices");

        await slack.DeleteMessageAsync(Person, TestBot.ShopChannel, card.Ts);
        var again = await slack.WaitForMessageAsync(TestBot.ShopChannel, m => m.Ts != card.Ts && Text(m).Contains("SHUB-1", StringComparison.Ordinal));
        await bot.Settle();

        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem().Ts.ShouldBe(again.Ts);
    }

    [Fact]
    public async Task A_deleted_card_of_which_no_event_came_is_posted_again_at_the_next_change()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardFor(bot, "invoices");
        slack.BotUrl = null;
        await slack.DeleteMessageAsync(Person, TestBot.ShopChannel, card.Ts);
        slack.BotUrl = bot.Url;

        await bot.Accept(Events.Failed("receipts"));
        await bot.Settle();

        var again = bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        again.Ts.ShouldNotBe(card.Ts);
        Text(again).ShouldContain("receipts");
    }

    [Fact]
    public async Task A_channel_that_the_bot_is_not_in_falls_back_to_the_security_channel_and_the_card_moves_home_when_the_bot_is_invited()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await slack.SetBotAsync(Other, TestBot.ShopChannel, member: false);
        await using var bot = await TestBot.Start(database, slack);

        await bot.Accept(Events.Failed("invoices"));
        await bot.Settle();
        bot.Cards(TestBot.ShopChannel).ShouldBeEmpty();
        Text(bot.Cards("security").ShouldHaveSingleItem()).ShouldContain("shop-aws");

        await slack.SetBotAsync(Other, TestBot.ShopChannel, member: true);
        await slack.WaitForMessageAsync(TestBot.ShopChannel, m => Text(m).Contains("SHUB-1", StringComparison.Ordinal));
        await bot.Settle();
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        bot.Cards("security").ShouldBeEmpty();
        slack.Messages("security").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_archived_channel_moves_its_open_cards_to_the_security_channel()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await CardFor(bot, "invoices");

        await slack.ArchiveAsync(Other, TestBot.ShopChannel);
        await slack.WaitForMessageAsync("security", m => Text(m).Contains("SHUB-1", StringComparison.Ordinal));
        await bot.Settle();

        bot.Cards("security").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_account_that_nobody_entered_goes_to_the_security_channel()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        await bot.Accept(Events.Failed("invoices", account: "999988887777"));
        await bot.Settle();

        Text(bot.Cards("security").ShouldHaveSingleItem()).ShouldContain("999988887777");
    }

    [Fact]
    public async Task An_english_account_reads_english()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        await bot.Accept(Events.Failed("assets", account: TestBot.GameAccount));
        await bot.Settle();

        var card = Text(bot.Cards("global-aws").ShouldHaveSingleItem());
        card.ShouldContain("S3 general purpose buckets should block public access");
        card.Any(c => c is >= '\u3040' and <= '\u30ff').ShouldBeFalse(card);
    }

    internal static async Task<WorkspaceMessage> CardFor(TestBot bot, string resource)
    {
        await bot.Accept(Events.Failed(resource));
        await bot.Settle();
        return bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
    }

    internal static string Text(WorkspaceMessage message) =>
        message.Json.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
