using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using static SecurityHubBot.Domain.Tests.Deadlines.SomeDeadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

public class ReminderRulesTests
{
    private static readonly BusinessCalendar Japan = BusinessCalendar.Japan;
    private static readonly DateOnly LongAgo = new(2026, 1, 5);

    /// <summary>A due date, a day on which the bot runs, the day of the last reminder, and what is told.</summary>
    [Theory]
    // An ordinary week: due on Friday 18 December 2026.
    [InlineData("2026-12-18", "2026-12-10", null, null)]
    [InlineData("2026-12-18", "2026-12-11", null, ReminderStage.WeekBefore)]
    [InlineData("2026-12-18", "2026-12-11", "2026-12-11", null)]
    [InlineData("2026-12-18", "2026-12-14", "2026-12-11", null)]
    [InlineData("2026-12-18", "2026-12-15", "2026-12-11", ReminderStage.ThreeDaysBefore)]
    [InlineData("2026-12-18", "2026-12-17", "2026-12-15", ReminderStage.DayBefore)]
    [InlineData("2026-12-18", "2026-12-18", "2026-12-17", ReminderStage.DueDay)]
    [InlineData("2026-12-18", "2026-12-19", "2026-12-18", null)]
    [InlineData("2026-12-18", "2026-12-21", "2026-12-18", ReminderStage.Overdue)]
    [InlineData("2026-12-18", "2026-12-21", "2026-12-21", null)]
    [InlineData("2026-12-18", "2026-12-22", "2026-12-21", ReminderStage.Overdue)]
    // Due on a Monday: one and three days before are the weekend, and both are Friday.
    [InlineData("2026-12-14", "2026-12-11", "2026-12-07", ReminderStage.DayBefore)]
    [InlineData("2026-12-14", "2026-12-14", "2026-12-11", ReminderStage.DueDay)]
    // Due on a Sunday: told on Friday that it is due, and not on Monday that it was.
    [InlineData("2026-12-13", "2026-12-11", "2026-12-10", ReminderStage.DueDay)]
    [InlineData("2026-12-13", "2026-12-14", "2026-12-11", ReminderStage.Overdue)]
    // Golden Week: 29 April is a holiday, and so are 3 to 6 May.
    [InlineData("2026-05-06", "2026-04-28", null, ReminderStage.WeekBefore)]
    [InlineData("2026-05-06", "2026-04-30", "2026-04-28", null)]
    [InlineData("2026-05-06", "2026-05-01", "2026-04-28", ReminderStage.DueDay)]
    [InlineData("2026-05-06", "2026-05-04", "2026-05-01", null)]
    [InlineData("2026-05-06", "2026-05-07", "2026-05-01", ReminderStage.Overdue)]
    // The turn of the year: 1 January is a holiday, 2 and 3 are a weekend.
    [InlineData("2027-01-04", "2026-12-28", null, ReminderStage.WeekBefore)]
    [InlineData("2027-01-04", "2026-12-31", "2026-12-28", ReminderStage.DayBefore)]
    [InlineData("2027-01-04", "2027-01-01", "2026-12-31", null)]
    [InlineData("2027-01-04", "2027-01-04", "2026-12-31", ReminderStage.DueDay)]
    // The bot was down for days: one reminder, as it is by now.
    [InlineData("2026-12-18", "2026-12-14", null, ReminderStage.WeekBefore)]
    [InlineData("2026-12-18", "2026-12-16", "2026-12-11", ReminderStage.ThreeDaysBefore)]
    [InlineData("2026-12-18", "2027-01-08", "2026-12-11", ReminderStage.Overdue)]
    public void A_case_is_reminded_of_on_its_business_days(string due, string today, string? reminded, ReminderStage? expected) =>
        ReminderRules.Due(Open(Day(due)), LongAgo, Told(reminded), Japan, Day(today)).ShouldBe(expected);

    [Theory]
    [InlineData("2026-12-11", null)]
    [InlineData("2026-12-15", ReminderStage.ThreeDaysBefore)]
    public void What_the_card_itself_has_just_told_is_no_reminder(string today, ReminderStage? expected) =>
        ReminderRules.Due(Open(Day("2026-12-18")), openedOn: Day("2026-12-11"), ToldSoFar.Nothing, Japan, Day(today)).ShouldBe(expected);

