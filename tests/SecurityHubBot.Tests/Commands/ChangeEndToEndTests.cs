using Microsoft.Extensions.Logging.Abstractions;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Hosting;
using SecurityHubBot.Roles;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Commands;

/// <summary>Policies and accounts changed from Slack, with the real bot on both databases.</summary>
public class ChangeEndToEndTests
{
    private const string Operator = AozoraHosting.Sato;
    private const string New = "999900001111";

    private static readonly Dictionary<string, string?> Operators = new() { ["Slack:Operators"] = "S0OPERATOR", ["Slack:Approvers"] = AozoraHosting.Tanaka };

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_policy_is_set_after_it_was_shown_what_that_does(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Operators);
        await bot.Accept(Events.Failed("invoices"));
        await bot.Accept(Events.Failed("images", account: TestBot.GameAccount));
        await bot.Settle();
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem().ActionIds.ShouldNotBeEmpty();

        await slack.CommandAsync(Operator, TestBot.ShopChannel, "/shub policy set S3.8 ignore note=使っていない");
        var preview = await Latest(slack, "directory.apply");
        Text(preview).ShouldContain("カードを2件閉じます");
        Text(preview).ShouldContain("検出結果2件を抑制します");
        (await bot.Count("policies")).ShouldBe(0);

        await slack.ClickAsync(Operator, TestBot.ShopChannel, preview.Ts, ChangeValue.ApplyAction);

        Text(await Latest(slack, "再判定を終えました")).ShouldContain("追跡を終えた案件: 2件");
        await bot.Settle();
        (await bot.Count("cases where state = 'withdrawn'")).ShouldBe(2);
        (await bot.Count($"policies where policy = 'ignore' and note = '使っていない' and updated_by = '{Operator}'")).ShouldBe(1);
        (await bot.Count($"audit_log where action = 'policy.added' and actor = 'person:{Operator}'")).ShouldBe(1);
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem().ActionIds.ShouldBeEmpty();
        slack.Calls.Count(c => c.Name.StartsWith("response_url", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(5 + 1);

        await slack.CommandAsync(Operator, TestBot.ShopChannel, "/shub policy show S3.8");
        Text(await Latest(slack, "対応方針表の行")).ShouldContain("使っていない");
    }

    [Theory]
    [InlineData("policy set S3.8 ignore")]
    [InlineData("policy unset S3.8")]
    [InlineData("account set 999900001111 name=x env=production")]
    public async Task Who_is_no_operator_is_told_why_not_and_who_is(string command)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Operators);

        await slack.CommandAsync(AozoraHosting.Ito, TestBot.ShopChannel, "/shub " + command);

        Text(await Latest(slack, "S0OPERATOR", AozoraHosting.Ito)).ShouldNotContain("directory.apply");
        (await bot.Count("policies")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_an_operator_no_longer_when_they_press_the_button_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Operators);
        var fake = new FakeSlack();

        await Clicks(bot, fake).Do(Click(Value(bot), AozoraHosting.Ito), CancellationToken.None);

