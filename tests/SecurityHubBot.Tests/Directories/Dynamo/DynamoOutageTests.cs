using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecurityHubBot.Directories;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Commands.ChangeEndToEndTests;

namespace SecurityHubBot.Tests.Directories.Dynamo;

/// <summary>DynamoDB that is killed, and comes back.</summary>
public class DynamoOutageTests
{
    private const string Unavailable = "DynamoDB に接続できないため、何も変更していません";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task While_it_is_down_and_after_a_restart_the_last_known_policies_count_and_their_age_is_shown(DatabaseKind kind)
    {
        await using var bench = await DynamoBench.Create(kind, alone: true);
        await bench.PutPolicy("S3.8", "track");
        await bench.PutPolicy("EC2.19", "ignore");
        await bench.Refresh.Run(CancellationToken.None);
        (await Health(bench)).Status.ShouldBe(HealthStatus.Healthy);

        await bench.Server.KillAsync();
        await bench.Refresh.Step(CancellationToken.None);
        await bench.Stop();
        await bench.Start();

        await bench.Bot.Accept(Events.Failed("invoices"));
        await bench.Bot.Accept(Events.Failed("b", control: "EC2.19"));
        await bench.Bot.Settle();
        (await bench.Bot.Count("cases where state = 'open'")).ShouldBe(1);
        (await bench.Bot.Count("findings where policy = 'ignore'")).ShouldBe(1);
        var health = await Health(bench);
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description!.ShouldMatch(@"read from DynamoDB at \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ, \d+ seconds ago\. DynamoDB");
        using (var ready = await bench.Bot.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken))
        {
            ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await bench.Slack.CommandAsync(DynamoBench.Operator, TestBot.ShopChannel, "/shub policy show S3.8");
        Text(await Latest(bench.Slack, "対応方針表の行")).ShouldContain("現在 DynamoDB を読み込めません");
        await bench.Slack.CommandAsync(DynamoBench.Operator, TestBot.ShopChannel, "/shub policy set S3.8 ignore");
        Text(await Latest(bench.Slack, Unavailable));

        await bench.Server.ResumeAsync();
        await bench.PutPolicy("S3.8", "ignore", version: 2);
        await bench.Refresh.Step(CancellationToken.None);
        await bench.Bot.Settle();
        (await bench.Bot.Count("cases where state = 'withdrawn'")).ShouldBe(1);
        (await Health(bench)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Before_anything_was_ever_read_findings_wait_and_nothing_is_decided()
    {
        await using var bench = await DynamoBench.Create(alone: true, start: false);
        await bench.PutPolicy("S3.8", "ignore");
        await bench.Server.KillAsync();
        await bench.Start();

        await bench.Bot.Accept(Events.Failed("invoices"));
        (await bench.Bot.Service<SecurityHubBot.Persistence.Database>().Read(bench.Bot.Service<IDirectoryTables>().AreKnown, CancellationToken.None)).ShouldBeFalse();
        (await bench.Bot.Count("decision_queue")).ShouldBe(1);
        (await Health(bench)).Status.ShouldBe(HealthStatus.Unhealthy);

        await bench.Server.ResumeAsync();
        await bench.Refresh.Step(CancellationToken.None);
        await bench.Bot.Settle();

        (await bench.Bot.Count("cases")).ShouldBe(0);
        (await bench.Bot.Count("findings where policy = 'ignore'")).ShouldBe(1);
        bench.Slack.Messages("security").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_that_cannot_be_written_leaves_its_preview_to_be_pressed_again()
    {
        await using var bench = await DynamoBench.Create(alone: true);
        var preview = await bench.Preview("/shub policy set S3.8 ignore");

        await bench.Server.KillAsync();
        await bench.Press(preview);
        Text(await Latest(bench.Slack, Unavailable));
        (await bench.Bot.Count("policies")).ShouldBe(0);

        await bench.Server.ResumeAsync();
        await bench.Press(preview);
        Text(await Latest(bench.Slack, "再判定を終えました"));
        (await bench.Policy("S3.8"))["policy"].S.ShouldBe("ignore");
    }

    [Fact]
    public async Task A_table_that_is_not_there_or_has_other_keys_stops_the_first_start_and_says_so()
    {
        await using var bench = await DynamoBench.Create(tables: false, start: false);
        (await Should.ThrowAsync<InvalidOperationException>(() => bench.Start())).Message.ShouldContain("migrate --dynamodb");

        await bench.MakeTables();
        var swapped = new Dictionary<string, string?> { ["Directory:PolicyTable"] = bench.AccountTable, ["Directory:AccountTable"] = bench.PolicyTable };
        (await Should.ThrowAsync<InvalidOperationException>(() => bench.Start(swapped))).Message.ShouldContain(
            $"Directory:AccountTable '{bench.PolicyTable}' is a table with the key standard (S) + control (S); the accounts need a table with the key account_id (S)");
    }

    private static async Task<HealthReportEntry> Health(DynamoBench bench) =>
        (await bench.Bot.Service<HealthCheckService>().CheckHealthAsync(CancellationToken.None)).Entries["directory"];
}
