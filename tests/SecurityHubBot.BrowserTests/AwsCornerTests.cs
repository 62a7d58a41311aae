using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

public sealed class AwsCornerTests(Chromium chromium) : SandboxTest(chromium)
{
    [Fact]
    public async Task After_a_flood_the_page_is_usable_and_every_case_has_exactly_one_card()
    {
        var corner = await Aws("flood");
        await corner.GetByTestId("flood-count").FillAsync("60");
        await corner.GetByTestId("flood-one").CheckAsync();
        await corner.GetByTestId("flood-account").SelectOptionAsync("204518339071");
        await corner.GetByTestId("flood-start").ClickAsync();
        await Expect(Page.GetByTestId("arriving")).ToBeVisibleAsync();
        await Shot("flood");

        // While they arrive, the page still does what it is told.
        await Button(Card("S3.8", "shop-prod ("), "case.link_ticket").First.ClickAsync();
        await Page.GetByTestId("modal-close").ClickAsync();
        await Expect(corner.GetByTestId("flood-progress")).ToHaveAttributeAsync("data-running", "false");
        await Expect(corner.GetByTestId("flood-progress")).ToContainTextAsync("60 / 60");

        await Quiet();
        await Expect(Page.GetByTestId("arriving")).ToHaveCountAsync(0);
        var numbers = Cards.CaseNumbers(BotDatabase);
        numbers.Count.ShouldBeGreaterThan(40);
        Cards.In(Workspace).OrderBy(int.Parse).ShouldBe(numbers);
        var shown = Page.GetByTestId("message-list").Locator("article.message .block-header");
        await Expect(shown).ToHaveCountAsync(Workspace.Messages("shop-aws").Count);
        await Shot("after-flood");
    }

    [Fact]
    public async Task Broken_JSON_is_answered_with_400_and_the_reason()
    {
        var corner = await Aws("events");
        await corner.GetByTestId("event-json").FillAsync("""{"detail-type": "Security Hub Findings - Imported", "detail": {""");
        await corner.GetByTestId("event-send").ClickAsync();
        await Expect(corner.GetByTestId("event-status")).ToHaveTextAsync("400");
        await Expect(corner.GetByTestId("event-answer")).ToContainTextAsync("JSON");
        await Shot("broken-json");
    }

    [Fact]
    public async Task A_real_finding_of_an_unknown_account_becomes_a_card_in_the_security_channel()
    {
        await Become(Tanaka);
        await OpenChannel("security");
        var corner = await Aws("events");
        await corner.GetByTestId("sample-select").SelectOptionAsync("asff_consolidated_S3.8_FAILED");
        await Expect(corner.GetByTestId("event-json")).Not.ToHaveValueAsync("");
        await corner.GetByTestId("sample-send").ClickAsync();
        await Expect(corner.GetByTestId("event-status")).ToHaveTextAsync("202");
        var json = await corner.GetByTestId("event-json").InputValueAsync();
        var account = System.Text.Json.Nodes.JsonNode.Parse(json)!["detail"]!["findings"]![0]!["AwsAccountId"]!.GetValue<string>();
        await Expect(Card("S3.8", account)).ToContainTextAsync("アカウント表に登録されていない");
        await Shot("sample");
    }
}
