using Amazon.SecurityHub.Model;
using SecurityHubBot.Aws;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.TestSupport;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Tests.Workflows;

/// <summary>What goes wrong between the bot and Security Hub, and what becomes of it.</summary>
public class WorkflowFailureTests
{
    private const string Write = "BatchUpdateFindings";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_finding_that_somebody_else_was_writing_is_tried_again_and_its_neighbours_do_not_suffer(DatabaseKind kind)
    {
        await using var bench = await Start(kind);
        bench.Aws.Faults.Next(Write, new AwsFault.Partial("ConcurrentUpdateError"));

        await Ignore(bench, "a", "b", "c");
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count(WorkflowBench.Differs) == 0);

        foreach (var bucket in (string[])["a", "b", "c"])
        {
            bench.Status(bucket).ShouldBe("SUPPRESSED");
        }

        bench.EventsWaiting.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_finding_that_Security_Hub_does_not_have_is_not_tried_again_before_it_is_heard_of_again(DatabaseKind kind)
    {
        await using var bench = await Start(kind);
        bench.Aws.Faults.Next(Write, new AwsFault.Partial("FindingNotFound"));
        await Ignore(bench, "a");
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count($"{WorkflowBench.Differs} and workflow_error like 'FindingNotFound:%'") == 1);
        var writes = bench.Writes;
        (await bench.Ask("/shub pending")).ShouldContain("Security Hub に存在しません");

