using System.Globalization;

namespace SecurityHubBot.Domain.Deadlines;

/// <summary>A week by ISO 8601, printed as <c>2026-W48</c>.</summary>
public sealed record IsoWeek(int Year, int Week)
{
    public static IsoWeek Of(DateOnly date)
    {
        var at = date.ToDateTime(TimeOnly.MinValue);
        return new IsoWeek(ISOWeek.GetYear(at), ISOWeek.GetWeekOfYear(at));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-W{Week:00}");
}

/// <summary>Something that is told once a week on a day, or on the first business day after it.</summary>
public static class WeeklyDay
{
    private const int DaysOfWeek = 7;

    /// <summary>The day of the week that began last, and the business day on which it is told; a week that has no business day left is not told at all.</summary>
    /// <returns>Null when the telling is still to come.</returns>
    public static (DateOnly Day, DateOnly ToldOn)? Latest(DateOnly today, DayOfWeek day, BusinessCalendar calendar)
    {
        var begun = today.AddDays(-(((int)today.DayOfWeek - (int)day + DaysOfWeek) % DaysOfWeek));
        var told = calendar.BusinessDayFrom(begun);
        return told <= today && told < begun.AddDays(DaysOfWeek) ? (begun, told) : null;
    }
}
