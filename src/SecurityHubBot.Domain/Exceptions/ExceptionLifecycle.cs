using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Exceptions;

/// <summary>What happens to exceptions by the clock. Pure; safe to ask any number of times.</summary>
public static class ExceptionLifecycle
{
    /// <summary>The approvers are reminded of an undecided request after so many business days.</summary>
    public const int ChaseAfterBusinessDays = 3;

    /// <summary>A request that nobody has decided is given up after so many days.</summary>
    public const int UndecidedAfterDays = 14;

    /// <summary>The owner is asked to renew so many days before the end; for short exceptions at half-time.</summary>
    public const int RenewalDaysBefore = 14;

    /// <param name="today">In the organisation's time zone, as is <paramref name="requestedOn"/>.</param>
    /// <param name="isRenewed">Another exception of the case, pending or approved, goes on after this one.</param>
    /// <returns>Null when there is nothing to do today.</returns>
    public static (CaseException Exception, CaseEvent Event)? Next(
        CaseException current, DateOnly requestedOn, DateOnly today, DateTimeOffset now, BusinessCalendar calendar, bool isRenewed) => current.State switch
        {
            ExceptionState.Requested => NextOfRequest(current, requestedOn, today, now, calendar),
            ExceptionState.Approved => NextOfApproved(current, requestedOn, today, now, isRenewed),
            _ => null,
        };

    /// <summary>Whether something else of the case, pending or approved, goes on for all that this one names after its end.</summary>
    public static bool IsRenewed(CaseException current, IReadOnlyList<CaseException> all)
    {
        var until = current.Until ?? current.RequestedUntil;
        var later = all.Where(e => e.Id != current.Id && e.IsLive && (e.Until ?? e.RequestedUntil) > until).ToList();
        return current.Scope == ExceptionScope.AllAndFuture
            ? later.Any(e => e.Scope == ExceptionScope.AllAndFuture)
            : later.Count > 0 && current.Resources.All(ExceptionCover.Of(later).Includes);
    }

    /// <summary>The day on which the owner is asked to renew.</summary>
    public static DateOnly RenewalOn(DateOnly from, DateOnly until) =>
        until.AddDays(-Math.Min(RenewalDaysBefore, (until.DayNumber - from.DayNumber) / 2));

    private static (CaseException Exception, CaseEvent Event)? NextOfRequest(
        CaseException current, DateOnly requestedOn, DateOnly today, DateTimeOffset now, BusinessCalendar calendar)
    {
        if (today >= requestedOn.AddDays(UndecidedAfterDays) || today >= current.RequestedUntil)
        {
            return (current with { State = ExceptionState.Undecided, EndedAt = now }, new CaseEvent.ExceptionUndecided(current.Id.Value, current.RequestedBy));
        }

        return current.ChasedAt is null && today >= calendar.AddBusinessDays(requestedOn, ChaseAfterBusinessDays)
            ? (current with { ChasedAt = now }, new CaseEvent.ExceptionChased(current.Id.Value))
            : null;
    }

    private static (CaseException Exception, CaseEvent Event)? NextOfApproved(
        CaseException current, DateOnly requestedOn, DateOnly today, DateTimeOffset now, bool isRenewed)
    {
        var until = current.Until ?? current.RequestedUntil;
        if (today > until)
        {
            return (current with { State = ExceptionState.Lapsed, EndedAt = now }, new CaseEvent.ExceptionLapsed(current.Id.Value, current.RequestedBy, until));
        }

        return current.RenewalAskedAt is null && !isRenewed && today >= RenewalOn(requestedOn, until)
            ? (current with { RenewalAskedAt = now }, new CaseEvent.RenewalAsked(current.Id.Value, current.RequestedBy, until))
            : null;
    }
}