        await bench.Jump(TimeSpan.FromHours(13));
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("workflow_looks") == 0 && await bench.Bot.Count("workflow_pass where ended_at is not null") == 1);
        bench.Writes.ShouldBe(writes);

        await bench.Fail("a", minute: 5);
        await bench.Jump(TimeSpan.FromHours(7));
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count(WorkflowBench.Differs) == 0);
        bench.Status("a").ShouldBe("SUPPRESSED");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_Security_Hub_finds_invalid_is_remembered_with_the_reason_and_shown(DatabaseKind kind)
    {
        await using var bench = await Start(kind);
        bench.Aws.Faults.Next(Write, new AwsFault.Partial("InvalidInput", Items: 2));
        await Ignore(bench, "a", "b", "c");
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count($"{WorkflowBench.Differs} and workflow_error is null") == 0);

        (await bench.Bot.Count($"{WorkflowBench.Differs} and workflow_error = 'InvalidInput: Ordered by a test.'")).ShouldBe(2);
        var answer = await bench.Ask("/shub pending");
        answer.ShouldContain("反映待ち 2件");
        answer.ShouldContain("2件: Security Hub が入力を無効と判断しました");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_call_that_is_refused_as_a_whole_is_halved_until_it_is_known_for_whose_sake(DatabaseKind kind)
    {
        await using var bench = await Start(kind);
        // The call for four, the one for the first two, and the one for the first.
        bench.Aws.Faults.Next(Write, new AwsFault.Error("InvalidInputException", 400), count: 3);
        await Ignore(bench, "a", "b", "c", "d");
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count($"{WorkflowBench.Differs} and workflow_error is null") == 0);

        (await bench.Bot.Count($"{WorkflowBench.Differs} and workflow_error like 'InvalidInputException:%'")).ShouldBe(1);
        ((string[])["a", "b", "c", "d"]).Count(b => bench.Status(b) == "SUPPRESSED").ShouldBe(3);
    }

    public static TheoryData<DatabaseKind, string> Troubles()
    {
        var all = new TheoryData<DatabaseKind, string>();
        foreach (var kind in Enum.GetValues<DatabaseKind>())
        {
            foreach (var trouble in (string[])["throttled", "expired", "down", "denied"])
            {
                all.Add(kind, trouble);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task While_AWS_takes_nothing_everything_waits_and_then_is_written(DatabaseKind kind, string trouble)
    {
        await using var bench = await Start(kind);
        AwsFault fault = trouble switch
        {
            "throttled" => AwsFault.Throttled,
            "expired" => AwsFault.ExpiredToken,
            "down" => new AwsFault.Cut(),
            _ => new AwsFault.Error("AccessDeniedException", 403),
        };
        bench.Aws.Faults.Next(Write, fault, count: 100_000);
        await Ignore(bench, "a", "b");
        var state = bench.Bot.Service<WorkflowState>();
        await bench.Bot.WaitUntil(() => Task.FromResult(state.Fault is not null));

        state.Fault!.Trouble.ShouldBe(trouble switch
        {
            "throttled" => SecurityHubTrouble.Throttled,
            "expired" => SecurityHubTrouble.Credentials,
            "down" => SecurityHubTrouble.Unreachable,
            _ => SecurityHubTrouble.Denied,
        });
        (await bench.Ask("/shub pending")).ShouldContain(":warning:");
        (await bench.Bot.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken)).ShouldBe("Degraded");

        bench.Aws.Faults.Clear();
        await bench.Jump(TimeSpan.FromMinutes(2));
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count(WorkflowBench.Differs) == 0);
        bench.Status("a").ShouldBe("SUPPRESSED");
        bench.Status("b").ShouldBe("SUPPRESSED");
        await bench.Bot.WaitUntil(() => Task.FromResult(state.Fault is null));
        (await bench.Bot.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken)).ShouldBe("Healthy");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Killed_between_the_call_and_the_commit_the_same_is_written_once_more(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind, services: s => s.Remove(s.Single(d => d.ImplementationType == typeof(WriteWorker))));
        await bench.Policies("*,S3.8,ignore,,,,");
        await Ignore(bench, "a", "b");
        var batch = (await bench.Bot.Service<WorkflowQueue>().Claim(CancellationToken.None)).ShouldNotBeNull();
        var hub = await bench.Bot.Service<AwsClients>().Home(CancellationToken.None);
        await hub.BatchUpdateFindingsAsync(
            new BatchUpdateFindingsRequest
            {
                FindingIdentifiers = [.. batch.Items.Select(i => new AwsSecurityFindingIdentifier { Id = i.FindingId, ProductArn = i.ProductArn })],
                Workflow = new WorkflowUpdate { Status = batch.Workflow },
            },
            CancellationToken.None);

        await using var other = await bench.StartBot();
        (await bench.Bot.Count(WorkflowBench.Differs)).ShouldBe(2);
        bench.Writes.ShouldBe(1);
        await bench.Jump(WorkflowQueue.Lease + TimeSpan.FromSeconds(1));
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count(WorkflowBench.Differs) == 0);

        bench.Writes.ShouldBe(2);
        bench.Status("a").ShouldBe("SUPPRESSED");
        bench.Note("b").ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Instances_side_by_side_write_each_finding_once(DatabaseKind kind)
    {
        await using var bench = await WorkflowBench.Start(kind);
        await using var other = await bench.StartBot();
        var buckets = Enumerable.Range(0, 350).Select(i => $"bucket-{i}").ToArray();
        await bench.Policies("*,S3.8,ignore,,,,");

        await Task.WhenAll(buckets.Chunk(50).Select(some => Report(bench, some)));
        await bench.Bot.SettleDecisions();
        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("findings where workflow = 'SUPPRESSED'") == buckets.Length);

        buckets.ShouldAllBe(b => bench.Status(b) == "SUPPRESSED");
        bench.EventsWaiting.ShouldBe(buckets.Length);
    }

    private static async Task<WorkflowBench> Start(DatabaseKind kind)
    {
        var bench = await WorkflowBench.Start(kind);
        await bench.Policies("*,S3.8,ignore,,,,");
        return bench;
    }

    /// <summary>Findings that are to be suppressed in one call: they are taken in before anybody looks.</summary>
    private static async Task Ignore(WorkflowBench bench, params string[] buckets)
    {
        await Report(bench, buckets);
        await bench.Settled();
    }

    private static async Task Report(WorkflowBench bench, string[] buckets)
    {
        var findings = buckets.Select(b => Integration.Events.Finding(b, Integration.TestBot.ShopAccount, "S3.8", "FAILED", 0)).ToArray();
        bench.Aws.Findings.Add(findings);
        await bench.Bot.Accept(Samples.ImportedEvent(findings));
    }
}
