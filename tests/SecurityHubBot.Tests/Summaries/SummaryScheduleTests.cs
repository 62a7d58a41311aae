using System.ComponentModel.DataAnnotations;
using System.Globalization;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Tests.Summaries;

public class SummaryScheduleTests
{
    [Theory]
    [InlineData("0 9 1 * *", "2026-11-01T08:59:59+09:00", "2026-10-01T09:00:00+09:00")]
    [InlineData("0 9 1 * *", "2026-11-01T09:00:00+09:00", "2026-11-01T09:00:00+09:00")]
    [InlineData("0 9 1 * *", "2026-11-30T23:00:00+09:00", "2026-11-01T09:00:00+09:00")]
    [InlineData("0 9 5 1 *", "2026-11-30T23:00:00+09:00", "2026-01-05T09:00:00+09:00")]
    [InlineData("0 9 30 2 *", "2026-11-30T23:00:00+09:00", null)]
    [InlineData("0 9 1 *", "2026-11-30T23:00:00+09:00", null)]
    public void The_latest_time_for_summaries_is_known_whenever_the_bot_looks(string cron, string now, string? expected) =>
        new OrganisationOptions { Cron = cron }.LatestSummary(At(now)).ShouldBe(expected is null ? null : At(expected));

    [Theory]
    [InlineData("")]
    [InlineData("monthly")]
    [InlineData("0 9 1 *")]
    [InlineData("0 25 1 * *")]
    public void What_is_no_schedule_stops_the_start_with_the_key_named(string cron)
    {
        var options = new OrganisationOptions { Cron = cron };

        options.Validate(new ValidationContext(options)).ShouldHaveSingleItem().ErrorMessage.ShouldNotBeNull().ShouldStartWith("Summary:Cron");
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
