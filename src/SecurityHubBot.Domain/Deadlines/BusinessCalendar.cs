namespace SecurityHubBot.Domain.Deadlines;

/// <summary>A day on which nobody is expected to work.</summary>
public sealed record Holiday(DateOnly Date, string Name);

/// <summary>Which days are business days: not the weekend's days, not the holidays.</summary>
public sealed class BusinessCalendar
{
    private static readonly Lazy<BusinessCalendar> EmbeddedJapan = new(LoadJapan);

    private readonly HashSet<DayOfWeek> _weekend;
    private readonly Dictionary<DateOnly, string> _holidays;

    /// <param name="weekend">Saturday and Sunday when null.</param>
    public BusinessCalendar(IEnumerable<Holiday> holidays, IEnumerable<DayOfWeek>? weekend = null)
    {
        _weekend = [.. weekend ?? [DayOfWeek.Saturday, DayOfWeek.Sunday]];
        if (_weekend.Count >= 7)
        {
            throw new ArgumentException("At least one day of the week must be a business day.", nameof(weekend));
        }

        _holidays = [];
        foreach (var holiday in holidays)
        {
            _holidays[holiday.Date] = holiday.Name;
        }
    }

    /// <summary>Weekends and Japan's national holidays, as far as the shipped file goes (<see cref="LastHoliday"/>).</summary>
    public static BusinessCalendar Japan => EmbeddedJapan.Value;

    public static BusinessCalendar WeekendsOnly { get; } = new([]);

    /// <summary>After this day only weekends are known; null without any holidays.</summary>
    public DateOnly? LastHoliday => _holidays.Count == 0 ? null : _holidays.Keys.Max();

    public bool IsBusinessDay(DateOnly date) => !_weekend.Contains(date.DayOfWeek) && !_holidays.ContainsKey(date);

    public string? HolidayName(DateOnly date) => _holidays.GetValueOrDefault(date);

    /// <summary>The first business day after <paramref name="date"/>.</summary>
    public DateOnly NextBusinessDay(DateOnly date) => AddBusinessDays(date, 1);

    /// <summary>The day itself when it is a business day, else the last one before it.</summary>
    public DateOnly BusinessDayUpTo(DateOnly date)
    {
        while (!IsBusinessDay(date))
        {
            date = date.AddDays(-1);
        }

        return date;
    }

    /// <summary>The day itself when it is a business day, else the first one after it.</summary>
    public DateOnly BusinessDayFrom(DateOnly date) => NextBusinessDay(date.AddDays(-1));

    /// <summary>The <paramref name="days"/>th business day after <paramref name="from"/>, which itself does not count.</summary>
    public DateOnly AddBusinessDays(DateOnly from, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var date = from;
        while (days > 0)
        {
            date = date.AddDays(1);
            if (IsBusinessDay(date))
            {
                days--;
            }
        }

        return date;
    }

    /// <summary>How many business days have come after <paramref name="from"/> up to and with <paramref name="to"/>; 0 when that is not later.</summary>
    public int BusinessDaysAfter(DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var date = from; date < to;)
        {
            date = date.AddDays(1);
            count += IsBusinessDay(date) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The same calendar with further holidays, such as a company's own.</summary>
    public BusinessCalendar With(IEnumerable<Holiday> more) =>
        new(_holidays.Select(h => new Holiday(h.Key, h.Value)).Concat(more), _weekend);

    /// <summary>The same holidays with other days off in the week.</summary>
    public BusinessCalendar WithWeekend(IEnumerable<DayOfWeek> weekend) => new(_holidays.Select(h => new Holiday(h.Key, h.Value)), weekend);

    private static BusinessCalendar LoadJapan()
    {
        var file = HolidayFile.Parse(EmbeddedTable.ReadText("holidays_jp.tsv"));
        return file.Errors.Count == 0
            ? new BusinessCalendar(file.Holidays)
            : throw new InvalidOperationException($"holidays_jp.tsv: {file.Errors[0]}");
    }
}
