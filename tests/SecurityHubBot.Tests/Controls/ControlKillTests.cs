using SecurityHubBot.Audit;
using SecurityHubBot.Controls;
using SecurityHubBot.Domain;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Controls.ControlBench;

namespace SecurityHubBot.Tests.Controls;

/// <summary>Plans that are applied by processes that die, by several at once, and against accounts that do not answer.</summary>
public class ControlKillTests
{
    private const string Update = "BatchUpdateStandardsControlAssociations";

    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task What_a_killed_process_had_begun_is_ended_by_the_next_once_its_lease_has_run_out_and_nothing_is_done_twice(DatabaseKind kind)
    {
        await using var bench = await Start(kind, accounts: 4, now: DateTimeOffset.UtcNow);
        await bench.Policies("*,Test.1,disable,,,,", "*,Test.2,disable,,,,");
        var message = await bench.Propose();
        using (var process = await bench.Process())
        {
            // Two Regions each: of account 2 everything is done and not known, of account 3 nothing is done.
            bench.Aws.Faults.Next(Update, new AwsFault.AnswerHeld(), 2, Account(2));
            bench.Aws.Faults.Next(Update, new AwsFault.Held(), 2, Account(3));
            await bench.Click(message);
            await bench.Bot.WaitUntil(async () => await Ended(bench) == 4 && bench.Aws.Calls.Count(Update) == 8, TimeSpan.FromSeconds(60));
            process.Kill();
        }

        await bench.Restart();
        (await bench.Bot.Count("control_batches where state = 'waiting' and lease_until > 0")).ShouldBe(4, "nobody gave back what the dead process held");
        bench.IsOn(2, "Test.1").ShouldBeFalse();
        bench.IsOn(3, "Test.1").ShouldBeTrue();

        bench.Time.Jump(TimeSpan.FromMinutes(10));
        bench.Bot.Service<ApplySignal>().Work.Set();
        var end = await bench.Ended();

        end.Ts.ShouldBe(message.Ts);
        end.AllText.ShouldContain("16件中16件を切り替え");
        bench.IsOn(3, "Test.2", "us-east-1").ShouldBeFalse();
        bench.Aws.Calls.Count(Update).ShouldBe(8 + 2, "only account 3 still needs it");
        (await bench.Bot.Count("audit_log where action = 'controls.switched'")).ShouldBe(8);
        bench.Slack.Messages("security").Count(m => m.Metadata?.ToJsonString().Contains("control-plan", StringComparison.Ordinal) == true).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Several_instances_share_the_work_and_each_place_is_switched_once(DatabaseKind kind)
    {
        await using var bench = await Start(kind, accounts: 30, settings: new() { ["Controls:AtOnce"] = "4" });
        await bench.Policies("*,Test.1,disable,,,,");
        var message = await bench.Propose();
        var sessions = bench.Aws.Calls.Count("AssumeRole");
        await using var second = await bench.StartBot();
        await using var third = await bench.StartBot();

        await bench.Click(message);
        var end = await bench.Ended();

        end.AllText.ShouldContain("60件中60件を切り替え");
        bench.Aws.Calls.Count(Update).ShouldBe(60);
        (await bench.Bot.Count("audit_log where action = 'controls.switched'")).ShouldBe(60);
        bench.Aws.Calls.Count("AssumeRole").ShouldBeGreaterThan(sessions, "an instance that did not make the plan has to assume the roles by itself");
        bench.Slack.Messages("security").Count(m => m.AllText.Contains("計画1", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Of_plans_that_several_instances_propose_at_once_one_waits_and_it_is_approved_once(DatabaseKind kind)
    {
        await using var bench = await Start(kind);
        await bench.Policies("*,Test.1,disable,,,,");
        await using var second = await bench.StartBot(s => s.OnlyWatch());
        var plan = await bench.Plan();
        TestBot[] bots = [bench.Bot, second];

        var proposed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            bots[i % 2].Service<PlanStore>().Propose(plan, withPolicies: false, AuditActor.Cli("test"), CancellationToken.None))));

        proposed.ShouldAllBe(p => p.IsNew);
        proposed.Select(p => p.Id).ShouldBeUnique();
        (await bench.Bot.Count("control_plans where state = 'proposed'")).ShouldBe(1);
        (await bench.Bot.Count("control_plans where state = 'replaced'")).ShouldBe(7);

        var last = proposed.Max(p => p.Id);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            bots[i % 2].Service<PlanDecisions>().Decide(last, approve: true, Operator, Language.Japanese, CancellationToken.None))));

        (await bench.Bot.Count("audit_log where action = 'controls.approved'")).ShouldBe(1);
        (await bench.Bot.Count("control_plans where state in ('approved', 'done')")).ShouldBe(1);
    }

    [Fact]
    public async Task Accounts_that_do_not_answer_take_up_their_places_only_and_are_told_as_failed_when_their_time_is_over()
    {
        await using var bench = await Start(accounts: 12, regions: ["ap-northeast-1"], settings: new() { ["Controls:AtOnce"] = "3" });
        bench.Bot.Service<ControlOptions>().Limit = TimeSpan.FromSeconds(10);
        await bench.Policies("*,Test.1,disable,,,,");
        var message = await bench.Propose();
        bench.Aws.Faults.Next(Update, new AwsFault.Held(), 1000, Account(2));
        bench.Aws.Faults.Next(Update, new AwsFault.Held(), 1000, Account(3));

        await bench.Click(message);
        await bench.Bot.WaitUntil(async () => await Ended(bench) == 10);
        (await bench.Bot.Count("control_batches where state = 'waiting'")).ShouldBe(2);
        var end = await bench.Ended(TimeSpan.FromMinutes(2));

        end.AllText.ShouldContain("12件中10件を切り替え", customMessage: end.AllText);
        end.AllText.ShouldContain("2件は失敗");
        (await bench.Bot.Count($"audit_log where action = 'controls.failed' and subject = 'controls:{Account(2)}/ap-northeast-1'")).ShouldBe(1);
    }

    private static Task<long> Ended(ControlBench bench) => bench.Bot.Count("control_batches where state = 'done'");
}
