using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Domain.Deadlines;

/// <summary>Why a case is in a reminder: how far ahead of its due date it is told, or that the date has passed.</summary>
public enum ReminderStage
{
    WeekBefore,
    ThreeDaysBefore,
    DayBefore,
    DueDay,

    /// <summary>Told on every business day after the due date.</summary>
    Overdue,
}

/// <summary>When a case was last in messages about its due date.</summary>
/// <param name="RemindedOn">Day of the last reminder.</param>
/// <param name="EscalatedOn">Day on which the account's escalation contact was told.</param>
/// <param name="ToldSecurityOn">Day on which the security channel was told.</param>
public sealed record ToldSoFar(DateOnly? RemindedOn, DateOnly? EscalatedOn, DateOnly? ToldSecurityOn)
{
    public static ToldSoFar Nothing { get; } = new(null, null, null);
}

/// <summary>
/// Which reminders and escalations of a case are due on a day. What was to be told on a day off is told on the last business day before
/// it; what could not be told in time is told later, once, as it is by then. One remembered day for each is enough: a stage whose day is
/// not after the last reminder has been told with it, and a new due date is always after what was told about an older one.
/// </summary>
public static class ReminderRules
{
    public const int EscalateAfter = 3;
    public const int TellSecurityAfter = 7;

    private static readonly (ReminderStage Stage, int DaysBefore)[] Ahead =
        [(ReminderStage.DueDay, 0), (ReminderStage.DayBefore, 1), (ReminderStage.ThreeDaysBefore, 3), (ReminderStage.WeekBefore, 7)];

    /// <param name="openedOn">The day on which the due date was given: the card itself told it.</param>
    /// <param name="today">In the organisation's time zone.</param>
    /// <returns>Null when nothing is to be told today.</returns>
    public static ReminderStage? Due(Case about, DateOnly openedOn, ToldSoFar told, BusinessCalendar calendar, DateOnly today) =>
        IsTime(about, calendar, today) && Reached(about.DueOn, calendar, today) is var (stage, on) && on > openedOn && !(on <= told.RemindedOn) ? stage : null;

    public static bool MustEscalate(Case about, ToldSoFar told, BusinessCalendar calendar, DateOnly today) =>
        IsOverdueBy(EscalateAfter, about, told.EscalatedOn, calendar, today);

    public static bool MustTellSecurity(Case about, ToldSoFar told, BusinessCalendar calendar, DateOnly today) =>
        IsOverdueBy(TellSecurityAfter, about, told.ToldSecurityOn, calendar, today);

    /// <summary>The latest due date of which anything can be told on a day.</summary>
    public static DateOnly Horizon(BusinessCalendar calendar, DateOnly today) => calendar.NextBusinessDay(today).AddDays(Ahead[^1].DaysBefore - 1);

    private static bool IsTime(Case about, BusinessCalendar calendar, DateOnly today) =>
        about.IsOpen && calendar.IsBusinessDay(today) && !about.IsSnoozed(today);

    /// <summary>The last stage whose day has come, and that day.</summary>
    private static (ReminderStage Stage, DateOnly On)? Reached(DateOnly due, BusinessCalendar calendar, DateOnly today)
    {
        if (today > due)
        {
            return (ReminderStage.Overdue, today);
        }

        foreach (var (stage, daysBefore) in Ahead)
        {
            if (calendar.BusinessDayUpTo(due.AddDays(-daysBefore)) is var on && on <= today)
            {
                return (stage, on);
            }
        }

        return null;
    }

    private static bool IsOverdueBy(int days, Case about, DateOnly? told, BusinessCalendar calendar, DateOnly today) =>
        IsTime(about, calendar, today) && !(told > about.DueOn) && calendar.BusinessDaysAfter(about.DueOn, today) >= days;
}
