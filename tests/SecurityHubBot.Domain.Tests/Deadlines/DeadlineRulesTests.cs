using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

public class DeadlineRulesTests
{
    private static readonly AccountId Account = AccountId.Parse("123456789012");
    private static readonly AccountId OtherAccount = AccountId.Parse("210987654321");
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.CreateCustomTimeZone("JST", TimeSpan.FromHours(9), "JST", "JST");
    private static readonly DeadlineQuestion Plain = new(Severity.High, Account, PolicyDays: null);

    private static readonly DeadlineRules All = new()
    {
        DefaultDays = 20,
        DaysBySeverity = new Dictionary<Severity, int> { [Severity.Critical] = 3 },
        DaysByAccount = new Dictionary<AccountId, int> { [Account] = 5 },
        TimeZone = Tokyo,
    };

    [Theory]
    [InlineData(Severity.Critical)]
    [InlineData(Severity.High)]
    [InlineData(Severity.Medium)]
    [InlineData(Severity.Low)]
    public void Without_settings_every_severity_has_fourteen_calendar_days(Severity severity) =>
        DeadlineRules.Default.DueDate(At("2026-11-23T03:00:00Z"), Plain with { Severity = severity }).ShouldBe(new DateOnly(2026, 12, 7));

    [Theory]
    [InlineData(7, true, Severity.Critical, 7)]
    [InlineData(null, true, Severity.Critical, 5)]
    [InlineData(null, false, Severity.Critical, 3)]
    [InlineData(null, false, Severity.High, 20)]
    [InlineData(7, false, Severity.High, 7)]
    public void The_policy_row_counts_before_the_account_before_the_severity_before_the_default(
        int? policyDays, bool accountWithDays, Severity severity, int expected) =>
        All.DaysFor(new DeadlineQuestion(severity, accountWithDays ? Account : OtherAccount, policyDays)).ShouldBe(expected);

    [Theory]
    [InlineData("2026-12-06T14:59:59Z", "2026-12-20")]
    [InlineData("2026-12-06T15:00:00Z", "2026-12-21")]
    public void The_day_of_opening_is_the_one_on_peoples_wall(string openedAt, string due) =>
        (DeadlineRules.Default with { TimeZone = Tokyo }).DueDate(At(openedAt), Plain).ShouldBe(DateOnly.Parse(due));

    [Fact]
    public void Calendar_days_may_end_on_a_day_off() =>
        (All with { DaysByAccount = new Dictionary<AccountId, int> { [Account] = 6 } })
            .DueDate(At("2026-12-07T00:00:00Z"), Plain).DayOfWeek.ShouldBe(DayOfWeek.Sunday);

    [Theory]
    [InlineData("2026-09-18T00:00:00Z", 1, "2026-09-24")]
    [InlineData("2026-12-29T00:00:00Z", 3, "2027-01-04")]
    [InlineData("2026-09-19T00:00:00Z", 2, "2026-09-25")]
    public void Business_days_skip_weekends_and_holidays(string openedAt, int days, string due) =>
        (All with { Counting = DayCounting.Business }).DueDate(At(openedAt), Plain with { PolicyDays = days }).ShouldBe(DateOnly.Parse(due));

    [Fact]
    public void A_due_date_is_never_before_the_day_after_opening_and_with_business_counting_never_a_day_off()
    {
        var business = All with { Counting = DayCounting.Business };
        for (var hour = 0; hour < 24 * 400; hour += 7)
        {
            var openedAt = At("2026-01-01T00:00:00Z").AddHours(hour);
            foreach (var days in (int[])[int.MinValue, -5, 0, 1, 2, 14])
            {
                var question = Plain with { PolicyDays = days };
                All.DueDate(openedAt, question).ShouldBeGreaterThan(All.DateOf(openedAt));
                var due = business.DueDate(openedAt, question);
                due.ShouldBeGreaterThan(business.DateOf(openedAt));
                business.Calendar.IsBusinessDay(due).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Days_beyond_a_year_are_a_year() => All.DaysFor(Plain with { PolicyDays = int.MaxValue }).ShouldBe(365);

    [Fact]
    public void A_due_date_is_seen_as_days_left_today_or_overdue()
    {
        var due = new DateOnly(2026, 12, 7);
        DueState.Of(due, new DateOnly(2026, 11, 23)).ShouldBe(new DueState.DaysLeft(14));
        DueState.Of(due, new DateOnly(2026, 12, 6)).ShouldBe(new DueState.DaysLeft(1));
        DueState.Of(due, due).ShouldBe(new DueState.Today());
        DueState.Of(due, new DateOnly(2026, 12, 8)).ShouldBe(new DueState.Overdue(1));
        DueState.Of(due, new DateOnly(2027, 12, 7)).ShouldBe(new DueState.Overdue(365));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}
