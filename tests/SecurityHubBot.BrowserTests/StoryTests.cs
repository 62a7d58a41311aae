using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

public sealed class StoryTests(Chromium chromium) : SandboxTest(chromium)
{
    [Fact]
    public async Task Open_the_page_see_a_card_accept_it_link_a_ticket_fix_it_and_see_it_done()
    {
        // A newcomer is the shop team's lead, in the team's own channel.
        await Expect(Page.GetByTestId("person-switch")).ToContainTextAsync("伊藤 優希");
        await Expect(Page.GetByTestId("channel-header")).ToContainTextAsync("shop-aws");
        var card = Card("S3.8", "shop-prod (");
        await Expect(card).ToContainTextAsync("重要度: HIGH (S3.8) S3 汎用バケットはパブリックアクセスをブロックする必要があります");
        await Expect(card).ToContainTextAsync("担当者: 未定");
        await Expect(card).ToContainTextAsync("リソース: 3件");
        await Shot("story-1-card");

        await Accept(card);
        await SecondPersonIsAsked(card);
        await LinkTicket(card);
        await FixEverything(card);

        await Expect(card.Locator(".block-header")).ToContainTextAsync("是正済み");
        await Expect(card).ToContainTextAsync("是正を確認しました");
        await Expect(Button(card, "case.accept")).ToHaveCountAsync(0);
        await Expect(Page.GetByTestId("message-list").Locator($"[data-ts='{await card.GetAttributeAsync("data-ts")}']")).ToHaveCountAsync(1);
        await Shot("story-6-done");
        await card.GetByTestId("thread-open").Last.ClickAsync();
        await Expect(Page.GetByTestId("thread-messages")).ToContainTextAsync("伊藤 優希 さん、ご対応ありがとうございました。");
        await Shot("story-7-thread");
    }

    private async Task Accept(Microsoft.Playwright.ILocator card)
    {
        await Button(card, "case.accept").ClickAsync();
        await Expect(card).ToContainTextAsync("担当者: @伊藤 優希");
        await card.GetByTestId("thread-open").Last.ClickAsync();
        await Expect(Page.GetByTestId("thread-messages")).ToContainTextAsync("伊藤 優希 さんが対応します。");
        await Shot("story-2-accepted");
    }

    private async Task SecondPersonIsAsked(Microsoft.Playwright.ILocator card)
    {
        await Become(Tanaka);
        await Button(card, "case.accept").ClickAsync();
        var modal = Page.GetByTestId("modal");
        await Expect(modal).ToContainTextAsync("伊藤 優希 さんが担当しています。担当を引き継ぎますか？");
        await Shot("story-3-take-over");
        await modal.GetByTestId("modal-close").ClickAsync();
        await Expect(modal).ToHaveCountAsync(0);
        await Expect(card).ToContainTextAsync("担当者: @伊藤 優希");
    }

    private async Task LinkTicket(Microsoft.Playwright.ILocator card)
    {
        await Button(card, "case.link_ticket").ClickAsync();
        var modal = Page.GetByTestId("modal");
        var field = modal.Locator("[data-action-id=ticket]");
        await field.FillAsync("来週やります");
        await modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(modal.Locator(".has-error .input-error")).ToContainTextAsync("チケットとして読み取れません");
        await Shot("story-4-wrong-ticket");
        await field.FillAsync("SHOP-12");
        await modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(modal).ToHaveCountAsync(0);
        await Expect(card).ToContainTextAsync("チケット: SHOP-12");
    }

    private async Task FixEverything(Microsoft.Playwright.ILocator card)
    {
        await Fix("S3.8", "shop-prod-invoice-archive");
        await Expect(card).ToContainTextAsync("リソース: 2件");
        await Shot("story-5-partly-fixed");
        await Fix("S3.8", "shop-prod-campaign-assets");
        await Fix("S3.8", "shop-prod-order-export");
    }
}
