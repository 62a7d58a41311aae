using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

/// <summary>An exception as people go through it: asked for by one, approved by another, seen by everybody.</summary>
public sealed class ExceptionTests(Chromium chromium) : SandboxTest(chromium)
{
    private ILocator Modal => Page.GetByTestId("modal");

    private ILocator Home => Page.GetByTestId("home");

    [Fact]
    public async Task Request_an_exception_as_one_person_approve_it_as_another_and_see_card_thread_and_Home()
    {
        await Quiet();
        var card = Card("S3.8", "shop-prod (");
        await RequestFor(card);
        await Expect(card).ToContainTextAsync("までの例外を申請中です");
        await card.GetByTestId("thread-open").Last.ClickAsync();
        await Expect(Page.GetByTestId("thread-messages")).ToContainTextAsync("キャンペーン用の公開画像です。");
        await Shot("exception-3-requested");

        await ApproveAs(Tanaka);
        await Become(Ito);
        await OpenChannel("shop-aws");
        await Expect(card.Locator(".block-header")).ToContainTextAsync("例外: (S3.8)");
        await Expect(card).ToContainTextAsync("承認: @田中 美咲 さん");
        await Expect(Button(card, "case.accept")).ToHaveCountAsync(0);
        await card.GetByTestId("thread-open").Last.ClickAsync();
        await Expect(Page.GetByTestId("thread-messages")).ToContainTextAsync("田中 美咲 さんが例外 EX-1 を承認しました");
        await Shot("exception-6-card");

        await OpenHome();
        await Expect(Home).ToContainTextAsync("EX-1");
        await Home.GetByText("EX-1").First.ScrollIntoViewIfNeededAsync();
        await Shot("exception-7-home");
    }

    [Fact]
    public async Task The_modal_follows_the_choice_of_resources_and_keeps_what_was_typed()
    {
        await Quiet();
        var card = Card("S3.8", "shop-prod (");
        await Button(card, "case.request_exception").ClickAsync();
        await Modal.Locator("[data-action-id=reason]").FillAsync("一部は公開用です。");
        await Expect(Modal).ToContainTextAsync("対象になるリソース（3件）");

        await Modal.GetByText("一部だけ").ClickAsync();
        await Expect(Modal).ToContainTextAsync("上で選択したものだけ");
        await Expect(Modal.Locator("[data-action-id=reason]")).ToHaveValueAsync("一部は公開用です。");
        await Modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(Modal.Locator(".has-error")).ToHaveCountAsync(1);
        await Shot("exception-chosen");
    }

    [Fact]
    public async Task A_rejection_without_a_comment_is_refused_and_one_with_a_comment_reaches_the_requester()
    {
        await Quiet();
        await RequestFor(Card("S3.8", "shop-prod ("));
        await OpenReview(Tanaka);
        await Modal.GetByText("却下する", new() { Exact = true }).ClickAsync();
        await Modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(Modal.Locator(".has-error .input-error")).ToContainTextAsync("却下する理由を入力してください。");
        await Modal.Locator("[data-action-id=comment]").FillAsync("CloudFront 経由にしてください。");
        await Modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(Modal).ToHaveCountAsync(0);

        await Become(Ito);
        await OpenChannel("shop-aws");
        await Card("S3.8", "shop-prod (").GetByTestId("thread-open").Last.ClickAsync();
        await Expect(Page.GetByTestId("thread-messages")).ToContainTextAsync("CloudFront 経由にしてください。");
        await Shot("exception-rejected");
    }

    [Fact]
    public async Task A_mention_in_the_thread_takes_the_reason_over()
    {
        await Quiet();
        await Card("S3.8", "shop-prod (").GetByTestId("thread-open").Last.ClickAsync();
        await Page.GetByTestId("thread-composer").FillAsync("@SecurityHubBot 公開用のバケットです。");
        await Page.GetByTestId("thread-composer").PressAsync("Escape");
        await Page.GetByTestId("thread-composer-send").ClickAsync();

        await Button(Page.GetByTestId("thread-messages"), "exception.offer").ClickAsync();
        await Expect(Modal.Locator("[data-action-id=reason]")).ToHaveValueAsync("公開用のバケットです。");
        await Shot("exception-mention");
    }

    private async Task RequestFor(ILocator card)
    {
        await Button(card, "case.request_exception").ClickAsync();
        await Expect(Modal).ToContainTextAsync("例外の申請");
        await Shot("exception-1-modal");
        await Modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(Modal.Locator(".has-error")).Not.ToHaveCountAsync(0);
        await Modal.Locator("[data-action-id=reason]").FillAsync("キャンペーン用の公開画像です。CloudFront で配信しています。");
        await Modal.Locator("[data-action-id=evidence]").FillAsync("https://wiki.example.com/decisions/7");
        await Shot("exception-2-filled");
        await Modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(Modal).ToHaveCountAsync(0);
    }

    private async Task OpenReview(string approver)
    {
        await Become(approver);
        await OpenChannel("security-approvals");
        var request = Page.GetByTestId("message-list").Locator("article.message").Filter(new() { Has = Page.Locator(".block-header", new() { HasText = "例外の申請 EX-1" }) });
        await Expect(request).ToContainTextAsync("キャンペーン用の公開画像です。");
        await Shot("exception-4-request");
        await Button(request, "exception.review").ClickAsync();
        await Expect(Modal).ToContainTextAsync("EX-1 の審査");
    }

    private async Task ApproveAs(string approver)
    {
        await OpenReview(approver);
        await Modal.GetByText("承認する", new() { Exact = true }).ClickAsync();
        await Shot("exception-5-decision");
        await Modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(Modal).ToHaveCountAsync(0);
        await Expect(Page.GetByTestId("message-list")).ToContainTextAsync("さんが承認しました");
    }

    private async Task OpenHome()
    {
        await Page.GetByTestId("app-home").ClickAsync();
        await Expect(Home).ToBeVisibleAsync();
    }
}
