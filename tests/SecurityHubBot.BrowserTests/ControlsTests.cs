using Microsoft.Playwright;
using SecurityHubBot.Sandbox.Workspace;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

/// <summary>Controls switched across the organisation, as the README proposes to try it.</summary>
public sealed class ControlsTests(Chromium chromium) : SandboxTest(chromium)
{
    private ILocator Plan => Page.GetByTestId("message-list").Locator("article.message").Filter(new() { Has = Page.Locator(".block-header", new() { HasText = "計画1: " }) });

    [Fact]
    public async Task The_operator_reads_a_plan_approves_it_and_watches_it_to_its_end()
    {
        await Quiet();
        await Become(AozoraHosting.Sato);
        await OpenChannel("security");
        await Type("/shub controls plan");
        await Expect(Answer).ToContainTextAsync("コントロールの設定が対応方針と異なります");
        await Expect(Answer).ToContainTextAsync("は無効であるべきです");
        await Type("/shub controls apply");
        await Expect(Plan.Locator(".block-header")).ToContainTextAsync("コントロールの切り替えの承認をお願いします");
        await Shot("controls-1-asked");

        await Button(Plan, "controls.approve").ClickAsync();
        await Page.GetByTestId("confirm-ok").ClickAsync();
        await Expect(Plan.Locator(".block-header")).ToContainTextAsync("コントロールの切り替えが終わりました");
        await Expect(Plan).ToContainTextAsync("37件中37件を切り替え、0件はそのまま");
        await Expect(Button(Plan, "controls.approve")).ToHaveCountAsync(0);
        await Plan.GetByTestId("thread-open").Last.ClickAsync();
        await Expect(Page.GetByTestId("thread-messages")).ToContainTextAsync("計画1: すべての変更");
        await Shot("controls-2-done");

        await Type("/shub controls plan");
        await Expect(Answer).ToContainTextAsync("コントロールの設定は対応方針どおりです");
    }
}
