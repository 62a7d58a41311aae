namespace SecurityHubBot.Domain.Deadlines;

/// <summary>When nobody is written to: at night, on weekends and on holidays.</summary>
/// <param name="From">The first minute of the day at which messages may come.</param>
/// <param name="Until">The first minute at which they may not any more.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly Until, BusinessCalendar Calendar, TimeZoneInfo Zone)
{
    public bool IsQuiet(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, Zone).DateTime;
        var clock = TimeOnly.FromDateTime(local);
        return clock < From || clock >= Until || !Calendar.IsBusinessDay(DateOnly.FromDateTime(local));
    }

    /// <summary>The next moment at which messages may come; now, when they may.</summary>
    public DateTimeOffset NextTime(DateTimeOffset now)
    {
        if (!IsQuiet(now))
        {
            return now;
        }

        var local = TimeZoneInfo.ConvertTime(now, Zone).DateTime;
        var today = DateOnly.FromDateTime(local);
        var day = TimeOnly.FromDateTime(local) < From ? Calendar.BusinessDayFrom(today) : Calendar.NextBusinessDay(today);
        return At(day, From);
    }

    /// <summary>A time of day in the zone; one that the clocks skip in spring is the first that there is.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly clock)
    {
        var local = day.ToDateTime(clock);
        while (Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
