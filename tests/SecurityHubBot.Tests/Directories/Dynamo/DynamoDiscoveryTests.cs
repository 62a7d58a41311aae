using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Jobs;
using SecurityHubBot.Sandbox.SecurityHub;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Directories.Dynamo;

/// <summary>The job that enters new members of the organisation, where the account table is in DynamoDB.</summary>
public class DynamoDiscoveryTests
{
    private const string Job = "account-discovery";
    private const string Administrator = "999900000001";
    private const string Newcomer = "999900000002";
    private const string Tokyo = "ap-northeast-1";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task While_DynamoDB_is_down_the_job_says_so_whoever_left_is_gone_and_new_ones_are_entered_later(DatabaseKind kind)
    {
        await using var bench = await DynamoBench.Create(kind, alone: true, start: false);
        await using var aws = await Organisation();
        await Start(bench, aws);
        await Discover(bench);
        await CardTests.CardFor(bench.Bot, "invoices");
        await bench.Aws.DeleteItemAsync(bench.AccountTable, Key(Newcomer), TestContext.Current.CancellationToken);
        await bench.Refresh.Run(CancellationToken.None);

        await bench.Server.KillAsync();
        aws.SetMember(TestBot.ShopAccount, isMember: false);
        var failure = await Should.ThrowAsync<JobFailedException>(() => Discover(bench));
        await bench.Bot.Settle();

        failure.Message.ShouldBe("New members cannot be entered into the account table: DynamoDB cannot be reached");
        (await bench.Strings("select reason from job_runs where outcome = 'Failed'")).ShouldBe([nameof(JobFailure.DynamoDb)]);
        (await Jobs(bench)).ShouldContain("DynamoDB が応答しなかったか、拒否しました");
        (await bench.Bot.Count("cases where state = 'withdrawn'")).ShouldBe(1);

        await bench.Server.ResumeAsync();
        await Discover(bench);
        (await bench.Strings($"select name from accounts where account_id = '{Newcomer}'")).ShouldBe(["newcomer"]);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Nothing_is_entered_into_an_account_table_that_was_emptied_so_that_its_last_rows_stay(DatabaseKind kind)
    {
        await using var bench = await DynamoBench.Create(kind, start: false);
        await using var aws = await Organisation();
        await Start(bench, aws);
        await bench.Aws.DeleteItemAsync(bench.AccountTable, Key(TestBot.ShopAccount), TestContext.Current.CancellationToken);
        await bench.Aws.DeleteItemAsync(bench.AccountTable, Key(TestBot.GameAccount), TestContext.Current.CancellationToken);

        await Discover(bench);
        await bench.Refresh.Run(CancellationToken.None);

        (await bench.Strings("select account_id || ' ' || channel from accounts order by account_id")).ShouldBe([$"{TestBot.ShopAccount} #shop-aws", $"{TestBot.GameAccount} C0GAMEAWS1"]);
        (await bench.Aws.ScanAsync(new ScanRequest { TableName = bench.AccountTable }, TestContext.Current.CancellationToken)).Count.ShouldBe(0);

        await bench.PutAccount(DynamoBench.Shop);
        await Discover(bench);
        (await bench.Strings("select account_id || ' ' || channel from accounts order by account_id")).ShouldBe(
            [$"{TestBot.ShopAccount} #shop-aws", $"{TestBot.GameAccount} ", $"{Administrator} ", $"{Newcomer} "]);
    }

    private static Task<LocalAwsServer> Organisation() => LocalAwsServer.Start(new LocalAwsOptions
    {
        Organisation = Sandbox.SecurityHub.Organisation.Of(
            [Account(Administrator, "audit"), Account(TestBot.ShopAccount, "shop-prod"), Account(TestBot.GameAccount, "game-prod"), Account(Newcomer, "newcomer")]),
        HomeRegion = Tokyo,
    });

    private static OrganisationAccount Account(string id, string name) => new(id, name, "shop", "production", [Tokyo], "#shop-aws", [], "", "", "ja", []);

    private static Task Start(DynamoBench bench, LocalAwsServer aws) => bench.Start(new() { ["AWS_ENDPOINT_URL"] = aws.Url.ToString() }, services =>
    {
        services.AddSingleton<AWSCredentials>(new BasicAWSCredentials(aws.Administrator.AccessKeyId, aws.Administrator.SecretAccessKey));
        services.AddSingleton<JobLock>();
    });

    private static Task Discover(DynamoBench bench) => ActivatorUtilities.CreateInstance<JobRunner>(bench.Bot.Service<IServiceProvider>()).Run(Job, CancellationToken.None);

    private static async Task<string> Jobs(DynamoBench bench)
    {
        await bench.Slack.CommandAsync(DynamoBench.Operator, TestBot.ShopChannel, "/shub jobs");
        return (await bench.Slack.WaitForEphemeralAsync(DynamoBench.Operator)).AllText;
    }

    private static Dictionary<string, AttributeValue> Key(string account) => new() { ["account_id"] = new() { S = account } };
}
