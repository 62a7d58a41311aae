using System.Text;
using SecurityHubBot.Controls;
using SecurityHubBot.Directories;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Controls.ControlBench;

namespace SecurityHubBot.Tests.Controls;

/// <summary>From the plan in Slack to the switches in AWS.</summary>
public class ControlApplyTests
{
    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task An_operator_approves_what_was_listed_and_it_is_done_everywhere_once_and_audited(DatabaseKind kind)
    {
        await using var bench = await Start(kind);
        await bench.Policies("*,Test.1,disable,,,,", "*,Test.2,disable,,,,");
        var message = await bench.Propose();
        message.AllText.ShouldContain("無効化 *12* 件");
        var file = await bench.Slack.WaitForReplyAsync("security", message.Ts, m => m.Files.Count > 0);
        var csv = Encoding.UTF8.GetString(bench.Slack.FileContent((string)file.Files[0]!["id"]!));
        csv.Split("\r\n").Count(l => l.StartsWith("switch,", StringComparison.Ordinal)).ShouldBe(12);

        await bench.Click(message, Stranger);
        await bench.Slack.WaitForEphemeralAsync(Stranger);
        (await bench.Bot.Count("control_plans where state = 'proposed'")).ShouldBe(1);
        await bench.Click(message);
        var end = await bench.Ended();

        end.Ts.ShouldBe(message.Ts);
        end.AllText.ShouldContain("計画1: コントロールの切り替えが終わりました");
        end.AllText.ShouldContain("12件中12件を切り替え");
        end.ActionIds.ShouldBeEmpty();
        foreach (var account in Enumerable.Range(1, 3))
        {
            bench.IsOn(account, "Test.1").ShouldBeFalse();
            bench.IsOn(account, "Test.2", "us-east-1").ShouldBeFalse();
            bench.IsOn(account, "Test.3").ShouldBeTrue();
        }

        (await bench.Bot.Count($"audit_log where action = 'controls.switched' and actor = 'person:{Operator}'")).ShouldBe(6);
        (await bench.Bot.Count("audit_log where action in ('controls.planned', 'controls.approved')")).ShouldBe(2);
        bench.Aws.Calls.Count("BatchUpdateStandardsControlAssociations").ShouldBe(6);
        (await bench.Plan()).IsEmpty.ShouldBeTrue();

        await bench.Policies("*,Test.2,disable,,,,");
        (await bench.Apply()).AllText.ShouldContain("有効化 *6* 件");
        bench.IsOn(2, "Test.1").ShouldBeTrue("the bot had switched it off, and nothing wants it off any more");
    }

