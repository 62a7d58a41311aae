using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Events_carry_the_key_and_are_json()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);

        (await aws.Do("/aws/fail", new { account_id = Known.ShopProd, region = Known.Tokyo, control_id = "S3.8" }))["delivery"]!
            .GetValue<string>().ShouldBe("accepted");

        bot.Received.Single().ApiKey.ShouldBe(StubBot.KeyOfThisTest);
        bot.Received.Single().ContentType.ShouldBe("application/json; charset=utf-8");
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task While_the_bot_is_ill_nothing_is_lost_and_every_finding_stays_in_order(int status)
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);
        var refused = new ConcurrentDictionary<string, int>();
        // Every event is turned away twice before it is taken.
        bot.Answer = body => refused.AddOrUpdate(JsonNode.Parse(body)!["id"]!.GetValue<string>(), 1, (_, n) => n + 1) <= 2 ? status : 202;

        for (var i = 0; i < 20; i++)
        {
            var change = aws.Hub.Fail(Known.ShopProd, Known.Tokyo, "S3.8", $"bucket-{i}");
            aws.Hub.Fix(change.Key);
            aws.Hub.Archive(change.Key);
        }

        await AwsCornerHost.Until(() => aws.Sender.State.Waiting == 0, "an empty queue");
        bot.Accepted.Count.ShouldBe(60);
        foreach (var finding in bot.Accepted.GroupBy(a => a.FindingId))
        {
            finding.Select(a => a.Finding["Compliance"]!["Status"]!.GetValue<string>()).ShouldBe(["FAILED", "PASSED", "NOT_AVAILABLE"]);
        }

        aws.Sender.State.Sent.ShouldBe(60);
        aws.Sender.State.Failed.ShouldBe(0);
        aws.Sender.State.LastProblem.ShouldBeNull();
    }

    [Fact]
    public async Task A_bot_that_starts_later_gets_everything()
    {
        var port = FreePort();
        await using var aws = await AwsCornerHost.Start(new Uri($"http://127.0.0.1:{port}"));
        var answer = await aws.Do("/aws/fail", new { account_id = Known.ShopProd, region = Known.Tokyo, control_id = "S3.8" });
        answer["delivery"]!.GetValue<string>().ShouldBe("waiting");
        var delivery = (await aws.State())["delivery"]!;
        delivery["waiting"]!.GetValue<int>().ShouldBe(1);
        delivery["last_problem"]!.GetValue<string>().ShouldContain("does not answer");

        await using var bot = await StubBot.Start(port);

        await AwsCornerHost.Until(() => bot.Accepted.Count == 1, "the event");
    }

    [Theory]
    [InlineData(400, "malformed")]
    [InlineData(401, "API keys")]
    [InlineData(413, "too large")]
    public async Task What_the_bot_refuses_for_good_is_said_and_not_tried_again(int status, string reason)
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);
        bot.Answer = _ => status;

        var (answer, body) = await aws.Post("/aws/fail", new { account_id = Known.ShopProd, region = Known.Tokyo, control_id = "S3.8" });

        answer.ShouldBe(424);
        body["error"]!.GetValue<string>().ShouldContain(reason);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        bot.Received.Count.ShouldBe(1);
        var refused = (await aws.State())["delivery"]!["refused"]!.AsArray().Single()!;
        refused["status"]!.GetValue<int>().ShouldBe(status);
    }

    [Fact]
    public async Task One_finding_that_the_bot_cannot_take_does_not_hold_up_the_others()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url, adjust: o => With(o, maxAttempts: 4));
        bot.Answer = body => body.Contains("poison", StringComparison.Ordinal) ? 500 : 202;

        var poison = aws.Hub.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "poison");
        for (var i = 0; i < 40; i++)
        {
            aws.Hub.Fail(Known.ShopProd, Known.Tokyo, "S3.8", $"bucket-{i}");
        }

        await AwsCornerHost.Until(() => bot.Accepted.Count == 40, "the other findings");
        (await poison.Delivered).ShouldBeOfType<Sandbox.SecurityHub.DeliveryOutcome.GivenUp>().Reason.ShouldContain("4 attempts");
        aws.Sender.State.Failed.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_queue_refuses_changes_and_changes_nothing()
    {
        await using var aws = await AwsCornerHost.Start(new Uri($"http://127.0.0.1:{FreePort()}"), adjust: o => With(o, queueLimit: 4));
        aws.Hub.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "one");
        aws.Hub.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "two");

        var (status, body) = await aws.Post("/aws/fail", new { account_id = Known.ShopProd, region = Known.Tokyo, control_id = "S3.8", resource_id = "three" });

        status.ShouldBe(429);
        body["error"]!.GetValue<string>().ShouldContain("wait for the bot");
        (await aws.State())["resources"]!.AsArray().Count.ShouldBe(2);
    }

    private static Sandbox.SecurityHub.AwsCornerOptions With(Sandbox.SecurityHub.AwsCornerOptions o, int maxAttempts = 185, int queueLimit = 20_000) => new()
    {
        BotUrl = o.BotUrl,
        ApiKey = o.ApiKey,
        FirstRetry = o.FirstRetry,
        LongestRetry = o.LongestRetry,
        AnswerWait = o.AnswerWait,
        MaxAttempts = maxAttempts,
        QueueLimit = queueLimit,
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
