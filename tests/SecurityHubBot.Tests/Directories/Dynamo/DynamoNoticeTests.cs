using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecurityHubBot.Home;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Commands.ChangeEndToEndTests;

namespace SecurityHubBot.Tests.Directories.Dynamo;

/// <summary>Whoever looks after the bot sees on their Home tab that it goes by something else than what is in DynamoDB now.</summary>
public class DynamoNoticeTests
{
    private const string Operator = DynamoBench.Operator;
    private const string EnglishOperator = AozoraHosting.Miller;
    private const string Approver = AozoraHosting.Tanaka;
    private const string Owner = AozoraHosting.Ito;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_copy_that_gets_old_is_told_to_the_team_alone_also_after_a_restart_and_no_longer_when_it_is_read_again(DatabaseKind kind)
    {
        await using var bench = await DynamoBench.Create(kind, alone: true, start: false);
        await Start(bench);
        await bench.Slack.OpenHomeAsync(Operator);
        await bench.Slack.OpenHomeAsync(EnglishOperator);
        await bench.Slack.WaitForHomeAsync(Operator, Shows("セキュリティチーム"));
        Text(await bench.Slack.WaitForHomeAsync(EnglishOperator, Shows("Security team"))).ShouldNotContain("DynamoDB");

        await bench.Server.KillAsync();
        await bench.Refresh.Step(CancellationToken.None);
        await Grow(bench, TimeSpan.FromHours(5));

        await bench.Slack.WaitForHomeAsync(Operator, Shows("DynamoDB の対応方針表とアカウント表を読み込めていません"));
        Text(await bench.Slack.WaitForHomeAsync(Operator)).ShouldContain("（5時間");
        await bench.Slack.WaitForHomeAsync(EnglishOperator, Shows(", 5 hours"));
        await bench.Slack.OpenHomeAsync(Owner);
        Text(await bench.Slack.WaitForHomeAsync(Owner)).ShouldNotContain("DynamoDB");

        await bench.Stop();
        await Start(bench);
        await bench.Slack.OpenHomeAsync(Approver);
        await bench.Slack.WaitForHomeAsync(Approver, Shows("（5時間"));

        await bench.Server.ResumeAsync();
        await bench.Refresh.Step(CancellationToken.None);
        await bench.Slack.WaitForHomeAsync(Operator, v => !Shows("DynamoDB")(v));
        await bench.Slack.WaitForHomeAsync(Approver, v => !Shows("DynamoDB")(v));
    }

    [Fact]
    public async Task Tables_that_were_never_read_are_told_too()
    {
        await using var bench = await DynamoBench.Create(alone: true, start: false);
        await bench.Server.KillAsync();
        await Start(bench);

        await bench.Slack.OpenHomeAsync(Operator);
        await bench.Slack.WaitForHomeAsync(Operator, Shows("まだ一度も読み込めていません"));

        await bench.Server.ResumeAsync();
        await bench.Refresh.Step(CancellationToken.None);
        await bench.Slack.WaitForHomeAsync(Operator, v => !Shows("DynamoDB")(v));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_table_that_was_emptied_is_told_with_the_way_out_on_Home_in_answers_and_by_health_until_it_has_a_row(DatabaseKind kind)
    {
        await using var bench = await DynamoBench.Create(kind, start: false);
        await bench.PutPolicy("S3.8", "ignore");
        await bench.PutPolicy("EC2.19", "ignore");
        await Start(bench);
        await bench.Slack.OpenHomeAsync(EnglishOperator);
        await bench.Slack.WaitForHomeAsync(EnglishOperator, v => !Shows("DynamoDB")(v));
        (await Health(bench)).Status.ShouldBe(HealthStatus.Healthy);

        await bench.DeletePolicy("S3.8");
        await bench.DeletePolicy("EC2.19");
        await bench.Refresh.Run(CancellationToken.None);

        var home = Text(await bench.Slack.WaitForHomeAsync(EnglishOperator, Shows("The policy table in DynamoDB is empty")));
        home.ShouldContain("its last 2 rows are still used");
        home.ShouldNotContain("account table");
        var health = await Health(bench);
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description!.ShouldEndWith($"The table {bench.PolicyTable} is empty, and its last 2 rows are used: put them back, or enter one row if it is meant to be empty.");
        await bench.Slack.CommandAsync(Operator, TestBot.ShopChannel, "/shub policy show S3.8");
        (await Latest(bench.Slack, "対応方針表の行")).AllText.ShouldContain("`/shub policy set` などで1行登録してください");
        await bench.Slack.CommandAsync(Operator, TestBot.ShopChannel, $"/shub account show {TestBot.ShopAccount}");
        (await Latest(bench.Slack, "shop-prod")).AllText.ShouldNotContain("空になっています");

        await bench.PutPolicy("EC2.19", "track");
        await bench.Refresh.Run(CancellationToken.None);

        await bench.Slack.WaitForHomeAsync(EnglishOperator, v => !Shows("DynamoDB")(v));
        (await Health(bench)).Status.ShouldBe(HealthStatus.Healthy);
    }

    private static Task Start(DynamoBench bench) => bench.Start(
        new() { ["Slack:Operators"] = $"{Operator},{EnglishOperator}", ["Slack:Approvers"] = AozoraHosting.Approvers },
        services => services.AddSingleton(new HomePace { Poll = TimeSpan.FromMilliseconds(50), Soon = TimeSpan.Zero }));

    /// <summary>As if the tables had been read so much longer ago.</summary>
    private static Task Grow(DynamoBench bench, TimeSpan older) => bench.Bot.Database.Write(
        session => session.Execute("update directory_copies set read_at = read_at - @older", new { older = (long)older.TotalMicroseconds }), CancellationToken.None);

    private static async Task<HealthReportEntry> Health(DynamoBench bench) =>
        (await bench.Bot.Service<HealthCheckService>().CheckHealthAsync(CancellationToken.None)).Entries["directory"];

    private static Func<JsonObject, bool> Shows(string text) => view => Text(view).Contains(text, StringComparison.Ordinal);

    private static string Text(JsonObject view) => view["blocks"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
