using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

public class BusinessCalendarTests
{
    private static readonly BusinessCalendar Japan = BusinessCalendar.Japan;

    [Theory]
    [InlineData("2026-12-07", true)]
    [InlineData("2026-12-05", false)]
    [InlineData("2026-12-06", false)]
    [InlineData("2026-09-22", false)]
    [InlineData("2024-05-06", false)]
    [InlineData("2024-05-07", true)]
    public void Weekends_and_holidays_are_no_business_days(string date, bool expected) =>
        Japan.IsBusinessDay(DateOnly.Parse(date)).ShouldBe(expected);

    [Theory]
    [InlineData("2026-09-18", 1, "2026-09-24")]
    [InlineData("2026-09-18", 2, "2026-09-25")]
    [InlineData("2026-09-20", 1, "2026-09-24")]
    [InlineData("2026-04-28", 3, "2026-05-07")]
    [InlineData("2026-12-07", 14, "2026-12-25")]
    public void Business_days_are_counted_over_the_days_off(string from, int days, string expected) =>
        Japan.AddBusinessDays(DateOnly.Parse(from), days).ShouldBe(DateOnly.Parse(expected));

    [Theory]
    [InlineData("2026-09-18", "2026-09-18", 0)]
    [InlineData("2026-09-18", "2026-09-23", 0)]
    [InlineData("2026-09-18", "2026-09-24", 1)]
    [InlineData("2026-09-18", "2026-09-28", 3)]
    [InlineData("2026-09-28", "2026-09-18", 0)]
    public void Business_days_since_a_date_are_counted(string from, string to, int expected) =>
        Japan.BusinessDaysAfter(DateOnly.Parse(from), DateOnly.Parse(to)).ShouldBe(expected);

    [Fact]
    public void Adding_and_counting_agree()
    {
        for (var start = new DateOnly(2024, 1, 1); start.Year < 2031; start = start.AddDays(11))
        {
            for (var days = 1; days <= 30; days++)
            {
                var end = Japan.AddBusinessDays(start, days);
                Japan.IsBusinessDay(end).ShouldBeTrue();
                Japan.BusinessDaysAfter(start, end).ShouldBe(days);
            }
        }
    }

    [Fact]
    public void A_companys_own_days_off_are_added_to_the_countrys()
    {
        var company = Japan.With([new Holiday(new DateOnly(2026, 12, 29), "年末休業"), new Holiday(new DateOnly(2026, 12, 30), "年末休業")]);
        company.NextBusinessDay(new DateOnly(2026, 12, 28)).ShouldBe(new DateOnly(2026, 12, 31));
        company.IsBusinessDay(new DateOnly(2026, 9, 22)).ShouldBeFalse();
        Japan.NextBusinessDay(new DateOnly(2026, 12, 28)).ShouldBe(new DateOnly(2026, 12, 29));
    }

    [Fact]
    public void Other_weekends_are_possible_but_not_a_week_without_work()
    {
        var friday = new BusinessCalendar([], [DayOfWeek.Friday, DayOfWeek.Saturday]);
        friday.IsBusinessDay(new DateOnly(2026, 12, 6)).ShouldBeTrue();
        friday.IsBusinessDay(new DateOnly(2026, 12, 4)).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new BusinessCalendar([], Enum.GetValues<DayOfWeek>()));
    }

    [Theory]
    [InlineData("2026-05-06", "2026-05-01", "2026-05-07")]
    [InlineData("2026-05-01", "2026-05-01", "2026-05-01")]
    [InlineData("2027-01-01", "2026-12-31", "2027-01-04")]
    public void The_business_day_at_or_before_and_at_or_after_a_day_is_found(string day, string before, string after)
    {
        Japan.BusinessDayUpTo(DateOnly.Parse(day)).ShouldBe(DateOnly.Parse(before));
        Japan.BusinessDayFrom(DateOnly.Parse(day)).ShouldBe(DateOnly.Parse(after));
    }

    [Fact]
    public void The_countrys_holidays_go_with_another_weekend()
    {
        var calendar = Japan.WithWeekend([DayOfWeek.Friday]);
        calendar.IsBusinessDay(new DateOnly(2026, 12, 6)).ShouldBeTrue();
        calendar.IsBusinessDay(new DateOnly(2026, 12, 4)).ShouldBeFalse();
        calendar.IsBusinessDay(new DateOnly(2026, 9, 22)).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_holiday_file_only_weekends_are_free()
    {
        BusinessCalendar.WeekendsOnly.LastHoliday.ShouldBeNull();
        BusinessCalendar.WeekendsOnly.IsBusinessDay(new DateOnly(2026, 9, 22)).ShouldBeTrue();
    }

    [Fact]
    public void Zero_business_days_are_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Japan.AddBusinessDays(new DateOnly(2026, 1, 1), 0));
}
