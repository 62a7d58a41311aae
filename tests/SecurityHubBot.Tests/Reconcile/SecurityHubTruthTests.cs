using System.Text.Json.Nodes;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Aws;
using SecurityHubBot.Jobs;
using SecurityHubBot.Reconcile;
using SecurityHubBot.Sandbox.SecurityHub;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Reconcile;

/// <summary>The comparison over the real API: the bot's own client against a local Security Hub.</summary>
public sealed class SecurityHubTruthTests : IAsyncLifetime
{
    private const string Tokyo = "ap-northeast-1";
    private const string Virginia = "us-east-1";
    private const string Frankfurt = "eu-central-1";

    private readonly FastTime _time = new(Events.Start.AddHours(1), speed: 60);
    private TestDatabase _database = null!;
    private SlackWorkspace _slack = null!;
    private LocalAwsServer _aws = null!;
    private TestBot _bot = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        _slack = await SlackWorkspace.StartAsync(new WorkspaceOptions { Limits = new WorkspaceLimits { EnforceRates = false }, TimeProvider = _time });
        _aws = await LocalAwsServer.Start(new LocalAwsOptions
        {
            Organisation = Organisation.Of([Account("999900000001", [Tokyo, Virginia, Frankfurt]), Account(TestBot.ShopAccount, [Tokyo, Virginia])]),
            HomeRegion = Tokyo,
            Time = _time,
        });
        _bot = await TestBot.Start(_database, _slack, new() { ["Aws:Region"] = Tokyo, ["AWS_ENDPOINT_URL"] = _aws.Url.ToString() }, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
            services.AddSingleton<AWSCredentials>(new BasicAWSCredentials(_aws.Administrator.AccessKeyId, _aws.Administrator.SecretAccessKey));
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _aws.DisposeAsync();
        await _slack.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_no_event_has_told_is_found_page_by_page_in_every_linked_Region()
    {
        _aws.Findings.Add(Enumerable.Range(0, 230).Select(n => Finding($"bucket-{n:000}")));
        (await Reconcile()).ShouldBe("230 compared, 230 repaired, 230 repair.missed");
        (await _bot.Count("case_resources where state = 'failing'")).ShouldBe(230);
        _aws.Calls.Count("GetFindings").ShouldBe(3);
        (await _bot.Service<ISecurityHubTruth>().Scopes(CancellationToken.None)).ShouldHaveSingleItem().Regions.Order(StringComparer.Ordinal).ShouldBe([Tokyo, Frankfurt, Virginia]);
    }

    [Fact]
    public async Task Where_all_Regions_are_linked_but_some_it_is_those_with_findings_and_never_the_ones_that_are_left_out()
    {
        await _bot.Accept(Events.Failed("bucket"));
        await _bot.SettleDecisions();

        (await Known(new RegionLinks(All: true, []))).ShouldBe([Tokyo]);
        (await Known(new RegionLinks(All: true, [Virginia]))).ShouldBe([Tokyo]);
        (await Known(new RegionLinks(All: true, [Tokyo]))).ShouldBeEmpty();
        (await Known(new RegionLinks(All: false, [Frankfurt]))).ShouldBe([Frankfurt]);
    }

    [Fact]
    public async Task Afterwards_only_what_has_been_updated_since_is_asked_for()
    {
        _aws.Findings.Add(Enumerable.Range(0, 120).Select(n => Finding($"bucket-{n:000}")));
        await Reconcile();
        _time.Jump(TimeSpan.FromHours(5));
        var minutes = (int)(_time.GetUtcNow() - Events.Start).TotalMinutes;
        _aws.Findings.Add(Finding("bucket-007", "PASSED", minutes));
        (await Reconcile()).ShouldBe("1 compared, 1 repaired, 1 repair.fixed");
    }

    [Fact]
    public async Task Too_many_calls_and_errors_of_AWS_are_waited_out()
    {
        _aws.Findings.Add(Finding("bucket"));
        _aws.Faults.Next("GetFindings", AwsFault.Throttled, count: 4);
        _aws.Faults.Next("GetFindings", AwsFault.Internal, count: 4);
        (await Reconcile()).ShouldBe("1 compared, 1 repaired, 1 repair.missed");
    }

    [Fact]
    public async Task Where_the_bot_may_not_read_the_job_fails_with_what_AWS_says_and_changes_nothing()
    {
        await _bot.Accept(Events.Failed("bucket"));
        await _bot.SettleDecisions();
        _aws.SetHub(_aws.AdministratorId, Tokyo, isOn: false);
        var failed = await Should.ThrowAsync<JobFailedException>(() => Reconcile());
        failed.Reason.ShouldBe(JobFailure.SecurityHub);
        failed.Message.ShouldContain("InvalidAccessException");
        (await _bot.Count("findings where record_state = 'ACTIVE'")).ShouldBe(1);
    }

    private static OrganisationAccount Account(string id, string[] regions) =>
        new(id, $"acc-{id[^1]}", "shop", "production", regions, "#shop-aws", [], "", "", "ja", []);

    private static JsonObject Finding(string bucket, string compliance = "FAILED", int minute = 0) =>
        Events.Finding(bucket, TestBot.ShopAccount, "S3.8", compliance, minute);

    private Task<IReadOnlyList<string>> Known(RegionLinks links) => LinkedRegions.Known(links, _bot.Database, CancellationToken.None);

    private async Task<string> Reconcile()
    {
        var report = (await _bot.Service<ReconcileJob>().Report(CancellationToken.None)).WithoutZeros();
        await _bot.SettleDecisions();
        return string.Join(", ", report.Facts.Select(f => $"{f.Count} {f.Key}"));
    }
}
