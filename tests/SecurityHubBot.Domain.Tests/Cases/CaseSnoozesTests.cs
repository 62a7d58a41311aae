using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using static SecurityHubBot.Domain.Tests.Deadlines.SomeDeadlines;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Domain.Tests.Cases;

public class CaseSnoozesTests
{
    private const string Me = "U0ME00001";
    private const string Other = "U0OTHER01";
    private static readonly DateOnly Due = Day("2026-12-25");

    [Theory]
    [InlineData("2026-12-17", 1, "2026-12-18")]
    [InlineData("2026-12-18", 1, "2026-12-21")]
    [InlineData("2026-12-17", 3, "2026-12-22")]
    [InlineData("2026-05-01", 2, "2026-05-08")]
    public void It_lasts_for_business_days_after_today(string today, int days, string until)
    {
        var done = Snooze(Open(Due), Me, days, today).ShouldBeOfType<SnoozeResult.Done>();
        done.Case.Snooze.ShouldBe(new CaseSnooze(Me, Opened, Day(until)));
        done.Event.ShouldBe(new CaseEvent.Snoozed(Me, Day(until)));
        done.Case.DueOn.ShouldBe(Due);
        done.Case.IsSnoozed(Day(until)).ShouldBeTrue();
        done.Case.IsSnoozed(Day(until).AddDays(1)).ShouldBeFalse();
    }

    [Fact]
    public void Only_whoever_has_accepted_it_may_and_anybody_while_nobody_has()
    {
        Snooze(Open(Due, assignee: Me), Me).ShouldBeOfType<SnoozeResult.Done>();
        Snooze(Open(Due), Other).ShouldBeOfType<SnoozeResult.Done>();
        Snooze(Open(Due, assignee: Me), Other).ShouldBe(new SnoozeResult.NotYours(Me));
    }

    [Fact]
    public void A_second_time_is_refused_with_who_and_until_when()
    {
        var done = (SnoozeResult.Done)Snooze(Open(Due), Other);
        Snooze(done.Case, Me, today: "2026-12-24").ShouldBe(new SnoozeResult.Already(done.Case.Snooze!));
    }

    [Theory]
    [InlineData(CaseState.Fixed)]
    [InlineData(CaseState.Excepted)]
    [InlineData(CaseState.Withdrawn)]
    public void What_is_over_has_nothing_to_put_off(CaseState state) => Snooze(Open(Due) with { State = state }, Me).ShouldBe(new SnoozeResult.Closed(state));

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(4)]
    public void Other_numbers_of_days_are_refused(int days) => Snooze(Open(Due), Me, days).ShouldBeOfType<SnoozeResult.BadDays>();

    private static SnoozeResult Snooze(Case about, string user, int days = 1, string today = "2026-12-17") =>
        CaseSnoozes.Snooze(about, user, days, BusinessCalendar.Japan, Day(today), Opened);
}