    [Fact]
    public async Task Only_observing_approves_nothing_and_says_what_to_set()
    {
        await using var bench = await Start(settings: new() { ["Aws:Mode"] = "observe" });
        await bench.Policies("*,Test.1,disable,,,,");
        await bench.Click(await bench.Propose());

        (await bench.Said(Operator, "Aws:Mode")).ShouldContain("`act`");
        bench.IsOn(1, "Test.1").ShouldBeTrue();
        (await bench.Bot.Count("control_plans where state = 'proposed'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_is_refused_once_something_else_is_wanted_and_gives_way_to_a_newer_one()
    {
        await using var bench = await Start();
        await bench.Policies("*,Test.1,disable,,,,");
        var first = await bench.Propose();
        await bench.Policies("*,Test.2,disable,,,,");
        await bench.Click(first);
        await bench.Said(Operator, "方針・例外・環境のいずれかが変わりました");
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Message().AllText.Contains("期限切れ", StringComparison.Ordinal)));
        bench.IsOn(1, "Test.1").ShouldBeTrue();

        var second = await bench.Propose();
        var third = await bench.Propose();
        third.Ts.ShouldNotBe(second.Ts);
        (await bench.Bot.Count("control_plans where state = 'replaced'")).ShouldBe(1);
        await bench.Click(third, approve: false);
        await bench.Said(Operator, "却下しました");
    }

    [Fact]
    public async Task A_plan_stands_while_other_accounts_come_and_falls_when_one_of_its_own_is_of_another_environment()
    {
        await using var bench = await Start();
        await bench.Policies("*,Test.1,disable,,,,");
        await Enter(bench, "111122223333", "production");
        var first = await bench.Propose();
        await Enter(bench, "444455556666", "production");
        await bench.Click(first);
        (await bench.Ended()).AllText.ShouldContain("6件中6件を切り替え");

        await bench.Policies("*,Test.2,disable,,,,");
        var second = await bench.Propose();
        await Enter(bench, Account(2), "staging");
        await bench.Click(second);
        await bench.Said(Operator, "方針・例外・環境のいずれかが変わりました");
        bench.IsOn(2, "Test.2").ShouldBeTrue();
    }

    private static async Task Enter(ControlBench bench, string id, string environment)
    {
        using var csv = new StringReader($"account_id,name,environment,channel,owners,escalation,ticket_project,language\n{id},one,{environment},,,,,ja\n");
        (await bench.Bot.Service<DirectoryImport>().ImportAccounts(csv, new ImportOptions(), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();
    }

    [Fact]
    public async Task A_plan_that_nobody_decides_for_a_day_is_out_of_date()
    {
        await using var bench = await Start();
        await bench.Policies("*,Test.1,disable,,,,");
        await bench.Propose();
        bench.Time.Jump(TimeSpan.FromHours(25));
        bench.Bot.Service<ApplySignal>().Work.Set();

        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Message().AllText.Contains("期限切れ", StringComparison.Ordinal)));

        bench.Message().ActionIds.ShouldBeEmpty();
        bench.IsOn(1, "Test.1").ShouldBeTrue();
    }

    [Fact]
    public async Task Items_that_fail_are_sent_again_or_told_by_their_code_and_accounts_that_fail_keep_nobody_waiting()
    {
        await using var bench = await Start(accounts: 4, regions: ["ap-northeast-1"]);
        await bench.Policies("*,Test.1,disable,,,,", "*,Test.2,disable,,,,");
        var message = await bench.Propose();
        bench.Aws.Faults.Next("BatchUpdateStandardsControlAssociations", new AwsFault.Partial("LIMIT_EXCEEDED"), 1, Account(1));
        bench.Aws.Faults.Next("BatchUpdateStandardsControlAssociations", new AwsFault.Partial("INVALID_INPUT"), 1, Account(2));
        bench.Aws.Faults.Next("BatchUpdateStandardsControlAssociations", AwsFault.Throttled, 4, Account(3));
        bench.Aws.ExpireSessions();
        bench.Aws.DenyRole(Account(4));

        await bench.Click(message);
        var end = await bench.Ended();

        end.AllText.ShouldContain("8件中5件を切り替え", customMessage: end.AllText);
        end.AllText.ShouldContain("INVALID_INPUT");
        end.AllText.ShouldContain("メンバーロールを引き受けられない");
        end.AllText.ShouldContain("3件は失敗");
        bench.IsOn(1, "Test.1").ShouldBeFalse();
        bench.IsOn(3, "Test.2").ShouldBeFalse();
    }

    [Fact]
    public async Task A_standard_that_is_not_ready_is_waited_for()
    {
        await using var bench = await Start(accounts: 2, regions: ["ap-northeast-1"]);
        await bench.Policies("*,Test.1,disable,,,,");
        bench.Aws.SetReady(Account(2), "ap-northeast-1", Fsbp, isReady: false);
        await bench.Click(await bench.Propose());
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("control_batches where state = 'waiting' and attempts > 0") == 1 && !bench.IsOn(1, "Test.1"));

        bench.Aws.SetReady(Account(2), "ap-northeast-1", Fsbp, isReady: true);
        bench.IsOn(2, "Test.1").ShouldBeTrue();
        bench.Time.Jump(TimeSpan.FromMinutes(1));
        bench.Bot.Service<ApplySignal>().Work.Set();

        (await bench.Ended()).AllText.ShouldContain("2件中2件を切り替え");
        bench.IsOn(2, "Test.1").ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_a_killed_instance_did_is_written_down_by_the_next_and_not_done_again(DatabaseKind kind)
    {
        await using var bench = await Start(kind, accounts: 2, regions: ["ap-northeast-1"]);
        await bench.Policies("*,Test.1,disable,,,,");
        var message = await bench.Propose();
        // The call is done and no answer comes, as often as it is tried: then the process is gone.
        bench.Aws.Faults.Next("BatchUpdateStandardsControlAssociations", new AwsFault.AnswerLost(), 1000, Account(2));
        await bench.Click(message);
        await bench.Bot.WaitUntil(() => Task.FromResult(!bench.IsOn(2, "Test.1") && !bench.IsOn(1, "Test.1")));
        await bench.Restart();
        bench.Aws.Faults.Clear();
        var calls = bench.Aws.Calls.Count("BatchUpdateStandardsControlAssociations");

        var end = await bench.Ended();

        end.AllText.ShouldContain("2件中2件を切り替え");
        bench.Aws.Calls.Count("BatchUpdateStandardsControlAssociations").ShouldBe(calls);
        (await bench.Bot.Count("audit_log where action = 'controls.switched'")).ShouldBe(2);
    }

    [Fact]
    public async Task Where_accounts_are_configured_centrally_the_policy_is_changed_and_nothing_else_of_it()
    {
        await using var bench = await Start(accounts: 3, regions: ["ap-northeast-1", "us-east-1"]);
        bench.Aws.SetConfigurationPolicy(PolicyId, "baseline", CentralPolicy("Test.3"), Account(2), Account(3));
        await bench.Policies("*,Test.1,disable,,,,", $"*,Test.2,disable,,,{Account(3)}=track,");

        var plan = await bench.Plan();

        plan.Regions.Select(r => r.Account.ToString()).Distinct().ShouldBe([Account(1)]);
        var change = plan.Policies.ShouldHaveSingleItem();
        (change.Accounts, string.Join(',', change.SwitchOff), string.Join(',', change.SwitchOn), string.Join(',', change.Divided)).ShouldBe((2, "Test.1", "", "Test.2"));
        var end = await bench.Apply(withPolicies: true);
        end.AllText.ShouldContain("baseline");
        bench.Aws.DisabledBy(PolicyId).ShouldBe(["Test.1", "Test.3"]);
        bench.IsOn(3, "Test.1", "us-east-1").ShouldBeFalse();
        bench.IsOn(3, "Test.2", "us-east-1").ShouldBeTrue();
        (await bench.Bot.Count("audit_log where action = 'controls.switched' and subject like 'configuration_policy:%'")).ShouldBe(1);
        (await bench.Plan()).IsEmpty.ShouldBeTrue();
    }
}