        fake.OnlyText.ShouldContain("S0OPERATOR");
        (await bot.Count("policies")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_old_preview_and_one_of_a_row_that_changed_are_shown_again(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Operators);
        var old = new FakeSlack();
        await Clicks(bot, old).Do(Click(Value(bot) with { ShownAt = DateTimeOffset.UnixEpoch }, Operator), CancellationToken.None);
        old.Sent.ShouldHaveSingleItem().Args["blocks"]!.ToJsonString().ShouldContain("directory.apply");
        (await bot.Count("policies")).ShouldBe(0);

        var stale = new FakeSlack();
        await Clicks(bot, stale).Do(Click(Value(bot) with { Stamp = new RowStamp(3, 3) }, Operator), CancellationToken.None);
        ReadText(stale).ShouldContain("ほかの人");
        (await bot.Count("policies")).ShouldBe(0);

        var cancelled = new FakeSlack();
        await Clicks(bot, cancelled).Do(Click(Value(bot), Operator) with { Action = ChangeValue.CancelAction }, CancellationToken.None);
        cancelled.OnlyText.ShouldContain("取りやめました");
        (await bot.Count("policies")).ShouldBe(0);

        var forged = new FakeSlack();
        await Clicks(bot, forged).Do(Click(Value(bot), Operator) with { Value = "<!channel>" }, CancellationToken.None);
        forged.OnlyText.ShouldContain("このボタンは古い");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_account_that_nobody_had_entered_is_entered_and_its_cards_leave_the_security_channel(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Operators);
        await bot.Accept(Events.Failed("reports", account: New));
        await bot.Settle();
        bot.Cards("security").ShouldHaveSingleItem();

        await slack.CommandAsync(Operator, "security", $"/shub account show {New}");
        Text(await Latest(slack, "アカウント表に登録されていません")).ShouldContain($"/shub account set {New}");
        await slack.CommandAsync(Operator, "security", $"/shub account set {New} channel=#media-aws");
        Text(await Latest(slack, "新しい行には名前と環境が必要です"));
        await slack.CommandAsync(Operator, "security", $"/shub account set {New} name=レポート 基盤 env=production channel=<#C0MEDIAAWS|media-aws> owners=<@{AozoraHosting.Yamamoto}|yamamoto.aoi>;@ito.yuki <!subteam^S0SECURITY|@security-team>");
        var preview = await Latest(slack, "directory.apply");
        Text(preview).ShouldContain("カードを1件 <#C0MEDIAAWS> に移します");

        await slack.ClickAsync(Operator, "security", preview.Ts, ChangeValue.ApplyAction);

        Text(await Latest(slack, "再判定を終えました"));
        await bot.Settle();
        bot.Cards("security").ShouldBeEmpty();
        bot.Cards("media-aws").ShouldHaveSingleItem();
        (await bot.Count($"accounts where account_id = '{New}' and name = 'レポート 基盤' and owners = '{AozoraHosting.Yamamoto};{AozoraHosting.Ito};S0SECURITY'")).ShouldBe(1);
    }

