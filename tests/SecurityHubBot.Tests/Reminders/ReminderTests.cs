using SecurityHubBot.Bulletins;
using SecurityHubBot.Reminders;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Reminders;

/// <summary>What people are told of a deadline, on which day, and that it is told once.</summary>
public class ReminderTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_deadline_is_told_in_the_channel_then_to_the_contact_and_then_to_the_security_channel(DatabaseKind kind)
    {
        await using var bench = await ReminderBench.Start(kind);
        var told = new List<(string Day, int Channel, int Contact, int Security)>();
        for (var day = new DateOnly(2026, 11, 25); day <= new DateOnly(2026, 12, 18); day = day.AddDays(1))
        {
            var before = Counts();
            // Early in the morning, twice in the working day, and at night.
            foreach (var clock in (string[])["08:50", "09:05", "13:00", "18:00"])
            {
                await bench.Remind($"{day:yyyy-MM-dd}T{clock}");
            }

            var after = Counts();
            if (after != before)
            {
                told.Add(($"{day:MM-dd}", after.Channel - before.Channel, after.Contact - before.Contact, after.Security - before.Security));
            }
        }

        told.ShouldBe([
            ("12-01", 1, 0, 0), ("12-04", 1, 0, 0), ("12-07", 1, 0, 0), ("12-08", 1, 0, 0), ("12-09", 1, 0, 0), ("12-10", 1, 0, 0),
            ("12-11", 1, 1, 0), ("12-14", 1, 0, 0), ("12-15", 1, 0, 0), ("12-16", 1, 0, 0), ("12-17", 1, 0, 1), ("12-18", 1, 0, 0)]);
        var first = bench.Reminders()[0].AllText;
        first.ShouldContain("SHUB-1");
        first.ShouldContain("あと7日");
        first.ShouldContain(ReminderBench.Owner);
        bench.Bulletins(SlackWorkspace.DirectMessage(ReminderBench.Contact), "\"escalation\"")[0].AllText.ShouldContain("3営業日");
        (await bench.Bot.Count("bulletin_cases")).ShouldBe(0);

        (int Channel, int Contact, int Security) Counts() => (
            bench.Reminders().Count,
            bench.Bulletins(SlackWorkspace.DirectMessage(ReminderBench.Contact), "\"escalation\"").Count,
            bench.Bulletins("security", "\"security-escalation\"").Count);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task All_cases_of_a_channel_are_one_message_however_often_and_wherever_the_job_runs(DatabaseKind kind)
    {
        await using var bench = await ReminderBench.Start(kind);
        await bench.Bot.Accept(Events.Failed("other", control: "S3.3"));
        await bench.Bot.Accept(Events.Failed("third", control: "S3.2"));
        await using var second = kind == DatabaseKind.Postgres ? await bench.Second() : null;
        await bench.JumpTo("2026-12-01T09:30");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 || second is null ? bench.Bot : second).Service<ReminderJob>().Run(CancellationToken.None)));
        await bench.Settle();
        await bench.RunJob();

        var text = bench.Reminders().ShouldHaveSingleItem().AllText;
        foreach (var number in (string[])["SHUB-1", "SHUB-2", "SHUB-3"])
        {
            text.ShouldContain(number);
        }
    }

    [Fact]
    public async Task A_channel_that_two_rows_name_differently_gets_one_message_all_the_same()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);
        await bench.Bot.Database.Write(
            async session =>
            {
                await session.Execute("update accounts set channel = 'C0SHOPAWS1' where account_id = @id", new { id = TestBot.GameAccount });
                await session.Execute("update directory_version set version = version + 1");
            },
            CancellationToken.None);
        await bench.Bot.Accept(Events.Failed("game", account: TestBot.GameAccount));

        await bench.Remind("2026-12-01T09:30");

        bench.Reminders().ShouldHaveSingleItem().AllText.ShouldContain("game-prod");
    }

    [Fact]
    public async Task Posted_although_the_answer_was_lost_it_is_told_once_and_counts_as_told()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);
        await bench.JumpTo("2026-12-01T09:30");
        bench.Slack.Faults.Next("chat.postMessage", new Fault.AnswerLost());

        await bench.RunJob();
        await bench.Remind("2026-12-02T09:30");

        bench.Reminders().ShouldHaveSingleItem();
        (await bench.Told("reminded_on")).ShouldBe("2026-12-01");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Killed_before_anything_was_posted_only_the_next_days_message_comes_and_loses_nothing(DatabaseKind kind)
    {
        await using var bench = await ReminderBench.Start(kind);
        await bench.JumpTo("2026-12-01T09:30");
        await bench.Bot.DisposeAsync();
        await using (var dying = await bench.Second(s => s.OnlyWatch()))
        {
            await dying.Service<ReminderJob>().Run(CancellationToken.None);
            (await dying.Count("bulletins where done_at is null")).ShouldBe(1);
        }

        await using var watch = await bench.Second(s => s.OnlyWatch());
        watch.Service<TimeProvider>().ShouldBeOfType<FastTime>().Jump(TimeSpan.FromDays(1));
        await using var next = await bench.Second();
        await next.Service<ReminderJob>().Run(CancellationToken.None);
        await next.WaitUntil(async () => await next.Count("bulletins where done_at is null") == 0);

        bench.Reminders().ShouldHaveSingleItem().AllText.ShouldContain("あと6日");
        (await next.Count("bulletins where posted_at is not null")).ShouldBe(1);
    }

    [Fact]
    public async Task After_days_of_downtime_people_hear_once_how_it_stands_now()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);

        await bench.Remind("2026-12-21T10:00");
        await bench.RunJob();

        bench.Reminders().ShouldHaveSingleItem().AllText.ShouldContain("13日");
        bench.Bulletins(SlackWorkspace.DirectMessage(ReminderBench.Contact), "\"escalation\"").ShouldHaveSingleItem();
        bench.Bulletins("security", "\"security-escalation\"").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("2026-12-01T08:59")]
    [InlineData("2026-12-01T18:00")]
    [InlineData("2026-12-05T12:00")]
    [InlineData("2027-01-01T12:00")]
    public async Task At_night_and_on_days_off_nothing_is_even_wanted(string local)
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);
        await bench.Remind(local);
        (await bench.Bot.Count("bulletins")).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_fixed_between_the_wish_and_the_posting_is_not_told()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);
        await bench.JumpTo("2026-12-01T09:30");
        var content = bench.Bot.Service<IEnumerable<IBulletinContent>>().Single(c => c.Kind == "reminder");
        var row = new BulletinRow { Id = 77, Kind = "reminder", Audience = "C0SHOPAWS1", Period = "2026-12-01" };
        (await content.Render(row, CancellationToken.None)).ShouldNotBeNull();
        (await bench.Bot.Count("bulletin_cases")).ShouldBe(1);

        await bench.Bot.Accept(Events.Passed("invoices"));
        await bench.Bot.Settle();

        (await content.Render(row, CancellationToken.None)).ShouldBeNull();
        (await bench.Bot.Count("bulletin_cases")).ShouldBe(0);
        await bench.RunJob();
        bench.Reminders().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_was_still_waiting_in_the_evening_is_not_posted_at_night_nor_a_day_late()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);
        var content = bench.Bot.Service<IEnumerable<IBulletinContent>>().Single(c => c.Kind == "reminder");
        var row = new BulletinRow { Id = 77, Kind = "reminder", Audience = "C0SHOPAWS1", Period = "2026-12-01" };
        foreach (var late in (string[])["2026-12-01T18:01", "2026-12-02T09:01"])
        {
            await bench.JumpTo(late);
            (await content.Render(row, CancellationToken.None)).ShouldBeNull(late);
        }
    }

    [Fact]
    public async Task An_organisation_with_other_days_off_is_reminded_on_its_own()
    {
        var settings = new Dictionary<string, string?> { ["Deadlines:Holidays"] = "none", ["Deadlines:Weekend"] = "Friday,Saturday", ["Deadlines:RemindFrom"] = "20:00", ["Deadlines:RemindUntil"] = "23:00" };
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite, settings: settings);

        // A Sunday evening: eight days before are seven on Thursday, the last business day.
        await bench.Remind("2026-12-06T21:00");

        bench.Reminders().ShouldHaveSingleItem().AllText.ShouldContain("あと2日");
    }

    [Fact]
    public async Task An_unknown_accounts_case_is_told_in_the_security_channel_and_a_groups_escalation_in_the_teams_own()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite);
        await bench.Bot.Database.Write(
            async session =>
            {
                await session.Execute("update accounts set escalation = @group where account_id = @id", new { group = "S0SECURITY", id = TestBot.ShopAccount });
                await session.Execute("update directory_version set version = version + 1");
            },
            CancellationToken.None);
        await bench.Bot.Accept(Events.Failed("stray", account: "999900001111"));

        await bench.Remind("2026-12-11T10:00");

        bench.Reminders("security").ShouldHaveSingleItem().AllText.ShouldContain("999900001111");
        bench.Bulletins(TestBot.ShopChannel, "\"escalation\"").ShouldHaveSingleItem().Json.ToJsonString().ShouldContain("subteam^S0SECURITY");
    }
}
