using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Tickets.Sync;

/// <summary>A row of <c>case_tickets</c> as it was when it was claimed.</summary>
internal sealed record TicketRow
{
    public long CaseNumber { get; init; }

    public long Desired { get; init; }

    public long Actual { get; init; }

    /// <summary><see cref="TicketStore.ByBot"/> or <see cref="TicketStore.ByPerson"/>; null while there is no ticket.</summary>
    public string? Origin { get; init; }

    public string? Tracker { get; init; }

    /// <summary>The tracker's own id; null also for a ticket that was linked and not looked up yet.</summary>
    public string? TicketId { get; init; }

    public string? Project { get; init; }

    public string? Title { get; init; }

    public string? Status { get; init; }

    public int IsClosed { get; init; }

    public string? Assignee { get; init; }

    /// <summary>Somebody has hinted that it has changed in the tracker.</summary>
    public int Look { get; init; }

    /// <summary>Of what we have written into the ticket; null while that is not known.</summary>
    public string? ContentHash { get; init; }

    public int WeClosedIt { get; init; }

    /// <summary>Times that the bot has reopened what others had closed, since <see cref="ReopenedAt"/>.</summary>
    public int Reopened { get; init; }

    public long? ReopenedAt { get; init; }

    /// <summary>Set while the outcome of a create is not known.</summary>
    public long? CreatingSince { get; init; }

    public string? CreatingProject { get; init; }

    /// <summary>Set while the outcome of a comment is not known: the last line of history that it tells.</summary>
    public long? CommentingUpto { get; init; }

    /// <summary>A ticket of ours in whose place somebody has linked another.</summary>
    public string? LeavingId { get; init; }

    public string? Trouble { get; init; }

    public string? TroubleReason { get; init; }

    public long LeaseUntil { get; init; }

    public int Attempts { get; init; }

    public string? TraceParent { get; init; }

    public long CreatedAt { get; init; }

    public CaseNumber Number => new(CaseNumber);

    public bool IsOurs => Origin == TicketStore.ByBot;

    /// <summary>By which our ticket is found again; the same for all its life, and another bot's on the same tracker is another.</summary>
    public string Marker
    {
        get
        {
            var seed = string.Create(CultureInfo.InvariantCulture, $"{CaseNumber}/{CreatedAt}");
            return string.Create(CultureInfo.InvariantCulture, $"shub-{CaseNumber}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 5))}");
        }
    }
}
