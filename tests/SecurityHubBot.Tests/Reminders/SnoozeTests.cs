using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Reminders;

/// <summary>Reminders are put off once, by the owner, and everybody can see it.</summary>
public class SnoozeTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_menu_in_a_reminder_puts_it_off_for_business_days_and_the_due_date_stays(DatabaseKind kind)
    {
        await using var bench = await ReminderBench.Start(kind);
        await bench.Remind("2026-12-09T10:00");

        await bench.Snooze(ReminderBench.Owner, days: 2);
        await bench.Settle();

        bench.LastWhisper(ReminderBench.Owner)!.ShouldContain("2026年12月11日(金)");
        bench.Card.AllText.ShouldContain("🔕 2026年12月11日(金) まで");
        bench.Card.AllText.ShouldContain("2026年12月8日(火)");
        bench.Slack.Thread(TestBot.ShopChannel, bench.Card.Ts)[^1].AllText.ShouldContain("休止しました");
        (await bench.Bot.Count("audit_log where action = 'case.snoozed' and actor = 'person:" + ReminderBench.Owner + "'")).ShouldBe(1);
        foreach (var day in (string[])["2026-12-10", "2026-12-11"])
        {
            await bench.Remind($"{day}T10:00");
        }

        bench.Reminders().Count.ShouldBe(1);
        bench.Bulletins(SlackWorkspace.DirectMessage(ReminderBench.Contact), "\"escalation\"").ShouldBeEmpty();

        await bench.Remind("2026-12-14T10:00");

        bench.Reminders().Count.ShouldBe(2);
        bench.Reminders()[^1].Json.ToJsonString().ShouldNotContain("case.snooze");
        bench.Bulletins(SlackWorkspace.DirectMessage(ReminderBench.Contact), "\"escalation\"").ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_second_snooze_is_refused_with_who_and_until_when_also_when_two_click_at_once(DatabaseKind kind)
    {
        await using var bench = await ReminderBench.Start(kind);
        await bench.Remind("2026-12-01T10:00");

        await Task.WhenAll(bench.Snooze(ReminderBench.Owner, days: 1), bench.Snooze(ReminderBench.Colleague, days: 3));
        await bench.Settle();

        (await bench.Bot.Count("case_history where kind = 'snoozed'")).ShouldBe(1);
        string[] whispers = [bench.LastWhisper(ReminderBench.Owner)!, bench.LastWhisper(ReminderBench.Colleague)!];
        whispers.Count(w => w.Contains("すでに一度休止されています", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Once_somebody_has_accepted_only_they_may()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);
        await bench.Slack.ClickAsync(ReminderBench.Owner, TestBot.ShopChannel, bench.Card.Ts, "case.accept");
        await bench.Remind("2026-12-01T10:00");

        await bench.Snooze(ReminderBench.Colleague, days: 1);
        bench.LastWhisper(ReminderBench.Colleague)!.ShouldContain("担当者だけです");
        await bench.Snooze(ReminderBench.Owner, days: 1);
        await bench.Settle();

        (await bench.Bot.Count("cases where snoozed_by = '" + ReminderBench.Owner + "'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_menu_of_half_a_year_ago_answers_clearly_and_a_new_episode_can_be_put_off_again()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);
        await bench.Remind("2026-12-01T10:00");
        var old = bench.Reminders()[0].Ts;
        await bench.Snooze(ReminderBench.Owner, days: 1, old);
        await bench.Bot.Accept(Events.Passed("invoices"));
        await bench.JumpTo("2027-06-01T10:00");

        await bench.Snooze(ReminderBench.Owner, days: 1, old);
        bench.LastWhisper(ReminderBench.Owner)!.ShouldContain("是正済み");

        await bench.Bot.Accept(Events.Failed("invoices", minute: 20));
        await bench.Settle();
        await bench.Snooze(ReminderBench.Owner, days: 3, old);
        await bench.Settle();
        bench.LastWhisper(ReminderBench.Owner)!.ShouldContain("2027年6月4日(金)");
        bench.Card.AllText.ShouldContain("🔕");
    }

    [Fact]
    public async Task It_can_be_typed_too()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);
        foreach (var (command, answer) in ((string, string)[])[("snooze 1 3", "2026年11月27日(金) まで休止します"), ("snooze 1", "休止できるのは1回だけ"), ("snooze 99", "存在しない"), ("snooze 1 9", "1〜3")])
        {
            await bench.Slack.CommandAsync(ReminderBench.Owner, TestBot.ShopChannel, $"/shub {command}");
            await bench.Bot.WaitUntil(() => Task.FromResult(bench.LastWhisper(ReminderBench.Owner)?.Contains(answer, StringComparison.Ordinal) == true));
        }
    }
}
