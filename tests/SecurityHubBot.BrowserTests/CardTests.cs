using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

public sealed partial class CardTests(Chromium chromium) : SandboxTest(chromium)
{
    [Fact]
    public async Task The_English_teams_channel_reads_English_and_so_does_its_members_page()
    {
        await Become(Miller);
        await OpenChannel("global-aws");
        var card = Card("S3.8", "global-game-prod");
        await Expect(card).ToContainTextAsync("Severity: HIGH (S3.8) S3 general purpose buckets should block public access");
        await Button(card, "case.accept").ClickAsync();
        await Expect(card).ToContainTextAsync("@Emma Miller");
        await Expect(card.GetByTestId("thread-open").First).ToContainTextAsync("1 reply");

        Japanese().IsMatch(await Page.GetByTestId("message-list").InnerTextAsync()).ShouldBeFalse();
        Japanese().IsMatch(await Page.GetByTestId("bot-state").InnerTextAsync()).ShouldBeFalse();
        await Expect((await Aws()).GetByTestId("aws-tab-failure")).ToHaveTextAsync(Latin());
        await Shot("english");
    }

    [Fact]
    public async Task A_resource_with_a_hostile_name_is_shown_as_it_is_and_pings_nobody()
    {
        await OpenChannel("media-aws");
        var card = Card("S3.8", "media-prod (");
        await Expect(card).ToContainTextAsync("<!channel> & <b>");
        await Expect(card.Locator("b, .mention-loud")).ToHaveCountAsync(0);
        Workspace.Messages("media-aws").ShouldAllBe(m => !m.PingsEverybody);
        (await Page.GetByTestId("message-list").Locator(".mention-loud").CountAsync()).ShouldBe(0);

        await (await Resource("S3.8", "<!channel> & <b>")).GetByTestId("aws-resend").ClickAsync();
        await Expect(Page.Locator(".resource-id")).ToContainTextAsync("<!channel> & <b>");
        await Shot("hostile-name");
    }

    [Fact]
    public async Task A_card_that_somebody_deletes_comes_back_once_with_working_buttons()
    {
        var card = Card("EC2.13", "shop-stg (");
        await Expect(card).ToBeVisibleAsync();
        var before = await card.GetAttributeAsync("data-ts");
        await card.HoverAsync();
        await card.GetByTestId("message-delete").ClickAsync();
        await Page.GetByTestId("confirm-ok").ClickAsync();
        await Expect(Page.GetByTestId("message-list").Locator($"[data-ts='{before}'] .block-header")).ToHaveCountAsync(0);

        await Expect(card).ToHaveCountAsync(1);
        (await card.GetAttributeAsync("data-ts")).ShouldNotBe(before);
        await Button(card, "case.accept").ClickAsync();
        await Expect(card).ToContainTextAsync("担当者: @伊藤 優希");
    }

    [Fact]
    public async Task A_failure_goes_to_the_security_channel_while_the_bot_is_not_in_the_teams_and_moves_home_when_it_is_invited()
    {
        await Expect(Card("S3.8", "shop-prod (")).ToBeVisibleAsync();
        await Page.GetByTestId("channel-menu").ClickAsync();
        await Page.GetByTestId("bot-remove").ClickAsync();
        await Expect(Page.GetByTestId("bot-state")).ToHaveAttributeAsync("data-member", "false");
        await Fail("204518339071", "us-east-1", "S3.8", "shop-prod-new-campaign");

        await Become(Tanaka);
        await OpenChannel("security");
        var stray = Page.GetByTestId("message-list").Locator("article.message").Filter(new() { HasText = "shop-prod-new-campaign" });
        await Expect(stray).ToContainTextAsync("shop-prod のチャンネル #shop-aws にこのボットが参加していないため、ここに投稿しています");
        await stray.ScrollIntoViewIfNeededAsync();
        await Shot("security-channel");

        await OpenChannel("shop-aws");
        await Page.GetByTestId("invite-bot").ClickAsync();
        await Expect(Card("S3.8", "us-east-1")).ToContainTextAsync("shop-prod-new-campaign");
        await Expect(Card("S3.8", "us-east-1")).Not.ToContainTextAsync("参加していない");
        await OpenChannel("security");
        await Expect(stray).ToHaveCountAsync(0);
        await Expect(Page.GetByTestId("message-list")).ToContainTextAsync("この案件は #shop-aws に移りました");
        await Shot("moved-home");
    }

    [Fact]
    public async Task A_restart_keeps_the_messages_and_the_buttons_work_on()
    {
        var card = Card("S3.8", "shop-prod (");
        await Button(card, "case.accept").ClickAsync();
        await Expect(card).ToContainTextAsync("担当者: @伊藤 優希");
        await Quiet();
        var before = Workspace.Messages("shop-aws").Select(m => m.Ts).ToList();

        await Restart(whileAway: () => Expect(Page.GetByTestId("offline")).ToBeVisibleAsync());
        await Expect(Page.GetByTestId("offline")).ToHaveCountAsync(0);
        Workspace.Messages("shop-aws").Select(m => m.Ts).ShouldBe(before);
        await Become(Tanaka);
        await Button(card, "case.accept").ClickAsync();
        await Page.GetByTestId("modal-submit").ClickAsync();
        await Expect(card).ToContainTextAsync("担当者: @田中 美咲");
        await Card("EC2.13", "shop-stg (").Locator("[data-action-id='case.accept']").ClickAsync();
        await Expect(Card("EC2.13", "shop-stg (")).ToContainTextAsync("担当者: @田中 美咲");
        Workspace.Messages("shop-aws").Select(m => m.Ts).ShouldBe(before);
    }

    [Fact]
    public async Task What_is_said_while_the_page_is_still_connecting_is_not_lost()
    {
        await Page.RouteAsync("**/ui/events*", async route =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
            await route.ContinueAsync();
        });
        await Page.ReloadAsync();
        await Expect(Page.GetByTestId("person-switch")).ToContainTextAsync("伊藤 優希");
        await Task.Delay(TimeSpan.FromSeconds(0.7), TestContext.Current.CancellationToken);
        await Workspace.SayAsync(Tanaka, "shop-aws", "間に合いましたか");
        await Expect(Page.GetByTestId("message-list")).ToContainTextAsync("間に合いましたか");
    }

    private async Task Fail(string account, string region, string control, string name)
    {
        var corner = await Aws("failure");
        await corner.GetByTestId("fail-account").SelectOptionAsync(account);
        await corner.GetByTestId("fail-region").SelectOptionAsync(region);
        await corner.GetByTestId("fail-control").FillAsync(control);
        await corner.Locator($"[data-testid=control-option][data-control='{control}'] input").CheckAsync();
        await corner.GetByTestId("fail-resource").FillAsync(name);
        await corner.GetByTestId("fail-submit").ClickAsync();
        await Expect(corner.GetByTestId("fail-resource")).ToHaveValueAsync("");
    }

    [GeneratedRegex(@"[\p{IsHiragana}\p{IsKatakana}\p{IsCJKUnifiedIdeographs}]", RegexOptions.None, 1000)]
    private static partial Regex Japanese();

    [GeneratedRegex("^[ -~]+$", RegexOptions.None, 1000)]
    private static partial Regex Latin();
}
