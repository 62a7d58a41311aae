using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Bulletins;

/// <summary>What makes a bulletin the same as another: whoever wants it twice gets one.</summary>
/// <param name="Kind">Which <see cref="IBulletinContent"/> says it.</param>
/// <param name="Audience">A channel's id or name, or the id of a person.</param>
/// <param name="Period">What it is about, such as <c>2026-10</c>, <c>2026-W47</c> or <c>2026-11-24</c>.</param>
internal sealed record BulletinKey(string Kind, string Audience, string Period)
{
    public override string ToString() => $"{Kind} {Period} for {Audience}";
}

/// <summary>A row of <c>bulletins</c>.</summary>
internal sealed record BulletinRow
{
    public long Id { get; init; }

    public string Kind { get; init; } = "";

    public string Audience { get; init; } = "";

    public string Period { get; init; } = "";

    /// <summary>What is to be said, as it was decided; null for what is looked up when it is posted.</summary>
    public string? Payload { get; init; }

    /// <summary>The picture that Slack has already; empty when it is to go without.</summary>
    public string? FileId { get; init; }

    /// <summary>Where it stands; null while it does not.</summary>
    public string? Channel { get; init; }

    public string? Ts { get; init; }

    /// <summary>Why it goes to the security channel and not to its audience.</summary>
    public string? FallbackReason { get; init; }

    public long? PostingSince { get; init; }

    public string? PostingChannel { get; init; }

    public long CreatedAt { get; init; }

    public long? PostedAt { get; init; }

    /// <summary>Posted, or there was nothing to say.</summary>
    public long? DoneAt { get; init; }

    public long LeaseUntil { get; init; }

    public int Attempts { get; init; }

    public BulletinKey Key => new(Kind, Audience, Period);

    public UncertainPost? Uncertain => PostingSince is { } since ? new UncertainPost(PostingChannel!, Thread: null, Micros.ToTime(since)) : null;
}