    [Theory]
    [InlineData("channel=#no-such-channel", "見つかりません")]
    [InlineData("channel=#legacy-aws", "参加していません")]
    [InlineData("channel=C0OLDSHOP1", "アーカイブされています")]
    [InlineData("owners=@nobody", "ワークスペースにはありません")]
    [InlineData("owners=U0NOBODY001", "ワークスペースにはありません")]
    [InlineData("owners=S0NOBODY001", "ワークスペースにはありません")]
    [InlineData("owners=@takahashi.jun", "無効になっている")]
    [InlineData("escalation=@ito.yuki;@sato.ken", "どれか1つ")]
    [InlineData("escalation=#no-such-channel", "見つかりません")]
    [InlineData("channel=<!channel>", "見つかりません")]
    [InlineData("env=moon", "環境は")]
    [InlineData("colour=red", "設定する内容を指定してください")]
    public async Task What_Slack_does_not_know_is_said_before_anything_is_written(string setting, string expected)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Operators);

        await slack.CommandAsync(Operator, TestBot.ShopChannel, $"/shub account set {TestBot.ShopAccount} {setting}");

        Text(await Latest(slack, expected));
        (await bot.Count("accounts where version > 1")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_bot_that_died_after_the_change_was_written_loses_none_of_its_decisions(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using (var first = await TestBot.Start(database, slack, Operators))
        {
            await first.Accept(Events.Failed("invoices"));
            await first.Settle();
        }

        await using (var dying = await TestBot.Start(database, slack, Operators, s => s.OnlyWatch()))
        {
            var edit = new PolicyEdit(null, ControlId.Parse("S3.8"), new Dictionary<string, string> { ["policy"] = "ignore" });
            (await dying.Service<DirectoryChanges>().Apply(edit, RowStamp.None, Operator, CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>().Applied.Touched.ShouldBe(1);
            (await dying.Count("decision_queue")).ShouldBe(1);
        }

        await using var next = await TestBot.Start(database, slack, Operators);
        await next.Settle();
        (await next.Count("cases where state = 'withdrawn'")).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Ten_thousand_cases_are_looked_at_and_queued(DatabaseKind kind)
    {
        const int Many = 10_000;
        await using var bench = await ChangeBench.Create(kind);
        await bench.Bot.Database.Write(session => session.Execute(Fill(Many)), CancellationToken.None);
        var edit = new PolicyEdit(null, ControlId.Parse("S3.8"), new Dictionary<string, string> { ["policy"] = "disable" });

        var change = (await bench.Changes.Propose(edit, CancellationToken.None)).ShouldBeOfType<Proposal.Change>();
        change.Effect.ShouldBe(new ChangeEffect(Many, Closes: Many, Opens: 0, NewDue: 0, Suppresses: Many, Unsuppresses: 0, Tells: 0));
        var done = (await bench.Changes.Apply(edit, change.Stamp, Operator, CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>();

        done.Applied.Touched.ShouldBe(Many);
        (await bench.Bot.Database.Read(session => ChangeOutcomes.Remaining(session, done.Applied), CancellationToken.None)).ShouldBe(Many);
    }

    /// <summary>Cases with one failing bucket each, as many accounts.</summary>
    internal static string Fill(int many) =>
        $$"""
        with recursive n (i) as (select 1 union all select i + 1 from n where i < {{many}})
        insert into findings (finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance, record_state,
            workflow, severity, title, resources, updated_at, received_at, content_hash, state_hash, original, policy)
        select 'f' || i, 'f' || i, 'arn', substr('{{new string('0', 12)}}' || i, length('{{new string('0', 12)}}' || i) - 11, 12), 'ap-northeast-1', 'S3.8', 'S3.8',
            'aws-foundational-security-best-practices/v/1.0.0', 'FAILED', 'ACTIVE', 'NEW', 'HIGH', 'title', '[["arn:aws:s3:::b","AwsS3Bucket","ap-northeast-1","aws"]]', 1, 1, '', '', '{}', 'track'
        from n;
        insert into cases (account_id, region, control_key, control_id, state, severity, title, standards, episode, opened_at, due_on, unfixed, version, updated_at)
        select account_id, region, control_key, control_id, 'open', 'HIGH', 'title', standards, 1, 1, '2026-12-07', 1, 1, 1 from findings;
        insert into case_resources (case_number, resource_key, resource_id, type, region, partition_name, state, first_failed_at)
        select number, 'k', 'arn:aws:s3:::b', 'AwsS3Bucket', region, 'aws', 'failing', 1 from cases;
        """;

    private static ChangeValue Value(TestBot bot) => new(
        new PolicyEdit(null, ControlId.Parse("S3.8"), new Dictionary<string, string> { ["policy"] = "ignore" }),
        RowStamp.None,
        DateTimeOffset.FromUnixTimeSeconds(bot.Service<TimeProvider>().GetUtcNow().ToUnixTimeSeconds()));

    private static ChangeClick Click(ChangeValue value, string user) =>
        new(ChangeValue.ApplyAction, value.ToString(), user, "https://hooks.slack.example/x", Language.Japanese);

    private static ChangeClicks Clicks(TestBot bot, FakeSlack slack) => new(
        bot.Service<DirectoryChanges>(),
        bot.Service<DirectoryAnswers>(),
        bot.Service<ChangeProgress>(),
        bot.Service<IRoles>(),
        bot.Service<IDirectory>(),
        ControlCatalogue.Default,
        bot.Service<OrganisationOptions>(),
        slack,
        bot.Service<TimeProvider>(),
        NullLogger<ChangeClicks>.Instance);

    internal static async Task<WorkspaceMessage> Latest(SlackWorkspace slack, string says, string person = Operator)
    {
        for (var i = 0; i < 600; i++)
        {
            if (slack.Ephemerals(person).LastOrDefault(m => Text(m).Contains(says, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"Nobody said '{says}', but:\n{string.Join('\n', slack.Ephemerals(person).Select(Text))}");
    }

    private static string ReadText(FakeSlack slack) => string.Join('\n', slack.Sent.SelectMany(s => Strings(s.Args)));

    internal static string Text(WorkspaceMessage message) => string.Join('\n', Strings(message.Json));
}
