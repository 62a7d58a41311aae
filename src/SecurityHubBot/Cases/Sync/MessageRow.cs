using SecurityHubBot.Domain;

namespace SecurityHubBot.Cases.Sync;

/// <summary>A row of <c>case_messages</c> as it was when it was claimed.</summary>
internal sealed class MessageRow
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

    public string? ContentHash { get; init; }

    public string? FallbackReason { get; init; }

    public string? FallbackChannel { get; init; }

    public long? PostingSince { get; init; }

    public string? PostingChannel { get; init; }

    public string? OldChannel { get; init; }

    public string? OldTs { get; init; }

    public int Attempts { get; init; }

    public string? TraceParent { get; init; }

    public CaseNumber Number => new(CaseNumber);

    public bool IsCard => Kind == CaseMessageStore.CardSlot;
}
