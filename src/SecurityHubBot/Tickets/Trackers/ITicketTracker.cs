using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Tickets;

namespace SecurityHubBot.Tickets.Trackers;

/// <summary>A ticket as the tracker shows it now.</summary>
/// <param name="Id">By which the tracker's API finds it: <c>8812</c>, <c>SHOP-12</c>, <c>org/repo#12</c>.</param>
/// <param name="Label">What people say: <c>#8812</c>, <c>SHOP-12</c>.</param>
/// <param name="Url">Where people open it.</param>
/// <param name="Project">By which changes in its project are asked for.</param>
/// <param name="Status">The tracker's own word.</param>
/// <param name="Assignee">A name, as the tracker shows it.</param>
public sealed record Ticket(string Id, string Label, string Url, string Project, string Title, string Status, bool IsClosed, string? Assignee)
{
    public TicketLink Link => new(Label, Url);
}

/// <summary>What a ticket of ours says.</summary>
/// <param name="Marker">By which it is found again: letters, digits and hyphens.</param>
public sealed record TicketContent(string Title, TicketDocument Body, string Marker, DateOnly StartOn, DateOnly DueOn);

/// <summary>
/// A ticket tracker. Every failure is a <see cref="TrackerException"/> that says what it means; nothing is repeated here that a
/// repetition could double.
/// </summary>
public interface ITicketTracker
{
    /// <summary>As in <c>Tickets:Tracker</c>.</summary>
    string Name { get; }

    /// <exception cref="TrackerUncertainException">No answer: the ticket may be there, see <see cref="Find"/>.</exception>
    Task<Ticket> Create(string project, TicketContent content, CancellationToken cancellationToken);

    /// <summary>The ticket with this marker, whatever its status; the oldest, should there be several.</summary>
    /// <param name="since">It cannot have been made before.</param>
    Task<Ticket?> Find(string project, string marker, DateTimeOffset since, CancellationToken cancellationToken);

    /// <returns>Null when there is no such ticket, or none that the bot may see.</returns>
    Task<Ticket?> Get(string id, CancellationToken cancellationToken);

    /// <summary>Title, body and dates; safe to repeat.</summary>
    Task Update(string id, TicketContent content, CancellationToken cancellationToken);

    /// <summary>Safe to repeat.</summary>
    Task Close(string id, TicketClosing why, CancellationToken cancellationToken);

    /// <summary>Safe to repeat.</summary>
    Task Reopen(string id, CancellationToken cancellationToken);

    /// <exception cref="TrackerUncertainException">No answer: the comment may be there, see <see cref="HasComment"/>.</exception>
    Task Comment(string id, TicketDocument text, CancellationToken cancellationToken);

    /// <summary>Whether one of the latest comments contains the text.</summary>
    Task<bool> HasComment(string id, string text, CancellationToken cancellationToken);

    /// <summary>What changed in a project, also tickets that are not ours. Pages until the end or <paramref name="since"/>.</summary>
    IAsyncEnumerable<Ticket> ChangedSince(string project, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The id of the ticket that somebody linked; null when it is in another tracker.</summary>
    /// <param name="project">The account's project, for trackers whose numbers begin anew in each.</param>
    string? IdOf(TicketLink link, string project);

    /// <summary>Which tickets a webhook's body is about; only a hint. Empty when it is about none.</summary>
    /// <exception cref="System.Text.Json.JsonException">It cannot be read.</exception>
    IReadOnlyList<string> IdsIn(byte[] webhook);
}
