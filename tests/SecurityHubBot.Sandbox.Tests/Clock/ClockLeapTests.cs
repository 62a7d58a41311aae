using SecurityHubBot.Sandbox.Clock;

namespace SecurityHubBot.Sandbox.Tests.Clock;

public sealed class ClockLeapTests
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    [Theory]
    [InlineData("hour", "2026-11-24T13:34:56+09:00")]
    [InlineData("day", "2026-11-25T12:34:56+09:00")]
    [InlineData("week", "2026-12-01T12:34:56+09:00")]
    [InlineData("month", "2026-12-01T10:00:00+09:00")]
    public void A_leap_has_an_end(string by, string end) => End(by, "2026-11-24T12:34:56+09:00", Tokyo).ShouldBe(At(end));

    [Theory]
    [InlineData("2026-12-01T08:59:00+09:00", "2026-12-01T10:00:00+09:00")]
    [InlineData("2026-12-01T10:00:00+09:00", "2027-01-01T10:00:00+09:00")]
    [InlineData("2026-11-30T23:30:00Z", "2026-12-01T10:00:00+09:00")]
    [InlineData("2027-01-31T23:59:59+09:00", "2027-02-01T10:00:00+09:00")]
    public void A_month_ends_on_the_next_first_on_which_ten_is_still_to_come(string now, string end) => End("month", now, Tokyo).ShouldBe(At(end));

    [Fact]
    public void The_first_is_the_organisations_also_where_summer_time_begins_before_it()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        End("month", "2027-03-20T12:00:00+01:00", berlin).ShouldBe(At("2027-04-01T10:00:00+02:00"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("year")]
    [InlineData("-1")]
    [InlineData("Hour")]
    public void Anything_else_is_no_leap(string? word) => ClockLeaps.Parse(word).ShouldBeNull();

    private static DateTimeOffset End(string by, string now, TimeZoneInfo zone) => ClockLeaps.Parse(by)!.Value.From(At(now), zone);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
