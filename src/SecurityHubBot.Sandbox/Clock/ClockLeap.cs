namespace SecurityHubBot.Sandbox.Clock;

/// <summary>How far the clock is put forward.</summary>
internal enum ClockLeap
{
    Hour,
    Day,
    Week,

    /// <summary>To the first of the next month, until what comes at nine has come.</summary>
    Month,
}

internal static class ClockLeaps
{
    // Jobs of the hour from nine to ten have run then, at whichever minute.
    private static readonly TimeOnly FirstMorning = new(10, 0);

    public static ClockLeap? Parse(string? word) => word switch
    {
        "hour" => ClockLeap.Hour,
        "day" => ClockLeap.Day,
        "week" => ClockLeap.Week,
        "month" => ClockLeap.Month,
        _ => null,
    };

    public static DateTimeOffset From(this ClockLeap leap, DateTimeOffset now, TimeZoneInfo zone) => leap switch
    {
        ClockLeap.Hour => now.AddHours(1),
        ClockLeap.Day => now.AddDays(1),
        ClockLeap.Week => now.AddDays(7),
        ClockLeap.Month => NextFirst(now, zone),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static DateTimeOffset NextFirst(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var first = new DateOnly(local.Year, local.Month, 1).ToDateTime(FirstMorning);
        var next = first > local ? first : first.AddMonths(1);
        return new DateTimeOffset(next, zone.GetUtcOffset(next)).ToUniversalTime();
    }
}
