using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

public class WeeklyDayTests
{
    [Theory]
    [InlineData("2026-11-16", DayOfWeek.Monday, "2026-11-16", "2026-11-16")]
    [InlineData("2026-11-19", DayOfWeek.Monday, "2026-11-16", "2026-11-16")]
    // 23 November is a holiday.
    [InlineData("2026-11-23", DayOfWeek.Monday, null, null)]
    [InlineData("2026-11-24", DayOfWeek.Monday, "2026-11-23", "2026-11-24")]
    [InlineData("2026-11-29", DayOfWeek.Monday, "2026-11-23", "2026-11-24")]
    [InlineData("2026-11-19", DayOfWeek.Friday, "2026-11-13", "2026-11-13")]
    [InlineData("2026-05-04", DayOfWeek.Monday, null, null)]
    [InlineData("2026-05-07", DayOfWeek.Monday, "2026-05-04", "2026-05-07")]
    public void A_weekly_day_is_told_on_it_or_on_the_next_business_day(string today, DayOfWeek day, string? begun, string? told)
    {
        var latest = WeeklyDay.Latest(DateOnly.Parse(today), day, BusinessCalendar.Japan);
        latest?.Day.ShouldBe(DateOnly.Parse(begun!));
        latest?.ToldOn.ShouldBe(DateOnly.Parse(told!));
        (latest is null).ShouldBe(begun is null);
    }

    [Fact]
    public void A_week_without_business_days_is_not_told_in_the_next_one()
    {
        var off = BusinessCalendar.WeekendsOnly.With(Enumerable.Range(0, 7).Select(d => new Holiday(new DateOnly(2026, 12, 28).AddDays(d), "off")));
        for (var day = new DateOnly(2026, 12, 28); day < new DateOnly(2027, 1, 4); day = day.AddDays(1))
        {
            WeeklyDay.Latest(day, DayOfWeek.Monday, off).ShouldBeNull();
        }

        WeeklyDay.Latest(new DateOnly(2027, 1, 4), DayOfWeek.Monday, off)!.Value.Day.ShouldBe(new DateOnly(2027, 1, 4));
    }

    [Theory]
    [InlineData("2026-11-24", "2026-W48")]
    [InlineData("2027-01-03", "2026-W53")]
    [InlineData("2027-01-04", "2027-W01")]
    public void A_week_is_printed_by_ISO(string day, string printed) => IsoWeek.Of(DateOnly.Parse(day)).ToString().ShouldBe(printed);
}
