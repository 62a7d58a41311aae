namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

/// <summary>Events that get lost, and Security Hub's own word, which tells of them.</summary>
public sealed class LosingTests
{
    [Fact]
    public async Task What_is_lost_is_not_sent_again_and_stands_in_Security_Hub()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url);
        var bucket = await aws.Fail(Known.ShopProd, Known.Tokyo, "S3.8");
        await AwsCornerHost.Until(() => bot.Accepted.Count == 1, "the failure");
        await aws.Do("/aws/losing", new { on = true });

        ((string?)(await aws.Do("/aws/fix", new { key = bucket }))["delivery"]).ShouldBe("lost");
        var state = await aws.Do("/aws/losing", new { on = false });

        ((long)state["lost"]!).ShouldBe(1);
        ((bool)state["losing"]!).ShouldBeFalse();
        aws.Hub.SendPending().ShouldBeEmpty("nobody knows of what got lost");
        bot.Accepted.Count.ShouldBe(1);
        var findings = aws.Hub.Resources.SelectMany(r => aws.Hub.Events(r)).ToList();
        ((string?)findings.ShouldHaveSingleItem()["detail"]!["findings"]![0]!["Compliance"]!["Status"]).ShouldBe("PASSED");
    }
}
