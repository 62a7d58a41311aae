using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

/// <summary>A month's summary as people see it: Summaries/summary.json is one that was frozen.</summary>
public sealed class SummaryTests(Chromium chromium) : SandboxTest(chromium)
{
    [Theory]
    [InlineData("ja", "shop-aws", ColorScheme.Light, "月次サマリー（2026年10月）", "過去12か月")]
    [InlineData("en", "global-aws", ColorScheme.Dark, "monthly summary: Oct 2026", "last 12 months")]
    public async Task A_summary_shows_its_picture_and_its_words(string language, string channel, ColorScheme scheme, string title, string picture)
    {
        await Quiet();
        await Want(language, channel);
        var path = language == "ja" ? $"?user={Ito}#/C0SHOPAWS1" : $"?user={Miller}#/C0GAMEAWS1";
        Page = await Open(new() { ColorScheme = scheme, ViewportSize = new() { Width = 1440, Height = 2400 } }, path);

        var message = Page.GetByTestId("message-list").Locator("article.message").Filter(new() { Has = Page.Locator(".block-header", new() { HasText = title }) });
        await Expect(message).ToHaveCountAsync(1);
        var image = message.Locator(".block-image img");
        await Expect(image).ToHaveCountAsync(1);
        await Expect(message.Locator(".block-image figcaption")).ToContainTextAsync(picture);
        (await image.GetAttributeAsync("alt")).ShouldNotBeNull().ShouldContain("2026");
        // Really loaded, and as wide as it was drawn.
        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.block-image img')].some(i => i.complete && i.naturalWidth === 1200)");
        await Expect(message).ToContainTextAsync("SHUB-12");
        await message.ScrollIntoViewIfNeededAsync();
        await Shot($"summary-{language}");
    }

    /// <summary>As the monthly job does, with a summary of October.</summary>
    private async Task Want(string language, string channel)
    {
        var frozen = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Summaries", "summary.json"), TestContext.Current.CancellationToken);
        await using var connection = new SqliteConnection($"Data Source={BotDatabase}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            insert into bulletins (kind, audience, period, payload, created_at, lease_until, attempts, next_attempt_at)
            values ('summary', $audience, '2026-10', $payload, 0, 0, 0, 0)
            """;
        command.Parameters.AddWithValue("$audience", $"#{channel}");
        command.Parameters.AddWithValue("$payload", frozen.Replace("LANGUAGE", language, StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
