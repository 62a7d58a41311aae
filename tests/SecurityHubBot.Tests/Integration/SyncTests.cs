using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tests.Hosting;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>Ways in which Slack and the database could stay apart for ever.</summary>
public class SyncTests
{
    private const string Person = AozoraHosting.Ito;
    private const string Card = "slot = 'card' and case_number = 1";

    [Fact]
    public async Task A_change_that_arrived_without_an_answer_is_undone_when_the_case_goes_back()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await CardTests.CardFor(bot, "invoices");
        slack.Faults.Next("chat.update", new Fault.AnswerLost(), count: 4);
        await Rename("renamed-account");
        await bot.WaitUntil(async () => await bot.Count($"case_messages where {Card} and last_error is not null") == 1);
        bot.Cards(TestBot.ShopChannel).Single().AllText.ShouldContain("renamed-account");

        await Rename("shop-prod");
        await bot.Settle();

        bot.Cards(TestBot.ShopChannel).Single().AllText.ShouldNotContain("renamed-account");

        Task Rename(string name) => Change(bot,
            $"update accounts set name = '{name}' where account_id = '{TestBot.ShopAccount}'",
            "update directory_version set version = version + 1",
            "update case_messages set desired = desired + 1");
    }

    [Fact]
    public async Task A_card_deleted_while_it_was_being_changed_is_posted_again()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardTests.CardFor(bot, "invoices");
        var trace = ActivityTraceId.CreateRandom();
        using var listener = After("slack chat.update", trace, () =>
        {
            slack.DeleteMessageAsync(Person, TestBot.ShopChannel, card.Ts).Wait();
            bot.WaitUntil(async () => await bot.Count($"case_messages where {Card} and ts is null") == 1).Wait();
        });

        await Traced.Accept(bot, Events.Failed("receipts"), trace);
        await bot.Settle();

        var again = bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        again.Ts.ShouldNotBe(card.Ts);
        again.AllText.ShouldContain("receipts");
    }

    [Fact]
    public async Task A_card_deleted_before_anybody_wrote_down_where_it_is_is_posted_again()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var trace = ActivityTraceId.CreateRandom();
        using var listener = After("slack chat.postMessage", trace, () =>
        {
            slack.DeleteMessageAsync(Person, TestBot.ShopChannel, bot.Cards(TestBot.ShopChannel).Single().Ts).Wait();
            bot.WaitUntil(async () => await bot.Count("slack_events where attempts > 0") == 1).Wait();
            Task.Delay(200).Wait();
        });

        await Traced.Accept(bot, Events.Failed("invoices"), trace);
        await bot.WaitUntil(async () => await bot.Count("slack_events where handled_at is not null") > 0);
        await bot.Settle();

        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_card_that_cannot_move_where_it_should_points_to_where_it_went()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardTests.CardFor(bot, "invoices");

        await MoveAccountTo(bot, "C0OLDPORT1");
        await bot.Settle();

        bot.Cards("security").ShouldHaveSingleItem();
        var pointer = slack.Messages(TestBot.ShopChannel).Single(m => m.Ts == card.Ts);
        pointer.AllText.ShouldContain("C0SECURITY");
        pointer.AllText.ShouldNotContain("C0OLDPORT1");

        // And from there to a channel that cannot be used either: it stays where it is.
        await MoveAccountTo(bot, "C0OLDSHOP1");
        await bot.Settle();
        slack.Messages("security").ShouldHaveSingleItem();
        bot.Cards("security").ShouldHaveSingleItem().AllText.ShouldContain("C0OLDSHOP1");
    }

    [Fact]
    public async Task An_invitation_of_which_nobody_told_is_found_out_the_next_day()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await slack.SetBotAsync(Person, TestBot.ShopChannel, member: false);
        await using var bot = await TestBot.Start(database, slack);
        await bot.Accept(Events.Failed("invoices"));
        await bot.Settle();
        var fallen = bot.Cards("security").ShouldHaveSingleItem();

        await NextDay(bot);
        slack.Messages("security").ShouldHaveSingleItem().Ts.ShouldBe(fallen.Ts, "the channel still refuses: nothing may be posted anew");
        bot.Cards("security").ShouldHaveSingleItem();

        slack.BotUrl = null;
        await slack.SetBotAsync(Person, TestBot.ShopChannel, member: true);
        slack.BotUrl = bot.Url;
        await NextDay(bot);
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        bot.Cards("security").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sentence_that_slack_refuses_again_and_again_does_not_silence_those_after_it()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardTests.CardFor(bot, "invoices");
        slack.Faults.Next("chat.postMessage", new Fault.Refusal("msg_too_long"));
        await slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.accept");
        await bot.WaitUntil(async () => await bot.Count("case_messages where kind = 'note' and attempts = 1") == 1);
        await Change(bot, $"update case_messages set attempts = 8, next_attempt_at = {Now() + 3_600_000_000} where kind = 'note'");

        await bot.Accept(Events.Passed("invoices"));
        await bot.WaitUntil(() => Task.FromResult(slack.Thread(TestBot.ShopChannel, card.Ts).Count == 2));

        await bot.WaitUntil(async () => await bot.Count("case_messages where kind = 'note' and ts is not null") == 1);
    }

    [Fact]
    public async Task A_flooded_channel_does_not_hold_up_another()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack(enforceRates: true);
        await using var bot = await TestBot.Start(database, slack);
        await Task.WhenAll(Enumerable.Range(1, 30).Select(i => bot.Accept(Events.Failed("thing", account: $"{i:000000000000}"))));
        await bot.SettleDecisions();

        await bot.Accept(Events.Failed("invoices"));
        await slack.WaitForMessageAsync(TestBot.ShopChannel, timeout: TimeSpan.FromSeconds(40));

        bot.Cards("security").Count.ShouldBeLessThan(20, "it should not wait for the flood");
    }

    [Fact]
    public async Task What_people_wait_for_goes_before_the_cards_that_only_count_the_days()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack(enforceRates: true);
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardTests.CardFor(bot, "invoices");
        string[] channels = ["C0PAYAWS01", "C0MEDIAAWS", "C0DATAAWS1", "C0CORPITAW", "C0NETAWS01", "C0LABAWS01", "C0GAMEAWS1", "C0SECURITY"];
        await Change(bot, [.. Enumerable.Range(1, 32).Select(i => $"insert into accounts values ('{i:000000000000}', 'a{i}', 'production', '{channels[i % channels.Length]}', '', '', '', 'ja', 1, 0, 'test')")]);
        await Task.WhenAll(Enumerable.Range(1, 32).Select(i => bot.Accept(Events.Failed("thing", account: $"{i:000000000000}"))));
        await bot.Settle();

        await Change(bot, "update case_messages set content_hash = null, refresh_at = 1 where slot = 'card'");
        await bot.WaitUntil(() => Task.FromResult(slack.Calls.Count(c => c.Name == "chat.update") > 9));
        await slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.accept");
        await bot.WaitUntil(() => Task.FromResult(bot.Cards(TestBot.ShopChannel).Single().AllText.Contains($"<@{Person}>", StringComparison.Ordinal)));

        (await bot.Count("case_messages where refresh_at = 1")).ShouldBeGreaterThan(10, "it should not wait for the storm");
    }

    [Fact]
    public async Task A_clock_that_was_put_back_keeps_nothing_waiting()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await CardTests.CardFor(bot, "invoices");
        var tomorrow = Now() + 86_400_000_000;

        await Change(
            bot,
            $"update case_messages set desired = desired + 1, lease_until = {tomorrow}, next_attempt_at = {tomorrow} where {Card}",
            $"insert into decision_queue (account_id, region, control_key, queued_at, not_before, attempts) select account_id, region, control_key, 0, {tomorrow}, 1 from cases",
            $"insert into slack_events (event_id, received_at, body, not_before, attempts) values ('Ev1', 0, '{{}}', {tomorrow}, 1)");
        await bot.WaitUntil(async () => await bot.Count("slack_events where handled_at is null") == 0).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        await bot.Settle().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_channel_that_is_known_stays_known_while_slack_does_not_list_its_channels()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        var time = new FastTime(TimeProvider.System.GetUtcNow(), speed: 1);
        await using var bot = await TestBot.Start(database, slack, services: s => s.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        var channels = bot.Service<ChannelDirectory>();
        (await channels.Resolve("#shop-aws", CancellationToken.None)).ShouldBe("C0SHOPAWS1");
        slack.Faults.Next("conversations.list", new Fault.Refusal("missing_scope"), count: 100);
        time.Jump(TimeSpan.FromMinutes(11));

        (await channels.Resolve("#shop-aws", CancellationToken.None)).ShouldBe("C0SHOPAWS1");
        for (var i = 0; i < 10; i++)
        {
            await Should.ThrowAsync<SlackCallException>(() => channels.Resolve("#nowhere", CancellationToken.None));
        }

        slack.Calls.Count(c => c.Name == "conversations.list").ShouldBe(2, "who asks right after a failure gets the same answer");
        slack.Faults.Clear();
        time.Jump(TimeSpan.FromSeconds(11));
        (await channels.Resolve("#nowhere", CancellationToken.None)).ShouldBeNull();
    }

    private static Task MoveAccountTo(TestBot bot, string channel) => Change(bot,
        $"update accounts set channel = '{channel}' where account_id = '{TestBot.ShopAccount}'",
        "update directory_version set version = version + 1",
        "update case_messages set desired = desired + 1");

    private static async Task NextDay(TestBot bot)
    {
        await Change(bot, $"update case_messages set refresh_at = 1, content_hash = null where {Card}");
        await bot.WaitUntil(async () => await bot.Count("case_messages where refresh_at = 1 or (slot = 'card' and refresh_at is null)") == 0);
        await bot.Settle();
    }

    private static Task Change(TestBot bot, params string[] statements) => bot.Database.Write(
        async session =>
        {
            foreach (var sql in statements)
            {
                await session.Execute(sql);
            }
        },
        CancellationToken.None);

    private static long Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Does something once, right after a call to Slack has ended and before anybody knows.</summary>
    private static ActivityListener After(string call, ActivityTraceId trace, Action work)
    {
        var isDone = 0;
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "SecurityHubBot.Slack",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.OperationName == call && activity.TraceId == trace && Interlocked.Exchange(ref isDone, 1) == 0)
                {
                    work();
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
