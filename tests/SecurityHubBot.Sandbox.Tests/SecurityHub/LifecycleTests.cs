using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

public sealed class LifecycleTests
{
    [Fact]
    public async Task A_resource_fails_is_fixed_and_fails_again_under_one_finding_id()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);

        var key = await aws.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "shop-prod-coupons");
        await aws.Do("/aws/fix", new { key });
        (await aws.Resource(key))["status"]!.GetValue<string>().ShouldBe("PASSED");
        (await aws.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "shop-prod-coupons")).ShouldBe(key);

        var (failed, passed, again) = (bot.Accepted[0].Finding, bot.Accepted[1].Finding, bot.Accepted[2].Finding);
        bot.Accepted.Select(a => a.FindingId).Distinct().ShouldHaveSingleItem();
        Summary(failed).ShouldBe("FAILED HIGH NEW ACTIVE");
        Summary(passed).ShouldBe("PASSED INFORMATIONAL RESOLVED ACTIVE");
        Summary(again).ShouldBe("FAILED HIGH NEW ACTIVE");
        failed["ProductFields"]!["PreviousComplianceStatus"].ShouldBeNull();
        passed["ProductFields"]!["PreviousComplianceStatus"]!.GetValue<string>().ShouldBe("FAILED");
        again["ProductFields"]!["PreviousComplianceStatus"]!.GetValue<string>().ShouldBe("PASSED");
        bot.Accepted.Select(a => Text(a.Finding, "CreatedAt")).Distinct().ShouldHaveSingleItem();
        bot.Accepted.Select(a => Text(a.Finding, "UpdatedAt")).ShouldBeInOrder();
        bot.Accepted.Select(a => Text(a.Finding, "UpdatedAt")).ShouldBeUnique();
        Text(passed, "FirstObservedAt").ShouldBe(Text(passed, "UpdatedAt"));
        failed["Resources"]![0]!["Id"]!.GetValue<string>().ShouldBe("arn:aws:s3:::shop-prod-coupons");
    }

    [Fact]
    public async Task Resending_changes_nothing_but_when_it_was_last_seen()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);
        var key = await aws.Fail(Known.ShopProd, Known.Tokyo, "EC2.19");

        await aws.Do("/aws/resend", new { key });

        var (first, second) = (bot.Accepted[0].Finding, bot.Accepted[1].Finding);
        Text(second, "UpdatedAt").ShouldBeGreaterThan(Text(first, "UpdatedAt"));
        foreach (var seen in new[] { "UpdatedAt", "LastObservedAt", "ProcessedAt" })
        {
            first.Remove(seen);
            second.Remove(seen);
        }

        JsonNode.DeepEquals(first, second).ShouldBeTrue();
        Text(bot.Accepted[0].Event, "id").ShouldNotBe(Text(bot.Accepted[1].Event, "id"));
    }

    [Fact]
    public async Task An_archived_finding_says_that_its_resource_is_gone_and_comes_back_as_new()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);
        var key = await aws.Fail(Known.ShopProd, Known.Tokyo, "RDS.2", "shop-orders");

        await aws.Do("/aws/archive", new { key });
        (await aws.Resource(key))["status"]!.GetValue<string>().ShouldBe("ARCHIVED");
        await aws.Fail(Known.ShopProd, Known.Tokyo, "RDS.2", "shop-orders");

        Summary(bot.Accepted[1].Finding).ShouldBe("NOT_AVAILABLE INFORMATIONAL NEW ARCHIVED");
        bot.Accepted[1].Finding["Compliance"]!["StatusReasons"]![0]!["ReasonCode"]!.GetValue<string>().ShouldBe("CONFIG_RETURNS_NOT_APPLICABLE");
        Summary(bot.Accepted[2].Finding).ShouldBe("FAILED CRITICAL NEW ACTIVE");
    }

    [Fact]
    public async Task Every_copy_of_a_control_moves_together_where_consolidation_is_off()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);

        var key = await aws.Fail(Known.CorpIt, Known.Tokyo, "CloudTrail.1");
        await aws.Do("/aws/fix", new { key });

        bot.Accepted.Count.ShouldBe(6);
        var byId = bot.Accepted.GroupBy(a => a.FindingId).ToList();
        byId.Count.ShouldBe(3);
        byId.ShouldAllBe(g => string.Join(',', g.Select(a => Summary(a.Finding).Split(' ')[0])) == "FAILED,PASSED");
        (await aws.State())["resources"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_name_every_failure_is_a_new_resource()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);

        var first = await aws.Fail(Known.MediaDev, Known.Tokyo, "Lambda.1");
        var second = await aws.Fail(Known.MediaDev, Known.Tokyo, "Lambda.1");

        second.ShouldNotBe(first);
        (await aws.Resource(second))["resource_id"]!.GetValue<string>().ShouldBe($"arn:aws:lambda:{Known.Tokyo}:{Known.MediaDev}:function:media-dev-lambda-02");
    }

    [Fact]
    public async Task Clicks_within_a_millisecond_stay_in_order()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);
        var key = await aws.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "busy");

        for (var i = 0; i < 50; i++)
        {
            _ = i % 2 == 0 ? aws.Hub.Fix(key) : aws.Hub.Fail(Known.ShopProd, Known.Tokyo, "S3.8", "busy");
        }

        await AwsCornerHost.Until(() => bot.Accepted.Count == 51, "51 events");
        bot.Accepted.Select(a => Text(a.Finding, "UpdatedAt")).ShouldBeInOrder();
        bot.Accepted.Select(a => Text(a.Finding, "UpdatedAt")).ShouldBeUnique();
    }

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    private static string Summary(JsonObject finding) =>
        $"{finding["Compliance"]!["Status"]} {finding["Severity"]!["Label"]} {finding["Workflow"]!["Status"]} {finding["RecordState"]}";
}
