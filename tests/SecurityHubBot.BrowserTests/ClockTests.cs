using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

/// <summary>The clock on the page: days go by, the card counts them, and an exception comes to its end.</summary>
public sealed partial class ClockTests(Chromium chromium) : SandboxTest(chromium)
{
    private ILocator Modal => Page.GetByTestId("modal");

    [Fact]
    public async Task Days_go_by_the_card_counts_them_and_an_exception_lapses()
    {
        await Quiet();
        var card = Card("S3.8", "shop-prod (");
        var left = int.Parse(DaysLeft().Match(await card.InnerTextAsync()).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        await Shot("clock-1-before");

        await Advance("day", shot: "clock-2-day");
        await Expect(card).ToContainTextAsync($"あと{left - 1}日");
        await Expect(Page.GetByTestId("message-list")).ToContainTextAsync("昨日");
        await Shot("clock-3-a-day-later");

        await Except(card);
        await Advance("week", shot: "clock-2-week");
        await Expect(card).ToContainTextAsync("重要度: HIGH (S3.8)");
        await Expect(Button(card, "case.accept")).ToBeVisibleAsync();
        await card.GetByTestId("thread-open").Last.ClickAsync();
        await Expect(Page.GetByTestId("thread-messages")).ToContainTextAsync("再開しました");
        await Shot("clock-5-lapsed");
    }

    [Fact]
    public async Task A_month_shows_how_far_it_is_offers_nothing_else_meanwhile_and_can_be_stopped()
    {
        await Quiet();
        await Clock.ClickAsync();
        await Shot("clock-panel");
        await Panel.GetByTestId("clock-month").ClickAsync();
        await Expect(Panel.GetByTestId("clock-progress")).ToBeVisibleAsync();
        await Expect(Panel.GetByTestId("clock-hour")).ToBeHiddenAsync();
        await Expect(Page.GetByTestId("advancing")).ToContainTextAsync("まで進めています");
        await Shot("clock-going");

        await Panel.GetByTestId("clock-stop").ClickAsync();
        await Expect(Panel.GetByTestId("clock-month")).ToBeVisibleAsync();
        await Expect(Page.GetByTestId("advancing")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_clock_is_where_it_was_after_a_restart_and_speaks_English_too()
    {
        await Quiet();
        await Advance("day");
        var before = await Now();
        await Restart(() => Task.CompletedTask);

        await Expect(Page.GetByTestId("offline")).ToHaveCountAsync(0);
        await Page.ReloadAsync();
        await Become(Miller);
        (await Now() - before).TotalHours.ShouldBeInRange(0, 1);
        await Expect(Panel).ToContainTextAsync("Forward 1 week");
        await Shot("clock-english");
    }

    private async Task Except(ILocator card)
    {
        await Button(card, "case.request_exception").ClickAsync();
        await Modal.Locator("[data-action-id=reason]").FillAsync("移行が終わるまでの公開です。");
        await Modal.Locator("[data-action-id=until]").FillAsync(await Day(2));
        await Modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(Modal).ToHaveCountAsync(0);
        await Become(Tanaka);
        await OpenChannel("security-approvals");
        await Button(Page.GetByTestId("message-list"), "exception.review").ClickAsync();
        await Modal.GetByText("承認する", new() { Exact = true }).ClickAsync();
        await Modal.GetByTestId("modal-submit").ClickAsync();
        await Expect(Modal).ToHaveCountAsync(0);
        await Become(Ito);
        await OpenChannel("shop-aws");
        await Expect(card.Locator(".block-header")).ToContainTextAsync("例外: (S3.8)");
        await Shot("clock-4-excepted");
    }

    private async Task<string> Day(int days)
    {
        var now = await State();
        return DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(9)).DateTime).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<DateTimeOffset> Now()
    {
        if (await Panel.CountAsync() == 0)
            await Clock.ClickAsync();

        await Expect(Panel.GetByTestId("clock-now")).Not.ToBeEmptyAsync();
        return await State();
    }

    private async Task<DateTimeOffset> State()
    {
        using var http = new HttpClient { BaseAddress = Sandbox.PageUrl };
        var state = System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync("clock", TestContext.Current.CancellationToken))!;
        return DateTimeOffset.Parse((string)state["now"]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("あと([0-9]+)日", RegexOptions.None, 1000)]
    private static partial Regex DaysLeft();
}
