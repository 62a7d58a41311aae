namespace SecurityHubBot.Domain.Deadlines;

/// <summary>How the days until due are counted.</summary>
public enum DayCounting
{
    /// <summary>Every day counts, and a due date may be a Sunday.</summary>
    Calendar,

    /// <summary>Only business days count, so a due date always is one.</summary>
    Business,
}

/// <summary>What the length of a deadline depends on.</summary>
/// <param name="PolicyDays">The days of the policy row that decided, when it has any.</param>
public sealed record DeadlineQuestion(Severity Severity, AccountId Account, int? PolicyDays);

/// <summary>
/// When a case is due: a whole day in the organisation's time zone. The number of days comes from the policy row, else from the
/// account, else from the severity, else from the default: the more precisely somebody has spoken, the more it counts.
/// </summary>
public sealed record DeadlineRules
{
    public const int MinDays = 1;
    public const int MaxDays = 365;

    /// <summary>14 calendar days for everything.</summary>
    public static DeadlineRules Default { get; } = new();

    public int DefaultDays { get; init; } = 14;

    public IReadOnlyDictionary<Severity, int> DaysBySeverity { get; init; } = new Dictionary<Severity, int>();

    public IReadOnlyDictionary<AccountId, int> DaysByAccount { get; init; } = new Dictionary<AccountId, int>();

    public DayCounting Counting { get; init; } = DayCounting.Calendar;

    public BusinessCalendar Calendar { get; init; } = BusinessCalendar.Japan;

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Between 1 and 365 whatever a table says: due is never before the day after opening.</summary>
    public int DaysFor(DeadlineQuestion question)
    {
        var days = question.PolicyDays
            ?? Find(DaysByAccount, question.Account)
            ?? Find(DaysBySeverity, question.Severity)
            ?? DefaultDays;
        return Math.Clamp(days, MinDays, MaxDays);
    }

    public DateOnly DueDate(DateTimeOffset openedAt, DeadlineQuestion question)
    {
        var opened = DateOf(openedAt);
        var days = DaysFor(question);
        return Counting == DayCounting.Business ? Calendar.AddBusinessDays(opened, days) : opened.AddDays(days);
    }

    /// <summary>The date that people have on their wall at a moment.</summary>
    public DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, TimeZone).DateTime);

    private static int? Find<TKey>(IReadOnlyDictionary<TKey, int> days, TKey key) => days.TryGetValue(key, out var found) ? found : null;
}
