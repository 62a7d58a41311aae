using SecurityHubBot.Digest;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.Tests.Reminders;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Digest;

/// <summary>The security channel's weekly digest, from what is really in the database.</summary>
public class DigestTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task It_says_what_waits_for_the_security_team_once_a_week_and_on_Tuesday_when_Monday_is_a_holiday(DatabaseKind kind)
    {
        // Thursday before a Monday that is a holiday, so that the case is overdue and old enough for everything.
        await using var bench = await ReminderBench.Start(kind, "2026-11-05T12:00");
        await bench.Bot.Accept(Events.Failed("stray", account: "999900001111"));
        await bench.Bot.Accept(Events.Failed("qubit", control: "Quantum.1"));
        (await bench.Bot.Post("{"u8.ToArray())).Dispose();
        await bench.Slack.ArchiveAsync(ReminderBench.Owner, "global-aws");
        await bench.Bot.Accept(Events.Failed("game", account: TestBot.GameAccount));
        await bench.Settle();

        await bench.RunDigest("2026-11-23T10:00");
        Digests(bench).ShouldBeEmpty();
        await bench.JumpTo("2026-11-24T10:00");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bench.Bot.Service<DigestJob>().Run(CancellationToken.None)));
        await bench.Settle();
        await bench.RunDigest("2026-11-26T10:00");

        var text = Digests(bench).ShouldHaveSingleItem().AllText;
        text.ShouldContain("Quantum.1");
        text.ShouldContain("999900001111");
        text.ShouldContain("アーカイブされています");
        text.ShouldContain("期限超過");
        // Rejected more than a week ago.
        text.ShouldNotContain("読み取れなかった");

        await bench.RunDigest("2026-11-30T08:00");
        Digests(bench).Count.ShouldBe(1);
        await bench.RunDigest("2026-12-16T10:00");
        Digests(bench).Count.ShouldBe(2, "weeks that nobody was told of are not made up for");
    }

    [Fact]
    public async Task A_bot_that_was_set_up_after_Monday_waits_for_the_next_and_none_means_never()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite, "2026-11-18T12:00");
        await bench.RunDigest("2026-11-20T10:00");
        Digests(bench).ShouldBeEmpty();

        await using var silent = await ReminderBench.Start(DatabaseKind.Sqlite, "2026-11-05T12:00", new() { ["Digest:Day"] = "none" });
        await silent.RunDigest("2026-11-10T10:00");
        Digests(silent).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_ninety_days_controls_without_data_are_suggested_to_be_switched_off_and_rejected_events_are_counted()
    {
        await using var bench = await ReminderBench.Start(DatabaseKind.Sqlite, "2026-08-03T12:00");
        await bench.RunDigest("2026-10-26T10:00");
        Digests(bench)[^1].AllText.ShouldNotContain("90日間");
        await bench.JumpTo("2026-11-09T10:00");
        (await bench.Bot.Post("{"u8.ToArray())).Dispose();
        await bench.RunDigest("2026-11-09T11:00");

        var text = Digests(bench)[^1].AllText;
        text.ShouldContain("90日間どのアカウントにもデータがないコントロール");
        text.ShouldContain("読み取れなかったイベント（1種類）");
    }

    private static IReadOnlyList<WorkspaceMessage> Digests(ReminderBench bench) => bench.Bulletins("security", "\"digest\"");
}
