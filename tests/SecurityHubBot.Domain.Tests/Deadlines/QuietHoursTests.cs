using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

public class QuietHoursTests
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.CreateCustomTimeZone("JST", TimeSpan.FromHours(9), "JST", "JST");
    private static readonly QuietHours Quiet = new(new TimeOnly(9, 0), new TimeOnly(18, 0), BusinessCalendar.Japan, Tokyo);

    [Theory]
    [InlineData("2026-12-18T08:59:59+09:00", "2026-12-18T09:00:00+09:00")]
    [InlineData("2026-12-18T09:00:00+09:00", null)]
    [InlineData("2026-12-18T17:59:59+09:00", null)]
    [InlineData("2026-12-18T18:00:00+09:00", "2026-12-21T09:00:00+09:00")]
    [InlineData("2026-12-19T12:00:00+09:00", "2026-12-21T09:00:00+09:00")]
    [InlineData("2026-12-20T03:00:00+09:00", "2026-12-21T09:00:00+09:00")]
    [InlineData("2026-05-01T20:00:00+09:00", "2026-05-07T09:00:00+09:00")]
    [InlineData("2026-12-31T18:30:00+09:00", "2027-01-04T09:00:00+09:00")]
    [InlineData("2026-12-18T00:30:00Z", null)]
    public void At_night_and_on_days_off_it_is_quiet_until_the_next_morning_of_work(string now, string? next)
    {
        var at = DateTimeOffset.Parse(now);
        Quiet.IsQuiet(at).ShouldBe(next is not null);
        Quiet.NextTime(at).ShouldBe(next is null ? at : DateTimeOffset.Parse(next));
    }

    [Fact]
    public void An_hour_that_the_clocks_skip_is_the_next_one_that_there_is()
    {
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 9, 0, 0), 3, 30),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 25));
        var odd = TimeZoneInfo.CreateCustomTimeZone("odd", TimeSpan.Zero, "odd", "odd", "odd summer", [rule]);

        var morning = (Quiet with { Zone = odd }).NextTime(DateTimeOffset.Parse("2026-03-30T01:00:00Z"));

        morning.ShouldBe(DateTimeOffset.Parse("2026-03-30T09:00:00Z"));
    }
}
