using System.Text.Json.Nodes;
using Amazon.Organizations;
using Amazon.Runtime;
using Amazon.SecurityHub;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Sandbox.SecurityHub;
using SecurityHubBot.Sandbox.SecurityHub.Api;

namespace SecurityHubBot.Aws.Tests;

/// <summary>A local AWS for each test, whose allowance fills up only when the test lets time pass.</summary>
public abstract class AwsTest : IAsyncLifetime
{
    protected const string Home = "ap-northeast-1";
    protected const string Fsbp = "aws-foundational-security-best-practices/v/1.0.0";
    protected const string ProductArn = "arn:aws:securityhub:ap-northeast-1::product/aws/securityhub";

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-11-24T00:00:00Z"));

    /// <summary>The clock that signatures are checked by; the real one unless a test sets it.</summary>
    protected virtual TimeProvider SignatureTime => TimeProvider.System;

    protected List<JsonObject> Events { get; } = [];

    protected LocalAwsServer Aws { get; private set; } = null!;

    protected static string Member => Organisation.Default.Accounts[1].AccountId;

    public async ValueTask InitializeAsync() =>
        Aws = await LocalAwsServer.Start(new LocalAwsOptions { Time = Time, SignatureTime = SignatureTime, OnEvent = Events.Add });

    public async ValueTask DisposeAsync()
    {
        await Aws.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static AWSCredentials Credentials(AccessKey key) => key.SessionToken is null
        ? new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey)
        : new SessionAWSCredentials(key.AccessKeyId, key.SecretAccessKey, key.SessionToken);

    protected AmazonSecurityHubConfig Config(string region = Home, int retries = 0) =>
        new() { ServiceURL = Aws.Url.ToString(), AuthenticationRegion = region, RetryMode = RequestRetryMode.Standard, MaxErrorRetry = retries };

    protected AmazonSecurityHubClient SecurityHub(AccessKey? key = null, string region = Home, int retries = 0) =>
        new(Credentials(key ?? Aws.Administrator), Config(region, retries));

    protected AmazonOrganizationsClient Organizations(AccessKey? key = null) => new(
        Credentials(key ?? Aws.Administrator),
        new AmazonOrganizationsConfig { ServiceURL = Aws.Url.ToString(), AuthenticationRegion = "us-east-1", RetryMode = RequestRetryMode.Standard, MaxErrorRetry = 0 });

    protected void LayIn(int count, string? account = null, string region = Home)
    {
        for (var number = 0; number < count; number++)
        {
            Aws.Findings.Add(Finding(number, account, region));
        }
    }

    protected static string Id(int number) => $"arn:aws:securityhub:ap-northeast-1:204518339071:security-control/S3.8/finding/{number:000000}";

    protected static JsonObject Finding(int number, string? account = null, string region = Home) => new()
    {
        ["SchemaVersion"] = "2018-10-08",
        ["Id"] = Id(number),
        ["ProductArn"] = ProductArn,
        ["GeneratorId"] = "security-control/S3.8",
        ["AwsAccountId"] = account ?? Organisation.Default.Accounts[0].AccountId,
        ["Region"] = region,
        ["CreatedAt"] = "2026-11-01T00:00:00.000Z",
        ["UpdatedAt"] = $"2026-11-{1 + (number % 20):00}T00:00:00.000Z",
        ["Severity"] = new JsonObject { ["Label"] = number % 2 == 0 ? "HIGH" : "LOW", ["Normalized"] = 70 },
        ["Title"] = "公開アクセス",
        ["Description"] = "d",
        ["Resources"] = new JsonArray(new JsonObject { ["Type"] = "AwsS3Bucket", ["Id"] = $"arn:aws:s3:::bucket-{number}", ["Tags"] = new JsonObject { ["team.name"] = number % 2 == 0 ? "shop" : "media" } }),
        ["Workflow"] = new JsonObject { ["Status"] = "NEW" },
        ["RecordState"] = "ACTIVE",
        ["AMemberThatNobodyKnows"] = new JsonObject { ["kept"] = true },
    };
}
