using System.Text.Json.Nodes;
using Amazon.RateLimits;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Tests.Workflows;

/// <summary>How fast findings are written, on a clock that only goes on while everybody waits for it.</summary>
public class WorkflowPaceTests
{
    private const int Findings = 100_000;
    private const int Groups = 100;
    private const int Calls = 4;
    private const double AllowedPerSecond = 10 * 100;

    private static readonly TimeSpan AnswerTakes = TimeSpan.FromMilliseconds(300);

    private const string LayIn =
        """
        with recursive n (i) as (select 0 union all select i + 1 from n where i < @last)
        insert into findings (finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance, record_state,
            workflow, severity, title, resources, updated_at, received_at, content_hash, state_hash, original, policy, policy_source)
        select 'key-' || i, 'finding-' || i, 'arn:aws:securityhub:ap-northeast-1::product/aws/securityhub', '111122223333', 'ap-northeast-1',
            'EC2.' || (i % @groups), 'EC2.' || (i % @groups), '', 'FAILED', 'ACTIVE', 'NEW', 'LOW', 'title', '[]', 0, 0, '', '', '{}', 'ignore', 'PolicyRow'
        from n
        """;

    [Fact]
    public async Task A_hundred_thousand_findings_are_suppressed_at_nine_tenths_of_what_AWS_allows_or_faster()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var aws = await LocalAwsServer.Start(new LocalAwsOptions { Time = time }, TestContext.Current.CancellationToken);
        await using var bot = await TestBot.Start(
            database,
            slack,
            new() { ["Aws:Region"] = aws.HomeRegion, ["Aws:Mode"] = "act", ["AWS_ENDPOINT_URL"] = aws.Url.ToString() },
            services =>
            {
                services.OnlyWatch();
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
                services.AddSingleton<AWSCredentials>(new BasicAWSCredentials(aws.Administrator.AccessKeyId, aws.Administrator.SecretAccessKey));
            });
        aws.Findings.Add(Enumerable.Range(0, Findings).Select(Finding));
        await bot.Database.Write(session => session.Execute(LayIn, new { last = Findings - 1, groups = Groups }), CancellationToken.None);
        await Determine(bot);
        (await bot.Count(WorkflowBench.Differs)).ShouldBe(Findings);

        var began = time.GetUtcNow();
        await WriteAll(bot, aws, time);
        var took = time.GetUtcNow() - began;

        (await bot.Count("findings where workflow = 'SUPPRESSED' and suppressed_by_us = 1")).ShouldBe(Findings);
        var calls = aws.Calls.All.Where(c => c.Operation == "BatchUpdateFindings").ToList();
        calls.Count.ShouldBe(Findings / WorkflowQueue.BatchSize);
        calls.ShouldAllBe(c => c.ErrorCode == null);
        (Findings / took.TotalSeconds / AllowedPerSecond).ShouldBeGreaterThanOrEqualTo(0.9, $"It took {took}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Findings} findings in {took}: {Findings / took.TotalSeconds / AllowedPerSecond:P1} of what is allowed");
    }

    /// <summary>Nobody has said that anything has changed: the pass finds it all.</summary>
    private static async Task Determine(TestBot bot)
    {
        var (pass, settler) = (bot.Service<WorkflowPass>(), bot.Service<WorkflowSettler>());
        while (await pass.Page(CancellationToken.None))
        {
            while (await settler.Step(CancellationToken.None) > 0)
            {
            }
        }
    }

    /// <summary>As the worker does it, so many calls at once. Work takes no time; answers do, and AWS's allowance does.</summary>
    private static async Task WriteAll(TestBot bot, LocalAwsServer aws, FakeTimeProvider time)
    {
        var (queue, sync, limits) = (bot.Service<WorkflowQueue>(), bot.Service<WorkflowSync>(), bot.Service<AwsRateLimits>());
        var (answering, working) = (0, Calls);
        async Task Caller()
        {
            while (await queue.Claim(CancellationToken.None) is { } batch)
            {
                await sync.Write(batch, CancellationToken.None);
                var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Interlocked.Increment(ref answering);
                await using var timer = time.CreateTimer(
                    _ =>
                    {
                        // Before the clock goes on: whoever has its answer is at work.
                        Interlocked.Decrement(ref answering);
                        answer.SetResult();
                    },
                    state: null,
                    AnswerTakes,
                    Timeout.InfiniteTimeSpan);
                await answer.Task;
            }

            Interlocked.Decrement(ref working);
        }

        var callers = Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => Task.Run(Caller)));
        while (!callers.IsCompleted)
        {
            var waiting = Volatile.Read(ref answering) + limits.Waiting(aws.AdministratorId, aws.HomeRegion, "BatchUpdateFindings");
            if (waiting > 0 && waiting >= Volatile.Read(ref working))
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
            }
            else
            {
                await Task.Delay(1);
            }
        }

        await callers;
    }

    private static JsonObject Finding(int number) => new()
    {
        ["Id"] = $"finding-{number}",
        ["ProductArn"] = "arn:aws:securityhub:ap-northeast-1::product/aws/securityhub",
        ["AwsAccountId"] = TestBot.ShopAccount,
        ["Region"] = "ap-northeast-1",
        ["Workflow"] = new JsonObject { ["Status"] = "NEW" },
    };
}
