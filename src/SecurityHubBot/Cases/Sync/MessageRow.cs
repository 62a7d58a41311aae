using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases.Sync;

/// <summary>A row of <c>case_messages</c> as it was when it was claimed.</summary>
internal sealed record MessageRow
{
    public long Id { get; init; }

    public long CaseNumber { get; init; }

    public string Slot { get; init; } = "";

    public string Kind { get; init; } = "";

    public string? Payload { get; init; }

    public long Desired { get; init; }

    public long Actual { get; init; }

    public string? Channel { get; init; }

    public string? Ts { get; init; }

    /// <summary>The channel whose turn a case's messages wait for; null until it is known.</summary>
    public string? Lane { get; init; }

    public string? ContentHash { get; init; }

    public string? FallbackReason { get; init; }

    public string? FallbackChannel { get; init; }

    /// <summary>Set while the outcome of a post is not known.</summary>
    public long? PostingSince { get; init; }

    public string? PostingChannel { get; init; }

    public string? PostingThread { get; init; }

    public string? OldChannel { get; init; }

    public string? OldTs { get; init; }

    public long LeaseUntil { get; init; }

    public int Attempts { get; init; }

    public string? TraceParent { get; init; }

    public CaseNumber Number => new(CaseNumber);

    /// <summary>A post of which nobody knows whether it arrived; null when there is none.</summary>
    public UncertainPost? Uncertain => PostingSince is { } since ? new UncertainPost(PostingChannel!, PostingThread, Micros.ToTime(since)) : null;

    public bool IsCard => Kind == CaseMessageStore.CardSlot;

    /// <summary>Not with the card: in the approval channel, or for one person alone.</summary>
    public bool IsElsewhere => Kind is CaseMessageStore.ApprovalKind or CaseMessageStore.DirectKind;

    /// <summary>Nothing happened to the case: only the day has changed.</summary>
    public bool IsRefresh => Desired == Actual;
}
