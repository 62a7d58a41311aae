using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

public sealed class StateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aws-corner-");

    private string Database => Path.Combine(_folder.FullName, "state", "aws.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_start_tells_the_bot_everything_once_and_a_restart_nothing()
    {
        await using var bot = await StubBot.Start();
        int events;
        await using (var aws = await AwsCornerHost.Start(bot.Url, Organisation.Default, Database))
        {
            await AwsCornerHost.Until(() => bot.Accepted.Count > 0 && aws.Hub.Resources.All(r => !r.IsPending), "every finding to be delivered");
            events = bot.Accepted.Count;
            events.ShouldBe(aws.Hub.Resources.Sum(r => aws.Hub.Events(r).Count));
        }

        await using var again = await AwsCornerHost.Start(bot.Url, Organisation.Default, Database);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        bot.Received.Count.ShouldBe(events);
        again.Hub.Resources.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task State_survives_a_restart_and_so_does_what_was_not_delivered()
    {
        string fixedKey;
        JsonObject before;
        await using var bot = await StubBot.Start();
        await using (var aws = await AwsCornerHost.Start(bot.Url, database: Database))
        {
            fixedKey = await aws.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "fixed");
            await aws.Do("/aws/fix", new { key = fixedKey });
            await AwsCornerHost.Until(() => aws.Hub.Resources.All(r => !r.IsPending), "both events to be noted as delivered");
            bot.Answer = _ => 503;
            await aws.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "undelivered");
            before = await aws.State();
        }

        bot.Answer = _ => 202;
        var accepted = bot.Accepted.Count;
        await using var again = await AwsCornerHost.Start(bot.Url, database: Database);

        JsonNode.DeepEquals((await again.State())["resources"], before["resources"]).ShouldBeTrue();
        await AwsCornerHost.Until(() => bot.Accepted.Count > accepted, "the undelivered event");
        bot.Accepted.Skip(accepted).Single().Finding["Resources"]![0]!["Id"]!.GetValue<string>().ShouldBe("arn:aws:s3:::undelivered");
        (await again.Resource(fixedKey))["status"]!.GetValue<string>().ShouldBe("PASSED");
    }

    [Fact]
    public async Task Ids_are_the_same_after_a_restart()
    {
        await using var bot = await StubBot.Start();
        await using (var aws = await AwsCornerHost.Start(bot.Url, database: Database))
        {
            await aws.Fail(Known.ShopProd, Known.Tokyo, "KMS.4", "token-key");
        }

        await using var again = await AwsCornerHost.Start(bot.Url, database: Database);
        await again.Do("/aws/fix", new { key = again.Hub.Resources.Single().Key });

        bot.Accepted.Count.ShouldBe(2);
        bot.Accepted[1].FindingId.ShouldBe(bot.Accepted[0].FindingId);
    }

    [Fact]
    public async Task A_reset_is_the_first_day_again()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url, Organisation.Default, Database);
        var keys = aws.Hub.Resources.Select(r => r.Key).ToHashSet();
        await aws.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "made-by-hand");

        aws.Hub.Reset();

        aws.Hub.Resources.Select(r => r.Key).ToHashSet().SetEquals(keys).ShouldBeTrue();
        await AwsCornerHost.Until(() => aws.Hub.Resources.All(r => !r.IsPending), "every finding to be delivered again");
    }

    [Theory]
    [InlineData(40, "spread", null)]
    [InlineData(200, "one", Known.PaymentProd)]
    public async Task A_flood_sends_what_it_says_sixteen_at_a_time(int count, string channels, string? account)
    {
        await using var bot = await StubBot.Start();
        bot.Delay = TimeSpan.FromMilliseconds(20);
        await using var aws = await AwsCornerHost.Start(bot.Url);

        var started = await aws.Do("/aws/flood", new { count, channels, account_id = account });
        started["total"]!.GetValue<int>().ShouldBe(count);
        (await aws.Post("/aws/flood", new { count, channels, account_id = account })).Status.ShouldBe(409);

        await AwsCornerHost.Until(() => aws.Flood.Progress is { Running: false }, "the flood's end");
        var flood = (await aws.State())["flood"]!;
        flood["sent"]!.GetValue<int>().ShouldBe(count);
        flood["failed"]!.GetValue<int>().ShouldBe(0);
        bot.MostAtOnce.ShouldBeInRange(2, 16);
        aws.Hub.Resources.Count.ShouldBe(count);
        aws.Hub.Resources.Select(r => r.AccountId).Distinct().Count().ShouldBe(account is null ? Organisation.Default.Accounts.Count(a => a.InTable) : 1);
        aws.Hub.Resources.Select(r => r.ControlId).Distinct().Count().ShouldBeGreaterThan(2);
        bot.AcceptedFindings().Select(f => f["Resources"]![0]!["Id"]!.GetValue<string>()).Distinct().Count().ShouldBe(count);
    }

    [Fact]
    public async Task A_flood_larger_than_the_queue_waits_for_room()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url, adjust: o => new AwsCornerOptions { BotUrl = o.BotUrl, ApiKey = o.ApiKey, QueueLimit = 20 });

        await aws.Do("/aws/flood", new { count = 300 });

        await AwsCornerHost.Until(() => aws.Flood.Progress is { Running: false }, "the flood's end");
        aws.Flood.Progress!.Sent.ShouldBe(300);
    }

    [Fact]
    public async Task A_flood_counts_what_the_bot_refuses()
    {
        await using var bot = await StubBot.Start();
        bot.Answer = body => body.Contains(Known.PaymentProd, StringComparison.Ordinal) ? 400 : 202;
        await using var aws = await AwsCornerHost.Start(bot.Url);

        await aws.Do("/aws/flood", new { count = 24, channels = "spread" });

        await AwsCornerHost.Until(() => aws.Flood.Progress is { Running: false }, "the flood's end");
        aws.Flood.Progress!.ShouldBe(new FloodProgress(Running: false, 24, 22, 2));
    }
}
