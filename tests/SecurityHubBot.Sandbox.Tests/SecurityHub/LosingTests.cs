using System.Text.Json.Nodes;
using SecurityHubBot.Reconcile;
using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Sandbox.Tests.SecurityHub;

/// <summary>Events that get lost, and Security Hub's own word, which tells of them.</summary>
public sealed class LosingTests
{
    [Fact]
    public async Task What_is_lost_is_not_sent_again_and_stands_in_GetFindings()
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
        var findings = (await aws.Do(TruthPath, new { }))["Findings"]!.AsArray();
        ((string?)findings.ShouldHaveSingleItem()!["Compliance"]!["Status"]).ShouldBe("PASSED");
    }

    [Fact]
    public async Task Page_by_page_everything_is_shown_once()
    {
        await using var bot = await StubBot.Start();
        await using var aws = await AwsCornerHost.Start(bot.Url, Organisation.Default);
        using var truth = new LocalTruth(aws.Http.BaseAddress!, Organisation.Default);
        var scope = (await truth.Scopes(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        List<TruthPage> pages = [await truth.Read(scope, token: null, TestContext.Current.CancellationToken)];
        while (pages[^1].NextToken is { } token)
        {
            pages.Add(await truth.Read(scope, token, TestContext.Current.CancellationToken));
        }

        pages.Count.ShouldBeGreaterThan(1);
        pages.ShouldAllBe(p => p.Findings.Count <= 100);
        var ids = pages.SelectMany(p => p.Findings).Select(f => JsonNode.Parse(f.Span)!["Id"]!.GetValue<string>()).ToList();
        ids.ShouldBeUnique();
        ids.Count.ShouldBe(aws.Hub.Resources.Sum(r => aws.Hub.Events(r).Count));
        await Should.ThrowAsync<TruthTokenExpiredException>(() => truth.Read(scope, "?", TestContext.Current.CancellationToken));
    }

    private const string TruthPath = "/aws/findings";
}
