using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Cases;

/// <summary>What comes of somebody wanting to hear nothing of a case for some days.</summary>
public abstract record SnoozeResult
{
    private SnoozeResult()
    {
    }

    public sealed record Done(Case Case, CaseEvent.Snoozed Event) : SnoozeResult;

    /// <summary>It was snoozed before, by whom and until when.</summary>
    public sealed record Already(CaseSnooze Snooze) : SnoozeResult;

    /// <summary>Somebody else has accepted the case, so it is theirs to say.</summary>
    public sealed record NotYours(string Assignee) : SnoozeResult;

    public sealed record Closed(CaseState State) : SnoozeResult;

    public sealed record BadDays : SnoozeResult;
}

/// <summary>Once for each due date, for a few business days, and by whoever has accepted the case, or anybody while nobody has.</summary>
public static class CaseSnoozes
{
    public const int MinDays = 1;
    public const int MaxDays = 3;

    /// <param name="days">Business days without reminders after today.</param>
    /// <param name="today">In the organisation's time zone.</param>
    public static SnoozeResult Snooze(Case current, string user, int days, BusinessCalendar calendar, DateOnly today, DateTimeOffset now)
    {
        if (days is < MinDays or > MaxDays)
        {
            return new SnoozeResult.BadDays();
        }

        if (!current.IsOpen)
        {
            return new SnoozeResult.Closed(current.State);
        }

        if (current.Assignee is { } holder && holder != user)
        {
            return new SnoozeResult.NotYours(holder);
        }

        if (current.Snooze is { } before)
        {
            return new SnoozeResult.Already(before);
        }

        var until = calendar.AddBusinessDays(today, days);
        return new SnoozeResult.Done(current with { Snooze = new CaseSnooze(user, now, until) }, new CaseEvent.Snoozed(user, until));
    }
}
