using System.Globalization;

namespace SecurityHubBot.Domain.Deadlines;

/// <summary>
/// Dates and durations as people read them. Globalization is invariant in every process of this program, so the words are here
/// and not in culture data.
/// </summary>
public static class PeopleDates
{
    private static readonly string[] JapaneseDays = ["日", "月", "火", "水", "木", "金", "土"];
    private static readonly string[] EnglishDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private static readonly string[] EnglishMonths =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>「2026年12月7日(月)」, "Mon 7 Dec 2026".</summary>
    public static string Date(DateOnly date, Language language) =>
        language == Language.Japanese
            ? Invariant($"{date.Year}年{date.Month}月{date.Day}日({JapaneseDays[(int)date.DayOfWeek]})")
            : Invariant($"{EnglishDays[(int)date.DayOfWeek]} {date.Day} {EnglishMonths[date.Month - 1]} {date.Year}");

    /// <summary>「2026年12月7日(月) 9:05」, "Mon 7 Dec 2026 09:05", in a time zone.</summary>
    public static string Moment(DateTimeOffset moment, TimeZoneInfo zone, Language language)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
        var hour = language == Language.Japanese ? Invariant($"{local.Hour}") : Invariant($"{local.Hour:00}");
        return Invariant($"{Date(DateOnly.FromDateTime(local), language)} {hour}:{local.Minute:00}");
    }

    /// <summary>「2026年12月」, "Dec 2026".</summary>
    public static string Month(int year, int month, Language language) =>
        language == Language.Japanese ? Invariant($"{year}年{month}月") : Invariant($"{EnglishMonths[month - 1]} {year}");

    /// <summary>
    /// The two largest units, cut off and not rounded up: 「3日4時間」, "3 days 4 hours". A unit between them that is zero is left
    /// out, and so is what comes after it: 3 days and 4 minutes are 3 days. Negative durations count as none.
    /// </summary>
    public static string Duration(TimeSpan duration, Language language)
    {
        (long Count, string Japanese, string English)[] units =
        [
            (Math.Max(0, (long)duration.TotalDays), "日", "day"),
            (Math.Max(0, duration.Hours), "時間", "hour"),
            (Math.Max(0, duration.Minutes), "分", "minute"),
        ];
        var shown = units.SkipWhile(u => u.Count == 0).Take(2).Where(u => u.Count > 0).ToList();
        if (language == Language.Japanese)
        {
            return shown.Count == 0 ? "1分未満" : string.Concat(shown.Select(u => Invariant($"{u.Count}{u.Japanese}")));
        }

        return shown.Count == 0
            ? "less than a minute"
            : string.Join(' ', shown.Select(u => Invariant($"{u.Count} {u.English}{(u.Count == 1 ? "" : "s")}")));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
