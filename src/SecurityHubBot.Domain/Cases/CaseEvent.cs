using SecurityHubBot.Domain.Exceptions;

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

    /// <summary>The account has left the organisation, or is being closed.</summary>
    public sealed record AccountLeft : CaseEvent;

    public sealed record Accepted(string By, string? From) : CaseEvent;

    /// <param name="Title">The ticket's title, when the tracker could be asked.</param>
    public sealed record TicketLinked(string By, TicketLink Ticket, TicketLink? Before, string? Title = null) : CaseEvent;

    /// <summary>The bot has made the case's ticket in the tracker.</summary>
    public sealed record TicketCreated(TicketLink Ticket) : CaseEvent;

    /// <summary>Somebody closed the ticket while resources still failed, and the bot opened it again.</summary>
    public sealed record TicketReopened(TicketLink Ticket, int StillFailing) : CaseEvent;

    /// <summary>The ticket is not in the tracker (any more), or the bot may not see it; it gets another one.</summary>
    public sealed record TicketGone(TicketLink Ticket) : CaseEvent;

    public sealed record SeverityChanged(Severity From, Severity To) : CaseEvent;

    public sealed record DueChanged(DateOnly From, DateOnly To) : CaseEvent;

    /// <summary>Somebody has put off reminders and escalation.</summary>
    /// <param name="Until">The last day without them.</param>
    public sealed record Snoozed(string By, DateOnly Until) : CaseEvent;

    /// <summary>Approved exceptions now cover everything that still fails.</summary>
    public sealed record Excepted(int Resources) : CaseEvent;

    /// <summary>Something fails that no exception covers (any more): the case is open again, with a fresh due date.</summary>
    /// <param name="Resources">How many are not covered.</param>
    public sealed record Reopened(DateOnly DueOn, int Resources) : CaseEvent;

    /// <param name="Until">Last day of validity, as asked for.</param>
    public sealed record ExceptionRequested(string By, DateOnly Until, ExceptionScope Scope, int Resources, long Exception = 0) : CaseEvent;

    /// <param name="Until">Last day of validity; null when it was rejected.</param>
    public sealed record ExceptionDecided(long Exception, string By, bool Approved, string RequestedBy, DateOnly? Until, string? Comment) : CaseEvent;

    /// <param name="WasApproved">True when an approved one was given back.</param>
    public sealed record ExceptionWithdrawn(long Exception, string By, bool WasApproved) : CaseEvent;

    /// <summary>The approvers were reminded.</summary>
    public sealed record ExceptionChased(long Exception) : CaseEvent;

    /// <summary>Nobody decided in time.</summary>
    public sealed record ExceptionUndecided(long Exception, string RequestedBy) : CaseEvent;

    /// <summary>The owner was asked whether to renew before the end.</summary>
    public sealed record RenewalAsked(long Exception, string RequestedBy, DateOnly Until) : CaseEvent;

    public sealed record ExceptionLapsed(long Exception, string RequestedBy, DateOnly Until) : CaseEvent;
}
