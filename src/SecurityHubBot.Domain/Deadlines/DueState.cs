namespace SecurityHubBot.Domain.Deadlines;

/// <summary>How a due date looks from a day.</summary>
public abstract record DueState
{
    private DueState()
    {
    }

    /// <param name="Days">Calendar days until the due date, at least 1.</param>
    public sealed record DaysLeft(int Days) : DueState;

    public sealed record Today : DueState;

    /// <param name="Days">Calendar days since the due date, at least 1.</param>
    public sealed record Overdue(int Days) : DueState;

    public static DueState Of(DateOnly due, DateOnly today) => (due.DayNumber - today.DayNumber) switch
    {
        > 0 and var left => new DaysLeft(left),
        0 => new Today(),
        var late => new Overdue(-late),
    };
}
