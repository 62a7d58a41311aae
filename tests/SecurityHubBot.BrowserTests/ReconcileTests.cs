using Microsoft.Playwright;
using SecurityHubBot.Sandbox.Workspace;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

public sealed class ReconcileTests(Chromium chromium) : SandboxTest(chromium)
{
    [Fact]
    public async Task An_event_that_got_lost_is_made_up_for_when_an_operator_runs_the_comparison()
    {
        await AwayFromTheHourlyRun();
        await Quiet();
        var card = Card("S3.8", "shop-prod (").First;
        await Expect(Button(card, "case.accept")).ToBeVisibleAsync();
        var corner = await Aws();
        await corner.GetByTestId("aws-losing").CheckAsync();
        foreach (var name in await FailingBuckets(corner))
            await Fix("S3.8", name);

        await Expect(corner.GetByTestId("aws-lost")).Not.ToBeEmptyAsync();
        await Shot("reconcile-lost");
        await Quiet();
        await Expect(Button(card, "case.accept")).ToBeVisibleAsync();

        await Become(AozoraHosting.Sato);
        await OpenChannel("shop-aws");
        await Type("/shub jobs");
        await Expect(Answer).ToContainTextAsync("Security Hub との照合");
        await Shot("jobs");
        await Reconcile().GetByText("今すぐ実行").ClickAsync();
        await Page.GetByTestId("confirm-ok").ClickAsync();
        await Expect(Answer).ToContainTextAsync("まもなく開始します");

        await Expect(Card("S3.8", "shop-prod (").Filter(new() { HasText = "是正済み" })).ToHaveCountAsync(1);
        await AskUntilItSays("修復");
        await Expect(Reconcile()).ToContainTextAsync("修復");
        await Shot("reconcile-repaired");
    }

    /// <summary>The job's own part of the list: the notice above it names the job as well, but has no button.</summary>
    private ILocator Reconcile() =>
        Answer.Locator(".block-section").Filter(new() { HasText = "Security Hub との照合" }).Filter(new() { Has = Page.GetByText("今すぐ実行", new() { Exact = true }) });

    /// <summary>The card is repaired a moment before the run is written down as done.</summary>
    private async Task AskUntilItSays(string words)
    {
        var answers = Page.GetByTestId("message-list").GetByTestId("ephemeral");
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var before = await answers.CountAsync();
            await Type("/shub jobs");
            await Expect(answers).ToHaveCountAsync(before + 1);
            if ((await Reconcile().InnerTextAsync()).Contains(words, StringComparison.Ordinal))
                return;

            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>At :20 the bot compares by itself, which would repair what is lost here before anybody asks for it.</summary>
    private static async Task AwayFromTheHourlyRun()
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = now.AddMinutes(20 - now.Minute).AddSeconds(30 - now.Second);
        if (now > run.AddSeconds(-90) && now < run)
            await Task.Delay(run - now, TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<string>> FailingBuckets(ILocator corner)
    {
        await corner.GetByTestId("aws-filter-account").SelectOptionAsync("204518339071");
        await corner.GetByTestId("aws-filter-FAILED").ClickAsync();
        var ids = await corner.Locator("[data-testid=aws-resource][data-control='S3.8'] .resource-id").AllInnerTextsAsync();
        await corner.GetByTestId("aws-filter-all").ClickAsync();
        return [.. ids.Select(id => id.Trim())];
    }
}