    [Fact]
    public void A_due_date_that_was_moved_away_is_reminded_of_anew_and_one_that_came_nearer_only_of_what_is_still_to_come()
    {
        var told = Told("2026-12-15");
        ReminderRules.Due(Open(Day("2026-12-25")), LongAgo, told, Japan, Day("2026-12-18")).ShouldBe(ReminderStage.WeekBefore);
        ReminderRules.Due(Open(Day("2026-12-17")), LongAgo, told, Japan, Day("2026-12-15")).ShouldBeNull();
        ReminderRules.Due(Open(Day("2026-12-17")), LongAgo, told, Japan, Day("2026-12-16")).ShouldBe(ReminderStage.DayBefore);
    }

    [Theory]
    [InlineData("2026-12-23", false, false)]
    [InlineData("2026-12-24", true, false)]
    [InlineData("2026-12-29", true, false)]
    [InlineData("2026-12-30", true, true)]
    [InlineData("2027-01-01", false, false)]
    public void Long_overdue_cases_are_escalated_after_three_and_after_seven_business_days(string today, bool escalate, bool tellSecurity)
    {
        // Due on Monday 21 December.
        var about = Open(Day("2026-12-21"));
        ReminderRules.MustEscalate(about, ToldSoFar.Nothing, Japan, Day(today)).ShouldBe(escalate);
        ReminderRules.MustTellSecurity(about, ToldSoFar.Nothing, Japan, Day(today)).ShouldBe(tellSecurity);
    }

    [Fact]
    public void An_escalation_is_told_once_for_a_due_date_and_again_for_a_later_one()
    {
        var told = new ToldSoFar(null, Day("2026-12-24"), Day("2026-12-30"));
        ReminderRules.MustEscalate(Open(Day("2026-12-21")), told, Japan, Day("2027-01-08")).ShouldBeFalse();
        ReminderRules.MustTellSecurity(Open(Day("2026-12-21")), told, Japan, Day("2027-01-08")).ShouldBeFalse();
        ReminderRules.MustEscalate(Open(Day("2027-01-08")), told, Japan, Day("2027-01-14")).ShouldBeTrue();
    }

    [Fact]
    public void While_a_case_is_snoozed_nobody_is_told_and_afterwards_what_was_missed_is()
    {
        var about = Open(Day("2026-12-18"), snooze: new CaseSnooze("U1", Opened, Day("2026-12-16")));
        ReminderRules.Due(about, LongAgo, Told("2026-12-11"), Japan, Day("2026-12-15")).ShouldBeNull();
        ReminderRules.Due(about, LongAgo, Told("2026-12-11"), Japan, Day("2026-12-16")).ShouldBeNull();
        ReminderRules.Due(about, LongAgo, Told("2026-12-11"), Japan, Day("2026-12-17")).ShouldBe(ReminderStage.DayBefore);
        var late = Open(Day("2026-12-18"), snooze: new CaseSnooze("U1", Opened, Day("2026-12-25")));
        ReminderRules.MustEscalate(late, ToldSoFar.Nothing, Japan, Day("2026-12-25")).ShouldBeFalse();
        ReminderRules.MustEscalate(late, ToldSoFar.Nothing, Japan, Day("2026-12-28")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(CaseState.Excepted)]
    [InlineData(CaseState.Fixed)]
    [InlineData(CaseState.Withdrawn)]
    public void What_nobody_has_to_do_anything_about_is_not_told(CaseState state)
    {
        var about = Open(Day("2026-12-01")) with { State = state };
        ReminderRules.Due(about, LongAgo, ToldSoFar.Nothing, Japan, Day("2026-12-24")).ShouldBeNull();
        ReminderRules.MustEscalate(about, ToldSoFar.Nothing, Japan, Day("2026-12-24")).ShouldBeFalse();
        ReminderRules.MustTellSecurity(about, ToldSoFar.Nothing, Japan, Day("2026-12-24")).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_beyond_the_horizon_is_ever_told_and_something_at_it_is()
    {
        for (var today = new DateOnly(2024, 1, 1); today.Year < 2031; today = today.AddDays(1))
        {
            var horizon = ReminderRules.Horizon(Japan, today);
            ReminderRules.Due(Open(horizon.AddDays(1)), LongAgo.AddYears(-5), ToldSoFar.Nothing, Japan, today).ShouldBeNull();
            (ReminderRules.Due(Open(horizon), LongAgo.AddYears(-5), ToldSoFar.Nothing, Japan, today) is not null).ShouldBe(Japan.IsBusinessDay(today));
        }
    }

    private static ToldSoFar Told(string? on) => ToldSoFar.Nothing with { RemindedOn = on is null ? null : Day(on) };
}
