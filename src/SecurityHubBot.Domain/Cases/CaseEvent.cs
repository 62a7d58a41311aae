namespace SecurityHubBot.Domain.Cases;

/// <summary>Something that happened to a case: a line of its history, and for some a sentence in the card's thread.</summary>
public abstract record CaseEvent
{
    private CaseEvent()
    {
    }

    public sealed record Opened(int Resources) : CaseEvent;

    public sealed record ResourcesChanged(int Added, int NowFixed, int StillFailing) : CaseEvent;

    /// <summary>Every resource passed, was archived or is gone.</summary>
    /// <param name="By">Slack user id of who had accepted the case, when somebody had.</param>
    /// <param name="Took">From the beginning of the episode.</param>
    public sealed record Fixed(string? By, TimeSpan Took, int Resources) : CaseEvent;

    /// <summary>Failing again within a day: the same episode and due date.</summary>
    public sealed record Relapsed(int Resources) : CaseEvent;

    /// <summary>Failing again after more than a day: a new episode with a new due date.</summary>
    public sealed record NewEpisode(int Episode, DateOnly DueOn, int Resources) : CaseEvent;

    /// <summary>The control's policy no longer asks for tracking.</summary>
    public sealed record Withdrawn(string Policy) : CaseEvent;

    public sealed record Accepted(string By, string? From) : CaseEvent;

    public sealed record TicketLinked(string By, TicketLink Ticket, TicketLink? Before) : CaseEvent;

    public sealed record SeverityChanged(Severity From, Severity To) : CaseEvent;

    public sealed record DueChanged(DateOnly From, DateOnly To) : CaseEvent;
}
