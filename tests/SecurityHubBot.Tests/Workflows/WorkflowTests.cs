using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Scores;
using SecurityHubBot.Summaries;
using SecurityHubBot.TestSupport;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Tests.Workflows;

/// <summary>Security Hub shows what the bot has decided: through the real client, on both databases.</summary>
public class WorkflowTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_finding_is_notified_only_once_its_card_is_there_and_its_note_is_left_alone(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        bench.Slack.Faults.Next("chat.postMessage", new Fault.ServerError(), count: 1000);
        await bench.Fail("invoices");
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("case_messages where slot = 'card' and attempts > 0") == 1);
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("workflow_looks") == 0);
        (await bench.Bot.Count("findings where wanted_workflow is not null")).ShouldBe(0);
        bench.Writes.ShouldBe(0);

        bench.Slack.Faults.Clear();
        await bench.Bot.Database.Write(session => session.Execute("update case_messages set next_attempt_at = 0"), CancellationToken.None);
        await bench.Written();

        bench.Status("invoices").ShouldBe("NOTIFIED");
        bench.Note("invoices").ShouldBeNull();
        bench.Writes.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_exception_hides_with_a_note_that_names_who_asked_who_approved_and_until_when_and_its_end_shows_again(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        await bench.Fail("invoices");
        await bench.Written();

        await bench.Except(days: 30);
        await bench.Written();

        bench.Status("invoices").ShouldBe("SUPPRESSED");
        var note = bench.Note("invoices").ShouldNotBeNull();
        note.Length.ShouldBeLessThanOrEqualTo(WorkflowNotes.MaxLength);
        note.ShouldContain("EX-1");
        note.ShouldContain("伊藤 優希");
        note.ShouldContain("田中 美咲");
        note.ShouldContain("2026年12月24日");
        ((string?)bench.InAws("invoices")["Note"]!["UpdatedBy"]).ShouldBe("SecurityHubBot");

        await bench.Deliver();
        await bench.Jump(TimeSpan.FromDays(32));
        await bench.Bot.Service<ExceptionLife>().Run(CancellationToken.None);
        await bench.Written();

        (await bench.Bot.Count("cases where state = 'open'")).ShouldBe(1);
        bench.Status("invoices").ShouldBe("NOTIFIED");
        bench.Note("invoices").ShouldNotBeNull().ShouldContain("解除");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Until_the_card_says_that_a_case_is_open_again_its_findings_are_new(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        await bench.Fail("invoices");
        await bench.Except();
        await bench.Written();
        bench.Status("invoices").ShouldBe("SUPPRESSED");

        bench.Slack.Faults.Next("chat.update", new Fault.ServerError(), count: 1000);
        (await bench.Bot.Service<ExceptionActions>().Withdraw(new ExceptionId(1), WorkflowBench.Member, CancellationToken.None)).ShouldBe(WithdrawOutcome.Done);
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Status("invoices") == "NEW"));
        bench.Slack.Faults.Clear();
        await bench.Bot.Database.Write(session => session.Execute("update case_messages set next_attempt_at = 0"), CancellationToken.None);
        await bench.Written();

        bench.Status("invoices").ShouldBe("NOTIFIED");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_not_dealt_with_is_hidden_at_once_and_seen_again_when_the_policy_changes(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        await bench.Policies("*,S3.8,ignore,,,,\n*,KMS.4,disable,,,,");
        await bench.Fail("invoices");
        await bench.Fail("key", "KMS.4");
        await bench.Written();

        bench.Status("invoices").ShouldBe("SUPPRESSED");
        bench.Note("invoices").ShouldNotBeNull().ShouldContain("S3.8");
        bench.Note("invoices")!.ShouldContain("対応しない");
        bench.Status("key", "KMS.4").ShouldBe("SUPPRESSED");
        bench.Note("key", "KMS.4").ShouldNotBeNull().ShouldContain("無効化");

        await bench.Deliver();
        await bench.Policies("*,S3.8,track,,,,\n*,KMS.4,notify,,,,");
        await bench.Written();

        bench.Status("invoices").ShouldBe("NOTIFIED");
        bench.Status("key", "KMS.4").ShouldBe("NEW");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_only_told_is_hidden_once_a_summary_has_told_it_and_told_anew_when_it_fails_again(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        await bench.Policies("*,S3.9,notify,,,,");
        await bench.Fail("images", "S3.9");
        await bench.Written();
        await ActivatorUtilities.CreateInstance<ScoreSnapshotJob>(bench.Bot.Service<IServiceProvider>()).Run(CancellationToken.None);
        bench.Writes.ShouldBe(0);

        await bench.Jump(TimeSpan.FromDays(7));
        await bench.Bot.Service<MonthlySummaryJob>().Run(CancellationToken.None);
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("bulletins where done_at is null") == 0);
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Status("images", "S3.9") == "SUPPRESSED"));
        bench.Note("images", "S3.9").ShouldNotBeNull().ShouldContain("2026年11月");
        await bench.Written();

        await bench.Pass("images", "S3.9");
        await bench.Written();
        bench.Status("images", "S3.9").ShouldBe("RESOLVED");
        (await bench.Bot.Count("finding_workflows")).ShouldBe(0);
        (await bench.Bot.Count("summary_findings")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_fixed_is_resolved(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        await bench.Fail("invoices");
        await bench.Written();

        await bench.Pass("invoices");
        await bench.Written();

        bench.Status("invoices").ShouldBe("RESOLVED");
        (await bench.Bot.Count("cases where state = 'fixed'")).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_the_bot_has_written_comes_back_as_an_event_and_causes_no_work(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        await bench.Policies("*,S3.9,ignore,,,,");
        await bench.Fail("invoices");
        await bench.Fail("images", "S3.9");
        await bench.Written();
        var (writes, history, audited) = (bench.Writes, await bench.Bot.Count("case_history"), await bench.Bot.Count("audit_log"));
        var slack = bench.Slack.Calls.Count;

        bench.EventsWaiting.ShouldBe(2);
        await bench.Deliver();

        (await bench.Bot.Count("decision_queue")).ShouldBe(0);
        (await bench.Bot.Count("workflow_looks")).ShouldBe(0);
        await bench.Jump(TimeSpan.FromHours(1));
        await bench.Written();
        bench.Writes.ShouldBe(writes);
        (await bench.Bot.Count("case_history")).ShouldBe(history);
        (await bench.Bot.Count("audit_log")).ShouldBe(audited);
        bench.Slack.Calls.Count.ShouldBe(slack);
        bench.EventsWaiting.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_AWS_changes_back_is_written_again_once_and_ever_more_rarely(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        await bench.Fail("invoices");
        await bench.Written();
        bench.Writes.ShouldBe(1);

        await bench.Change("invoices", "NEW", minute: 1);
        (await bench.Bot.Count(WorkflowBench.Differs)).ShouldBe(1);
        await bench.Jump(TimeSpan.FromSeconds(61));
        await bench.Written();
        bench.Status("invoices").ShouldBe("NOTIFIED");
        bench.Writes.ShouldBe(2);

        await bench.Change("invoices", "RESOLVED", minute: 2);
        await bench.Jump(TimeSpan.FromSeconds(61));
        (await bench.Bot.Count($"{WorkflowBench.Differs} and workflow_next_at > 0")).ShouldBe(1);
        bench.Writes.ShouldBe(2);
        await bench.Jump(TimeSpan.FromSeconds(61));
        await bench.Written();
        bench.Writes.ShouldBe(3);
        bench.Status("invoices").ShouldBe("NOTIFIED");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_a_person_suppressed_in_the_console_is_left_alone_and_told(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        await bench.Fail("invoices");
        await bench.Written();

        await bench.Change("invoices", "SUPPRESSED", minute: 1);
        await bench.Jump(TimeSpan.FromHours(7));
        await bench.Settled();

        bench.Status("invoices").ShouldBe("SUPPRESSED");
        bench.Writes.ShouldBe(1);
        (await bench.Bot.Count("cases where state = 'open'")).ShouldBe(1);
        (await bench.Ask("/shub pending")).ShouldContain("ほかの人が Security Hub で抑制した検出結果が1件");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_observing_bot_writes_nothing_and_shows_what_it_would(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind, mode: "observe");
        await bench.Policies("*,S3.9,ignore,,,,");
        await bench.Fail("invoices");
        await bench.Fail("images", "S3.9");
        await bench.Fail("more", "S3.9");
        await bench.Settled();
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count(WorkflowBench.Differs) == 3);

        var answer = await bench.Ask("/shub pending");

        answer.ShouldContain("観察モード: 書き込む対象は3件");
        answer.ShouldContain("抑制済み: 2件（対応方針「対応しない」）");
        answer.ShouldContain("通知済み: 1件（カードあり）");
        answer.ShouldContain("S3.9 · shop-prod");
        answer.ShouldContain("Aws:Mode=act");
        bench.Bot.Service<IServiceProvider>().GetService<WorkflowSync>().ShouldBeNull();
        bench.Aws.Calls.All.ShouldBeEmpty();
        bench.Status("images", "S3.9").ShouldBe("NEW");
        (await bench.Ask("/shub pending", WorkflowBench.Member)).ShouldNotContain("S3.9");
    }

    [Fact]
    public async Task A_bot_without_AWS_determines_nothing_and_says_so()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await Integration.TestBot.StartSlack();
        await using var bot = await Integration.TestBot.Start(database, slack, new() { ["Slack:Operators"] = WorkflowBench.Operator });
        await bot.Accept(Integration.Events.Failed("invoices"));
        await bot.Settle();

        (await bot.Count("workflow_looks")).ShouldBe(0);
        await slack.CommandAsync(WorkflowBench.Operator, "security", "/shub 反映待ち");
        await bot.WaitUntil(() => Task.FromResult(slack.Ephemerals(WorkflowBench.Operator).Count > 0));
        slack.Ephemerals(WorkflowBench.Operator)[^1].AllText.ShouldContain("Aws:Region");
    }
}
