using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

/// <summary>Due dates come near, and each channel is told in its own language: the case as its card has it, and the days that are left.</summary>
public sealed partial class ReminderTests(Chromium chromium) : SandboxTest(chromium)
{
    // S3.8 is to be fixed within a week. Even when the longest holidays begin today, it is told on the first business day after them.
    private const int EnoughDays = 14;

    [Fact]
    public async Task A_channel_is_reminded_of_what_is_due_soon_in_its_own_language()
    {
        await Quiet();
        var reminder = Reminder("対応期限のお知らせ");
        for (var day = 0; day < EnoughDays && await reminder.CountAsync() == 0; day++)
        {
            await Advance("day");
        }

        await SaysWhatTheCardSays(reminder.Last, Card("S3.8", "shop-prod ("), Japanese(), "yyyy年M月d日", JapaneseLeft, "C0SHOPAWS1");
        await Expect(reminder.Last).ToContainTextAsync("担当者: 未定");
        await Expect(Button(reminder.Last, "case.snooze").First).ToBeVisibleAsync();
        await reminder.Last.ScrollIntoViewIfNeededAsync();
        await Shot("reminder-ja");

        Page = await Open(new(), $"?user={Miller}#/C0GAMEAWS1");
        reminder = Reminder("Due dates, ");
        await SaysWhatTheCardSays(reminder.Last, Card("S3.8", "global-game-prod ("), English(), "d MMM yyyy", EnglishLeft, "C0GAMEAWS1");
        await Expect(reminder.Last).ToContainTextAsync("Assignee: nobody yet");
        await reminder.Last.ScrollIntoViewIfNeededAsync();
        await Shot("reminder-en");
    }

    private ILocator Reminder(string header) => Page.GetByTestId("message-list").Locator("article.message")
        .Filter(new() { Has = Page.Locator(".block-header", new() { HasText = header }) })
        .Filter(new() { HasText = "S3.8" });

    /// <summary>Its number, which leads to the card, its due date, and how many days there were until then on the day of the reminder.</summary>
    private async Task SaysWhatTheCardSays(ILocator reminder, ILocator card, Regex dates, string format, Func<int, string> left, string channel)
    {
        DateOnly Day(string text) => DateOnly.ParseExact(dates.Match(text).Groups["day"].Value, format, CultureInfo.InvariantCulture);

        var about = await card.InnerTextAsync();
        var number = CaseNumber().Match(about).Value;
        await Expect(reminder).ToHaveCountAsync(1);
        var told = Day(await reminder.Locator(".block-header").InnerTextAsync());
        var line = reminder.Locator(".block-section").Filter(new() { Has = Page.GetByText(number, new() { Exact = true }) });
        await Expect(line).ToHaveCountAsync(1);
        await Expect(line).ToContainTextAsync("S3.8");
        await Expect(line).ToContainTextAsync(dates.Match(about).Value);
        await Expect(line).ToContainTextAsync(left(Day(about).DayNumber - told.DayNumber));
        (await line.Locator("a", new() { HasText = number }).GetAttributeAsync("href")).ShouldNotBeNull().ShouldContain($"/archives/{channel}/p");
    }

    private static string JapaneseLeft(int days) => days switch
    {
        < 0 => $"{-days}日超過",
        0 => "今日まで",
        1 => "明日まで",
        _ => $"あと{days}日",
    };

    private static string EnglishLeft(int days) => days switch
    {
        < 0 => $"{-days} day",
        0 => "today",
        1 => "tomorrow",
        _ => $"{days} days left",
    };

    [GeneratedRegex("SHUB-[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex CaseNumber();

    [GeneratedRegex(@"(?<day>[0-9]{4}年[0-9]+月[0-9]+日)\(.\)", RegexOptions.None, 1000)]
    private static partial Regex Japanese();

    [GeneratedRegex("[A-Z][a-z]{2} (?<day>[0-9]+ [A-Z][a-z]{2} [0-9]{4})", RegexOptions.None, 1000)]
    private static partial Regex English();
}
