using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Cases;

/// <summary>What people do to cases, stored at once; the card and the thread follow by themselves.</summary>
public interface ICaseActions
{
    Task<Case?> Find(CaseNumber number, CancellationToken cancellationToken);

    /// <param name="insteadOf">The assignee that the person was shown when asked to take over; null on a first click.</param>
    /// <returns>Null when there is no such case.</returns>
    Task<AcceptResult?> Accept(CaseNumber number, string user, string? insteadOf, CancellationToken cancellationToken);

    /// <param name="title">The ticket's title, when the tracker could be asked.</param>
    /// <returns>Null when there is no such case.</returns>
    Task<LinkTicketResult?> LinkTicket(CaseNumber number, string user, TicketLink ticket, string? title, CancellationToken cancellationToken);

    /// <param name="days">Business days without reminders.</param>
    /// <returns>Null when there is no such case.</returns>
    Task<SnoozeResult?> Snooze(CaseNumber number, string user, int days, CancellationToken cancellationToken);
}
