using SecurityHubBot.Bulletins;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Summaries;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Summaries;

/// <summary>The whole bot at the turn of a month: what is posted, exactly once, and what follows from it.</summary>
public class MonthlySummaryTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Each_channel_and_the_organisation_get_one_however_often_and_by_whomever_it_is_made(DatabaseKind kind)
    {
        await using var bench = await SummaryBench.Start(kind);
        await using var second = kind == DatabaseKind.Postgres ? await bench.SecondBot() : null;
        await bench.FailEverywhere();
        await bench.Run();
        (await bench.Bot.Count("bulletins")).ShouldBe(0, "September ended before there was anything to tell");

        await bench.GoTo(2026, 11, 1, 8);
        await bench.Run();
        (await bench.Bot.Count("bulletins")).ShouldBe(0, "it is not nine yet");
        await bench.GoTo(2026, 11, 1, 10);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => bench.Run(i % 2 == 0 ? bench.Bot : second)));
        await bench.Posted();
        await bench.GoTo(2026, 11, 20, 10);
        await bench.RunAndPost();

        var shop = bench.Summaries(TestBot.ShopChannel).ShouldHaveSingleItem();
        shop.AllText.ShouldContain("2026年10月");
        shop.AllText.ShouldContain("shop-prod");
        shop.AllText.ShouldContain("HIGH: 1");
        shop.AllText.ShouldContain("検出結果 2件");
        shop.Json.ToJsonString().ShouldContain("slack_file");
        var game = bench.Summaries(SummaryBench.GameChannel).ShouldHaveSingleItem();
        game.AllText.ShouldContain("Security Hub monthly summary: Oct 2026");
        game.AllText.ShouldNotContain("shop-prod");
        var all = bench.Summaries(SummaryBench.Security).ShouldHaveSingleItem();
        all.AllText.ShouldContain("組織全体");
        all.AllText.ShouldContain("検出結果 4件");
        all.AllText.ShouldContain("SHUB-1");
        (await bench.Bot.Count("audit_log where action = 'summary.posted'")).ShouldBe(3);
        (await bench.Bot.Count("finding_workflows where wanted = 'SUPPRESSED' and why = 'summary:2026-10'")).ShouldBe(4);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Broken_off_after_the_first_the_next_run_makes_the_others_and_no_account_that_came_meanwhile_gets_one(DatabaseKind kind)
    {
        await using var bench = await SummaryBench.Start(kind);
        await bench.FailEverywhere();
        await bench.GoTo(2026, 11, 1, 10);
        await MakeOnlyTheFirst(bench);
        await bench.AddAccount("999900001111", "media-prod", "#media-aws");
        await bench.GoTo(2026, 11, 4, 10);

        await bench.RunAndPost();
        await bench.RunAndPost();

        bench.Summaries(TestBot.ShopChannel).ShouldHaveSingleItem();
        bench.Summaries(SummaryBench.GameChannel).ShouldHaveSingleItem();
        bench.Summaries(SummaryBench.Security).ShouldHaveSingleItem();
        bench.Summaries("media-aws").ShouldBeEmpty();
        (await bench.Bot.Count("finding_workflows")).ShouldBe(4);
    }

    [Fact]
    public async Task A_channels_name_and_its_id_are_one_team()
    {
        await using var bench = await SummaryBench.Start(DatabaseKind.Sqlite);
        await bench.AddAccount("999900001111", "shop-stg", "C0SHOPAWS1");
        await bench.Fail(("invoices", TestBot.ShopAccount, "S3.8"), ("staged", "999900001111", "S3.8"));
        await bench.KeepScore();
        await bench.GoTo(2026, 11, 1, 10);

        await bench.RunAndPost();

        var shop = bench.Summaries(TestBot.ShopChannel).ShouldHaveSingleItem();
        shop.AllText.ShouldContain("AWSアカウント 2件: shop-prod、shop-stg");
        shop.AllText.ShouldContain("期限内の未完了の案件: 2件");
    }

    [Fact]
    public async Task Nothing_is_told_of_a_month_from_before_the_bot()
    {
        await using var bench = await SummaryBench.Start(DatabaseKind.Sqlite);
        await bench.GoTo(2026, 11, 5, 10);
        await bench.FailEverywhere();

        await bench.RunAndPost();

        (await bench.Bot.Count("bulletins")).ShouldBe(0);
        await bench.GoTo(2026, 12, 1, 10);
        await bench.RunAndPost();
        bench.Summaries(TestBot.ShopChannel).ShouldHaveSingleItem().AllText.ShouldContain("2026年11月");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Findings_are_wanted_suppressed_only_when_the_summary_that_tells_them_has_been_posted(DatabaseKind kind)
    {
        await using var bench = await SummaryBench.Start(kind);
        await bench.FailEverywhere();
        await bench.GoTo(2026, 11, 1, 10);
        bench.Slack.Faults.Next("chat.postMessage", new Fault.ServerError(), count: 1000);
        await bench.Run();
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("bulletins where attempts > 0") > 0);
        (await bench.Bot.Count("finding_workflows")).ShouldBe(0);
        (await bench.Bot.Count("summary_findings where told_at is null")).ShouldBe(4);

        // Between being told and being posted one is fixed, and one begins to fail.
        bench.Slack.Faults.Clear();
        bench.Slack.Faults.Next("chat.postMessage", new Fault.AnswerLost());
        await bench.Pass("a", TestBot.ShopAccount, "S3.9");
        await bench.Fail(("later", TestBot.ShopAccount, "S3.9"));
        await bench.Posted();

        (await bench.Wanted("a")).ShouldBeNull();
        (await bench.Wanted("later")).ShouldBeNull();
        (await bench.Wanted("b")).ShouldBe("SUPPRESSED");
        (await bench.Wanted("invoices")).ShouldBeNull();
        bench.Summaries(TestBot.ShopChannel).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_was_told_is_not_told_again_while_it_fails_and_is_new_when_it_fails_again(DatabaseKind kind)
    {
        await using var bench = await SummaryBench.Start(kind);
        await bench.FailEverywhere();
        await bench.GoTo(2026, 11, 1, 10);
        await bench.RunAndPost();
        await bench.Fail(("new", TestBot.ShopAccount, "S3.9"));
        await bench.Pass("c", TestBot.GameAccount, "S3.9");

        await bench.GoTo(2026, 12, 1, 10);
        await bench.RunAndPost();

        bench.Summaries(TestBot.ShopChannel)[1].AllText.ShouldContain("コントロール 1件、検出結果 1件");
        bench.Summaries(SummaryBench.GameChannel)[1].AllText.ShouldContain("nothing new this month");
        (await bench.Wanted("new")).ShouldBe("SUPPRESSED");
        await bench.Bot.Accept(Events.Failed("c", TestBot.GameAccount, "S3.9", minute: 60));
        await bench.Bot.Settle();
        await bench.GoTo(2027, 1, 1, 10);
        await bench.RunAndPost();
        bench.Summaries(SummaryBench.GameChannel)[2].AllText.ShouldContain("1 control, 1 finding");
    }

    [Fact]
    public async Task A_picture_that_Slack_does_not_take_is_tried_again_and_then_the_words_go_alone()
    {
        await using var bench = await SummaryBench.Start(DatabaseKind.Sqlite);
        await bench.FailEverywhere();
        await bench.GoTo(2026, 11, 1, 10);
        bench.Slack.Faults.Next("files.getUploadURLExternal", new Fault.Refusal("missing_scope"), count: 1000);

        await bench.RunAndPost();

        var shop = bench.Summaries(TestBot.ShopChannel).ShouldHaveSingleItem();
        shop.Json.ToJsonString().ShouldNotContain("slack_file");
        shop.AllText.ShouldContain("HIGH: 1");
        bench.Slack.Calls.Count(c => c.Name == "files.getUploadURLExternal").ShouldBeGreaterThan(3);
        (await bench.Bot.Count("finding_workflows")).ShouldBe(4);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Any_month_is_shown_again(DatabaseKind kind)
    {
        await using var bench = await SummaryBench.Start(kind);
        await bench.FailEverywhere();
        await bench.GoTo(2026, 11, 1, 10);
        await bench.RunAndPost();
        await bench.Pass("invoices", TestBot.ShopAccount, "S3.8");
        await bench.Bot.Database.Write(
            session => session.Execute(
                """
                insert into score_snapshots (day, scope, subject, standard, passed, failed, unknown, failed_critical, failed_high, failed_medium, failed_low, failed_findings, suppressed_findings, taken_at)
                select '2026-08-31', scope, subject, standard, 3, 1, 0, 0, 1, 0, 0, 1, 0, 0 from score_snapshots where day = '2026-10-30'
                """),
            CancellationToken.None);

        var frozen = await bench.Ask("/shub summary 2026-10");
        frozen.ShouldContain("HIGH: 1");
        frozen.ShouldContain("検出結果 2件");
        frozen.ShouldContain("投稿されたサマリー");
        (await bench.Ask("/shub summary 2026/10 全体")).ShouldContain("検出結果 4件");
        var kept = await bench.Ask("/shub summary 2026-08");
        kept.ShouldContain("この月のサマリーは投稿されていません");
        kept.ShouldContain("75%");
        (await bench.Ask("/shub summary 2026-08 shop-prod")).ShouldContain("75%");
        await bench.Bot.Database.Write(session => session.Execute("update accounts set name = ' '; update directory_version set version = version + 1"), CancellationToken.None);
        (await bench.Ask($"/shub summary 2026-08 {TestBot.ShopAccount}")).ShouldContain($"サマリー（{TestBot.ShopAccount}）: スコア 75%");
        (await bench.Ask("/shub summary 2026-09")).ShouldContain("記録は *2026-08* から");
        (await bench.Ask("/shub summary 2026-11")).ShouldContain("まだ終わっていない");
        (await bench.Ask("/shub summary 2999-01")).ShouldContain("まだ終わっていない");
        (await bench.Ask("/shub summary 2026-13")).ShouldContain("`2026-10`");
        (await bench.Ask("/shub summary")).ShouldContain("HIGH: 0");
    }

    [Fact]
    public async Task A_team_that_improved_is_told_its_place()
    {
        await using var bench = await SummaryBench.Start(DatabaseKind.Sqlite);
        await bench.FailEverywhere();
        await bench.GoTo(2026, 11, 1, 10);
        await bench.RunAndPost();
        await bench.KeepScore();
        await bench.GoTo(2026, 11, 30, 10);
        await bench.Pass("invoices", TestBot.ShopAccount, "S3.8");

        await bench.GoTo(2026, 12, 1, 10);
        await bench.RunAndPost();

        var shop = bench.Summaries(TestBot.ShopChannel)[1].AllText;
        shop.ShouldContain("先月から *50* ポイント上がりました");
        shop.ShouldContain("2チーム中 1位");
        bench.Summaries(SummaryBench.GameChannel)[1].AllText.ShouldNotContain("Thank you");
    }

    /// <summary>As far as a run comes that dies after the first summary.</summary>
    private static async Task MakeOnlyTheFirst(SummaryBench bench)
    {
        var month = YearMonth.Parse("2026-10");
        var plan = (await bench.Bot.Service<SummaryPlanner>().For(month, CancellationToken.None)).ShouldNotBeNull();
        var numbers = await bench.Bot.Service<SummaryReader>().Read(plan, CancellationToken.None);
        var team = plan.Teams[0];
        (await bench.Bot.Service<SummaryMaker>().Make(new BulletinKey(SummaryContent.TeamKind, team.Audience, plan.Period), team, plan, numbers, CancellationToken.None)).ShouldBeTrue();
    }
}
