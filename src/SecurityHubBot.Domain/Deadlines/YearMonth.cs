using System.Globalization;

namespace SecurityHubBot.Domain.Deadlines;

/// <summary>A month of the calendar, written as <c>2026-10</c>.</summary>
public readonly record struct YearMonth : IComparable<YearMonth>
{
    private const int FirstYear = 2000;
    private const int LastYear = 2999;

    // Months since the year 0, so that the default value is a month too.
    private readonly int _months;

    private YearMonth(int months) => _months = months;

    public int Year => _months / 12;

    public int Month => (_months % 12) + 1;

    public DateOnly FirstDay => new(Math.Max(Year, 1), Month, 1);

    public DateOnly LastDay => FirstDay.AddMonths(1).AddDays(-1);

    public YearMonth Previous => AddMonths(-1);

    public YearMonth Next => AddMonths(1);

    public static YearMonth Of(DateOnly date) => new((date.Year * 12) + date.Month - 1);

    public static YearMonth Parse(string text) => TryParse(text, out var month) ? month : throw new FormatException($"'{text}' is not a month such as 2026-10.");

    /// <summary>Four digits, a hyphen, two digits; years from 2000 to 2999.</summary>
    public static bool TryParse(string? text, out YearMonth month)
    {
        month = default;
        if (!DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) || first.Year is < FirstYear or > LastYear)
        {
            return false;
        }

        month = Of(first);
        return true;
    }

    public YearMonth AddMonths(int months) => new(_months + months);

    public int CompareTo(YearMonth other) => _months.CompareTo(other._months);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");

    public static bool operator <(YearMonth left, YearMonth right) => left.CompareTo(right) < 0;
    public static bool operator >(YearMonth left, YearMonth right) => left.CompareTo(right) > 0;
    public static bool operator <=(YearMonth left, YearMonth right) => left.CompareTo(right) <= 0;
    public static bool operator >=(YearMonth left, YearMonth right) => left.CompareTo(right) >= 0;
}
