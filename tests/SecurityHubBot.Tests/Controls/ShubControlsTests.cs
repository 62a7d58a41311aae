using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using SecurityHubBot.Aws;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Controls.ControlBench;

namespace SecurityHubBot.Tests.Controls;

/// <summary><c>/shub controls</c>, from what is typed to what is switched in AWS.</summary>
public class ShubControlsTests
{
    private const string Approver = AozoraHosting.Suzuki;
    private const string SecondOperator = AozoraHosting.Sato;
    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, string?> Roles = new() { ["Slack:Operators"] = $"{Operator},{SecondOperator}", ["Slack:Approvers"] = Approver };

    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task What_an_operator_asks_for_is_approved_by_a_button_and_switched_and_the_status_says_how_it_stands(DatabaseKind kind)
    {
        await using var bench = await Start(kind);
        await bench.Policies("*,Test.1,disable,,,,", "*,Test.2,disable,,,,");
        (await bench.Ask("/shub controls")).ShouldContain("計画はまだありません");

        (await bench.Ask("/shub controls apply")).ShouldContain("計画1* の承認を <#C0SECURITY>");
        await bench.Posted(1);
        var waiting = await bench.Ask("/shub controls status");
        waiting.ShouldContain("切り替えの承認をお願いします");
        waiting.ShouldContain($"https://slack.com/archives/C0SECURITY/p{bench.Message().Ts.Replace(".", "", StringComparison.Ordinal)}");
        waiting.ShouldContain($"依頼: <@{Operator}>");

        await bench.Click(bench.Message());
        await bench.Ended();

        bench.IsOn(2, "Test.1", "us-east-1").ShouldBeFalse();
        bench.IsOn(2, "Test.3").ShouldBeTrue();
        var ended = await bench.Ask("/shub コントロール 状況");
        ended.ShouldContain("コントロールの切り替えが終わりました");
        ended.ShouldContain("12件中12件を切り替え");
        (await bench.Ask("/shub controls apply")).ShouldContain("対応方針どおりです");
        (await bench.Bot.Count($"audit_log where action = 'controls.planned' and actor = 'person:{Operator}'")).ShouldBe(1);
        (await bench.Bot.Count("control_plans")).ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_is_told_in_short_and_changes_nothing()
    {
        await using var bench = await Start(accounts: 4, settings: Roles);
        await bench.Policies("*,Test.1,disable,,,,", $"*,Test.2,disable,,,{Account(1)}=track;{Account(3)}=track,");
        bench.Aws.DenyRole(Account(4));

        var plan = await bench.Ask("/shub controls plan", Approver);

        plan.ShouldContain("コントロールの設定が対応方針と異なります");
        plan.ShouldContain("無効化 *8* 件、有効化 *0* 件: 2コントロール、3アカウント（アカウントとリージョンの組は6）");
        plan.ShouldContain("対象外: メンバーロールを引き受けられない（2件）");
        plan.IndexOf("*Test.1* は無効であるべきです: 3アカウント", StringComparison.Ordinal).ShouldBeInRange(1, plan.IndexOf("*Test.2* は無効であるべきです: 1アカウント", StringComparison.Ordinal), plan);
        plan.ShouldContain("確認したアカウントとリージョンの組: 6");
        plan.ShouldContain("`/shub controls apply`");
        bench.IsOn(1, "Test.1").ShouldBeTrue();
        (await bench.Bot.Count("control_plans")).ShouldBe(0);
        bench.Aws.Calls.Count("BatchUpdateStandardsControlAssociations").ShouldBe(0);

        await bench.Policies("*,Test.3,track,,,,");
        (await bench.Ask("/shub controls plan", Approver)).ShouldContain("対応方針どおりです");
    }

    [Fact]
    public async Task Strangers_learn_nothing_and_only_operators_ask_for_a_change()
    {
        await using var bench = await Start(settings: Roles);
        await bench.Policies("*,Test.1,disable,,,,");

        foreach (var what in new[] { "", " plan", " apply" })
        {
            (await bench.Ask($"/shub controls{what}", Stranger)).ShouldContain("🔒", customMessage: what);
        }

        (await bench.Ask("/shub controls apply", Approver)).ShouldContain("コントロールの有効化と無効化ができるのは運用担当者だけです");
        (await bench.Ask("/shub controls", Approver)).ShouldContain("計画はまだありません");
        bench.Aws.Calls.Count("GetEnabledStandards").ShouldBe(0);
        (await bench.Bot.Count("control_plans")).ShouldBe(0);
    }

    [Fact]
    public async Task Only_observing_plans_and_asks_for_nothing()
    {
        await using var bench = await Start(settings: new() { ["Aws:Mode"] = "observe" });
        await bench.Policies("*,Test.1,disable,,,,");

        (await bench.Ask("/shub controls plan")).ShouldContain("`Aws:Mode` を `act`");
        (await bench.Ask("/shub controls")).ShouldContain("観察のみ");
        (await bench.Ask("/shub controls apply")).ShouldContain("何も変更していません。ボットは観察のみの設定です。`Aws:Mode` を `act`");
        (await bench.Bot.Count("control_plans")).ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_Region_every_answer_says_what_to_set()
    {
        await using var bench = await Start(settings: new() { ["Aws:Region"] = "", ["Aws:Mode"] = "observe" });

        foreach (var what in new[] { "", " plan", " apply" })
        {
            (await bench.Ask($"/shub controls{what}")).ShouldContain("`Aws:Region` が未設定", customMessage: what);
        }
    }

    [Fact]
    public async Task Configuration_policies_are_changed_only_when_that_is_asked_for()
    {
        await using var bench = await Start(accounts: 2);
        bench.Aws.SetConfigurationPolicy(PolicyId, "baseline", CentralPolicy(), Account(1), Account(2));
        await bench.Policies("*,Test.1,disable,,,,");

        (await bench.Ask("/shub controls plan")).ShouldContain("設定ポリシー *baseline* （2アカウント）: 無効化 Test.1");
        (await bench.Ask("/shub controls apply")).ShouldContain("`/shub controls apply 設定ポリシー`");
        (await bench.Bot.Count("control_plans")).ShouldBe(0);
        (await bench.Ask("/shub controls apply —configuration-policies")).ShouldContain("計画1");
        await bench.Posted(1);
        await bench.Click(bench.Message());
        await bench.Ended();

        bench.Aws.DisabledBy(PolicyId).ShouldBe(["Test.1"]);
        bench.IsOn(2, "Test.1", "us-east-1").ShouldBeFalse();
    }

    [Fact]
    public async Task A_plan_that_leaves_configuration_policies_alone_says_so_to_whoever_approves_it()
    {
        await using var bench = await Start(accounts: 2);
        bench.Aws.SetConfigurationPolicy(PolicyId, "baseline", CentralPolicy(), Account(2));
        await bench.Policies("*,Test.1,disable,,,,");

        (await bench.Ask("/shub controls apply")).ShouldContain("設定ポリシーの変更はこの計画に含まれません");
        await bench.Posted(1);
        bench.Message().AllText.ShouldContain("設定ポリシーの変更はこの計画に含まれません");
        await bench.Ask("/shub controls apply 設定ポリシー");
        await bench.Posted(2);

        bench.Message().AllText.ShouldContain("設定ポリシー *baseline*");
        bench.Message().AllText.ShouldNotContain("含まれません");
        bench.Message().Json.ToJsonString(Readable).ShouldContain("設定ポリシー1件（1アカウント）を変更します");
    }

    [Fact]
    public async Task While_a_plan_is_being_applied_the_next_one_waits_for_its_end()
    {
        await using var bench = await Start(accounts: 2, regions: ["ap-northeast-1"]);
        await bench.Policies("*,Test.1,disable,,,,");
        bench.Aws.SetReady(Account(2), "ap-northeast-1", Fsbp, isReady: false);
        await bench.Click(await bench.Propose());
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("control_batches where state = 'waiting' and attempts > 0") == 1 && await bench.Bot.Count("control_batches where state = 'done'") == 1);

        var refused = await bench.Ask("/shub controls apply");
        refused.ShouldContain("計画1>を適用中です");
        refused.ShouldContain("/archives/C0SECURITY/p");
        var status = await bench.Ask("/shub controls");
        status.ShouldContain("コントロールを切り替えています");
        status.ShouldContain("2件中1件のアカウント・リージョン");
        (await bench.Bot.Count("control_plans")).ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_that_was_rejected_or_replaced_is_told_with_what_to_do_next()
    {
        await using var bench = await Start(settings: Roles);
        await bench.Policies("*,Test.1,disable,,,,");
        await bench.Ask("/shub controls apply");
        await bench.Posted(1);
        await bench.Ask("/shub controls apply", SecondOperator);
        await bench.Posted(2);
        await bench.Click(bench.Message(), SecondOperator, approve: false);
        await bench.Said(SecondOperator, "却下しました");

        var status = await bench.Ask("/shub controls");

        status.ShouldContain("計画2は却下されました");
        status.ShouldContain("計画1は新しい計画に置き換えられました");
        status.ShouldContain("`/shub controls apply` で新しい計画の承認を依頼できます");
    }

    [Fact]
    public async Task Who_asks_while_everything_is_read_gets_the_same_reading_and_operators_are_asked_once()
    {
        await using var bench = await Start(settings: Roles);
        await bench.Policies("*,Test.1,disable,,,,");
        bench.Aws.Faults.Next("ListMembers", AwsFault.Throttled, 1000);
        await bench.Begin("/shub controls plan", Approver);
        await bench.Begin("/shub controls apply");
        await bench.Begin("/shub controls apply", SecondOperator);
        (await bench.Ask("/shub controls", Approver)).ShouldContain("計画を作成しています");
        bench.Aws.Faults.Clear();

        (await bench.Said(Approver, "対応方針と異なります")).ShouldContain("無効化 *6* 件");
        await bench.Said(Operator, "計画1* の承認");
        await bench.Said(SecondOperator, "計画1* の承認");

        // Three accounts in two Regions.
        bench.Aws.Calls.Count("GetEnabledStandards").ShouldBe(6);
        (await bench.Bot.Count("control_plans")).ShouldBe(1);
        (await bench.Ask("/shub controls", Approver)).ShouldNotContain("計画を作成しています");
    }

    [Fact]
    public async Task Who_asks_after_a_policy_has_changed_gets_no_plan_that_was_begun_before()
    {
        await using var bench = await Start(settings: Roles);
        await bench.Policies("*,Test.1,disable,,,,");
        bench.Aws.Faults.Next("ListMembers", AwsFault.Throttled, 1000);
        await bench.Begin("/shub controls plan", Approver);
        await bench.Policies("*,Test.1,disable,,,,", "*,Test.2,disable,,,,");
        await bench.Begin("/shub controls plan");
        bench.Aws.Faults.Clear();

        (await bench.Said(Approver, "対応方針と異なります")).ShouldContain("無効化 *6* 件");
        (await bench.Said(Operator, "対応方針と異なります")).ShouldContain("無効化 *12* 件");
    }

    [Fact]
    public async Task An_answer_for_which_the_command_has_become_too_old_comes_as_a_direct_message()
    {
        await using var bench = await Start();
        await bench.Policies("*,Test.1,disable,,,,");
        bench.Aws.Faults.Next("ListMembers", AwsFault.Throttled, 1000);
        await bench.Begin("/shub controls plan");
        bench.Time.Jump(TimeSpan.FromMinutes(31));
        bench.Aws.Faults.Clear();

        (await bench.Slack.WaitForMessageAsync(SlackWorkspace.DirectMessage(Operator))).AllText.ShouldContain("無効化 *6* 件");
    }

    [Fact]
    public async Task A_bot_that_stops_says_so_to_whoever_waits_and_leaves_nothing_behind()
    {
        await using var bench = await Start();
        await bench.Policies("*,Test.1,disable,,,,");
        bench.Aws.Faults.Next("ListMembers", AwsFault.Throttled, 1000);
        await bench.Begin("/shub controls apply");

        await bench.Restart();

        bench.Slack.Ephemerals(Operator)[^1].AllText.ShouldContain("ボットが停止するため");
        (await bench.Bot.Count("control_plans")).ShouldBe(0);
        bench.Aws.Faults.Clear();
        (await bench.Ask("/shub controls apply")).ShouldContain("計画1");
    }

    [Theory]
    [InlineData("AccessDeniedException", "AWSがボットのアクセスを拒否しています（AccessDeniedException）")]
    [InlineData("ExpiredTokenException", "期限切れです（ExpiredTokenException）")]
    [InlineData("InternalException", "Security Hub がエラーを返しています（InternalException）")]
    public async Task Whatever_AWS_refuses_is_said(string code, string words)
    {
        await using var bench = await Start();
        await bench.Restart(HurriedPatience);
        await bench.Policies("*,Test.1,disable,,,,");
        bench.Aws.Faults.Next("ListMembers", new AwsFault.Error(code, code == "InternalException" ? 500 : 403), 1000);

        await bench.Slack.CommandAsync(Operator, "security", "/shub controls apply");

        (await bench.Said(Operator, "計画を作成できませんでした")).ShouldContain(words);
        (await bench.Bot.Count("control_plans")).ShouldBe(0);
    }

    [Fact]
    public async Task An_AWS_that_cannot_be_reached_is_said()
    {
        await using var bench = await Start();
        await bench.Restart(HurriedPatience);
        await bench.Aws.DisposeAsync();

        await bench.Slack.CommandAsync(Operator, "security", "/shub controls plan");

        (await bench.Said(Operator, "計画を作成できませんでした")).ShouldContain("接続できません");
    }

    [Fact]
    public async Task A_database_that_fails_is_said()
    {
        await using var bench = await Start();
        await bench.Policies("*,Test.1,disable,,,,");
        await bench.Bot.Database.Write(session => session.Execute("alter table control_plans rename to gone"), CancellationToken.None);

        (await bench.Ask("/shub controls")).ShouldContain("確認できませんでした");
        (await bench.Ask("/shub controls apply")).ShouldContain("確認できませんでした");
        (await bench.Ask("/shub controls plan")).ShouldContain("無効化 *6* 件");
    }

    /// <summary>Waits between repetitions at a hundredth of their length; everything else keeps the bot's clock.</summary>
    private static void HurriedPatience(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton(new AwsPatience(new FastTime(DateTimeOffset.UnixEpoch, speed: 100), NullLogger<AwsPatience>.Instance)));
}
