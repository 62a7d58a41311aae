using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using static SecurityHubBot.Domain.Tests.Exceptions.SomeExceptions;

namespace SecurityHubBot.Domain.Tests.Exceptions;

/// <summary>Requested on Tuesday, 24 November 2026.</summary>
public class ExceptionLifecycleTests
{
    [Theory]
    [InlineData("2026-11-24", null)]
    [InlineData("2026-11-26", null)]
    [InlineData("2026-11-27", typeof(CaseEvent.ExceptionChased))]
    [InlineData("2026-12-07", typeof(CaseEvent.ExceptionChased))]
    [InlineData("2026-12-08", typeof(CaseEvent.ExceptionUndecided))]
    [InlineData("2027-06-01", typeof(CaseEvent.ExceptionUndecided))]
    public void A_request_is_chased_after_three_business_days_and_given_up_after_fourteen_days(string day, Type? happens) => Event(Requested(), day)?.GetType().ShouldBe(happens);

    [Fact]
    public void Weekends_and_holidays_do_not_count_for_chasing()
    {
        var friday = Requested() with { RequestedAt = Noon.AddDays(3) };
        Event(friday, "2026-12-01", requested: new DateOnly(2026, 11, 27)).ShouldBeNull();
        Event(friday, "2026-12-02", requested: new DateOnly(2026, 11, 27)).ShouldBeOfType<CaseEvent.ExceptionChased>();
    }

    [Fact]
    public void Approvers_are_reminded_once() => Event(Requested() with { ChasedAt = Noon }, "2026-12-01").ShouldBeNull();

    [Fact]
    public void A_request_whose_end_has_come_cannot_be_approved_any_more_and_ends() =>
        Event(Requested() with { RequestedUntil = new DateOnly(2026, 11, 26) }, "2026-11-26").ShouldBeOfType<CaseEvent.ExceptionUndecided>();

    [Theory]
    [InlineData("2027-02-07", null)]
    [InlineData("2027-02-08", typeof(CaseEvent.RenewalAsked))]
    [InlineData("2027-02-22", typeof(CaseEvent.RenewalAsked))]
    [InlineData("2027-02-23", typeof(CaseEvent.ExceptionLapsed))]
    [InlineData("2028-01-01", typeof(CaseEvent.ExceptionLapsed))]
    public void The_owner_is_asked_fourteen_days_before_the_end_and_it_lapses_after_its_last_day(string day, Type? happens) =>
        Event(Approved(), day)?.GetType().ShouldBe(happens);

    [Fact]
    public void The_owner_is_asked_once() => Event(Approved() with { RenewalAskedAt = Noon }, "2027-02-15").ShouldBeNull();

    [Fact]
    public void The_owner_of_a_short_exception_is_asked_at_half_time_and_not_at_once()
    {
        var week = Approved() with { Until = Today.AddDays(8) };
        Event(week, "2026-11-27").ShouldBeNull();
        Event(week, "2026-11-28").ShouldBeOfType<CaseEvent.RenewalAsked>();
    }

    [Fact]
    public void Nobody_is_asked_to_renew_what_is_renewed()
    {
        var current = Approved(resources: ["a", "b"]);
        var later = Requested(resources: ["a", "b"]) with { Id = new ExceptionId(13), RequestedUntil = Today.AddDays(200) };
        ExceptionLifecycle.IsRenewed(current, [current, later]).ShouldBeTrue();
        ExceptionLifecycle.IsRenewed(current, [current, later with { Resources = ["a"] }]).ShouldBeFalse();
        ExceptionLifecycle.IsRenewed(current, [current, later with { Resources = ["a"], Scope = ExceptionScope.AllAndFuture }]).ShouldBeTrue();
        ExceptionLifecycle.IsRenewed(current, [current, later with { State = ExceptionState.Rejected }]).ShouldBeFalse();
        ExceptionLifecycle.IsRenewed(current, [current, later with { RequestedUntil = Today.AddDays(90) }]).ShouldBeFalse();
        ExceptionLifecycle.IsRenewed(current with { Scope = ExceptionScope.AllAndFuture }, [current, later]).ShouldBeFalse();
        ExceptionLifecycle.Next(current, Today, new DateOnly(2027, 2, 10), Noon, BusinessCalendar.Japan, isRenewed: true).ShouldBeNull();
    }

    [Theory]
    [InlineData(ExceptionState.Rejected)]
    [InlineData(ExceptionState.Withdrawn)]
    [InlineData(ExceptionState.Undecided)]
    [InlineData(ExceptionState.Lapsed)]
    public void Nothing_happens_to_what_is_over(ExceptionState state) => Event(Requested() with { State = state }, "2029-01-01").ShouldBeNull();

    [Fact]
    public void However_late_and_however_often_it_is_asked_it_comes_to_rest()
    {
        var current = Requested();
        var steps = 0;
        while (ExceptionLifecycle.Next(current, Today, new DateOnly(2027, 12, 31), Noon, BusinessCalendar.Japan, isRenewed: false) is var (after, _))
        {
            current = after;
            (++steps).ShouldBeLessThan(5);
        }

        current.State.ShouldBe(ExceptionState.Undecided);
    }

    private static CaseEvent? Event(CaseException current, string day, DateOnly? requested = null) =>
        ExceptionLifecycle.Next(current, requested ?? Today, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), Noon, BusinessCalendar.Japan, isRenewed: false)?.Event;
}
