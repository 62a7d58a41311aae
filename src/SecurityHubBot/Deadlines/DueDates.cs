using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Deadlines;

/// <summary>The configured rules for due dates.</summary>
internal sealed class DueDates
{
    private readonly DeadlineRules _rules;

    public DueDates(DeadlineOptions options, OrganisationOptions organisation)
    {
        // Once: it may come from a file.
        var calendar = CalendarOf(options);
        _rules = new DeadlineRules
        {
            DefaultDays = options.Days,
            DaysBySeverity = options.BySeverity.ToDictionary(d => Severities.TryParse(d.Key, out var s) ? s : default, d => Days(d.Value)),
            DaysByAccount = options.ByAccount.ToDictionary(d => AccountId.Parse(d.Key), d => Days(d.Value)),
            Counting = options.Counting.Equals("business", StringComparison.OrdinalIgnoreCase) ? DayCounting.Business : DayCounting.Calendar,
            Calendar = calendar,
            TimeZone = organisation.Zone,
        };
        Quiet = new QuietHours(Clock(options.RemindFrom), Clock(options.RemindUntil), calendar, organisation.Zone);
    }

    public BusinessCalendar Calendar => _rules.Calendar;

    /// <summary>When nobody is reminded of anything.</summary>
    public QuietHours Quiet { get; }

    public DateOnly For(DateTimeOffset openedAt, Severity severity, int? policyDays, AccountId account) =>
        _rules.DueDate(openedAt, new DeadlineQuestion(severity, account, policyDays));

    private static int Days(string text) => DeadlineOptions.ReadDays(text) ?? throw new InvalidOperationException("The settings were not checked at start.");

    private static TimeOnly Clock(string text) => DeadlineOptions.ReadClock(text) ?? throw new InvalidOperationException("The settings were not checked at start.");

    private static BusinessCalendar CalendarOf(DeadlineOptions options)
    {
        var holidays = options.Holidays.Equals("japan", StringComparison.OrdinalIgnoreCase) ? BusinessCalendar.Japan : BusinessCalendar.WeekendsOnly;
        var calendar = holidays.WithWeekend(options.WeekendDays ?? throw new InvalidOperationException("The settings were not checked at start."));
        return options.HolidayFile is { Length: > 0 } file ? calendar.With(HolidayFile.Parse(File.ReadAllText(file)).Holidays) : calendar;
    }
}
