using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

public class YearMonthTests
{
    [Theory]
    [InlineData("2026-10", 2026, 10, "2026-10-01", "2026-10-31")]
    [InlineData("2028-02", 2028, 2, "2028-02-01", "2028-02-29")]
    [InlineData("2000-01", 2000, 1, "2000-01-01", "2000-01-31")]
    [InlineData("2999-12", 2999, 12, "2999-12-01", "2999-12-31")]
    public void A_month_is_read_and_written_and_knows_its_days(string text, int year, int number, string first, string last)
    {
        var month = YearMonth.Parse(text);

        (month.Year, month.Month, month.ToString()).ShouldBe((year, number, text));
        (month.FirstDay, month.LastDay).ShouldBe((DateOnly.Parse(first), DateOnly.Parse(last)));
        YearMonth.Of(month.LastDay).ShouldBe(month);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-13")]
    [InlineData("2026-00")]
    [InlineData("2026-1")]
    [InlineData("1999-12")]
    [InlineData("3000-01")]
    [InlineData("2026-10-01")]
    [InlineData("２０２６-10")]
    public void What_is_no_month_is_refused(string? text) => YearMonth.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Months_follow_one_another_across_years()
    {
        var december = YearMonth.Parse("2026-12");

        december.Next.ShouldBe(YearMonth.Parse("2027-01"));
        december.Next.Previous.ShouldBe(december);
        december.AddMonths(-12).ShouldBe(YearMonth.Parse("2025-12"));
        (december < december.Next && december > december.Previous && december <= YearMonth.Parse("2026-12") && december >= december.Previous).ShouldBeTrue();
    }
}
