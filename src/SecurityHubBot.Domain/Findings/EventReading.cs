namespace SecurityHubBot.Domain.Findings;

/// <summary>What one delivered body turned out to be. Reading never throws: whatever arrives is one of these three.</summary>
public abstract record EventReading
{
    private EventReading()
    {
    }

    /// <summary>An event of ASFF findings (imported, or sent by a custom action), every one of them readable.</summary>
    /// <param name="EventId">EventBridge's id of the event, when it has one.</param>
    /// <param name="CustomAction">Name of the custom action that a person chose in the console; null for imported findings.</param>
    public sealed record Findings(IReadOnlyList<FindingReading> Items, string DetailType, string? EventId, string? CustomAction) : EventReading;

    /// <summary>A sound EventBridge event of a kind that this program does not act on (insights, OCSF findings, Health, Trusted Advisor, …).</summary>
    /// <param name="Kind">Its source and detail-type, such as <c>aws.health: AWS Health Event</c>.</param>
    public sealed record NotHandledYet(string Kind, string? EventId) : EventReading;

    /// <summary>Nothing that can be kept as it is; <paramref name="Reason"/> is an English sentence that names the JSON path.</summary>
    public sealed record Malformed(string Reason) : EventReading;
}

/// <summary>A finding together with its own JSON, byte for byte as it arrived.</summary>
/// <param name="Json">A slice of the body that was read (no copy): it lives as long as the caller's buffer does.</param>
public sealed record FindingReading(Finding Finding, ReadOnlyMemory<byte> Json);
