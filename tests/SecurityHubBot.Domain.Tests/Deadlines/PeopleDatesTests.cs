using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

public class PeopleDatesTests
{
    [Theory]
    [InlineData("2026-12-07", "2026年12月7日(月)", "Mon 7 Dec 2026")]
    [InlineData("2024-02-29", "2024年2月29日(木)", "Thu 29 Feb 2024")]
    [InlineData("2027-01-01", "2027年1月1日(金)", "Fri 1 Jan 2027")]
    [InlineData("2026-05-31", "2026年5月31日(日)", "Sun 31 May 2026")]
    [InlineData("2026-06-06", "2026年6月6日(土)", "Sat 6 Jun 2026")]
    public void Dates_are_written_with_their_day_of_the_week(string date, string japanese, string english)
    {
        PeopleDates.Date(DateOnly.Parse(date), Language.Japanese).ShouldBe(japanese);
        PeopleDates.Date(DateOnly.Parse(date), Language.English).ShouldBe(english);
    }

    [Fact]
    public void Moments_are_written_in_peoples_time_zone()
    {
        var tokyo = TimeZoneInfo.CreateCustomTimeZone("JST", TimeSpan.FromHours(9), "JST", "JST");
        var moment = DateTimeOffset.Parse("2026-12-07T00:05:00Z");
        PeopleDates.Moment(moment, tokyo, Language.Japanese).ShouldBe("2026年12月7日(月) 9:05");
        PeopleDates.Moment(moment, tokyo, Language.English).ShouldBe("Mon 7 Dec 2026 09:05");
        PeopleDates.Moment(moment.AddHours(15), tokyo, Language.Japanese).ShouldBe("2026年12月8日(火) 0:05");
    }

    [Theory]
    [InlineData(1, "2026年1月", "Jan 2026")]
    [InlineData(12, "2026年12月", "Dec 2026")]
    public void Months_are_written(int month, string japanese, string english)
    {
        PeopleDates.Month(2026, month, Language.Japanese).ShouldBe(japanese);
        PeopleDates.Month(2026, month, Language.English).ShouldBe(english);
    }

    [Theory]
    [InlineData("3.04:59:59", "3日4時間", "3 days 4 hours")]
    [InlineData("1.01:00:00", "1日1時間", "1 day 1 hour")]
    [InlineData("3.00:59:00", "3日", "3 days")]
    [InlineData("04:05:06", "4時間5分", "4 hours 5 minutes")]
    [InlineData("01:00:59", "1時間", "1 hour")]
    [InlineData("00:01:59", "1分", "1 minute")]
    [InlineData("00:00:59", "1分未満", "less than a minute")]
    [InlineData("00:00:00", "1分未満", "less than a minute")]
    [InlineData("-3.00:00:00", "1分未満", "less than a minute")]
    [InlineData("400.12:00:00", "400日12時間", "400 days 12 hours")]
    public void Durations_are_written_in_their_two_largest_units(string duration, string japanese, string english)
    {
        PeopleDates.Duration(TimeSpan.Parse(duration), Language.Japanese).ShouldBe(japanese);
        PeopleDates.Duration(TimeSpan.Parse(duration), Language.English).ShouldBe(english);
    }
}
