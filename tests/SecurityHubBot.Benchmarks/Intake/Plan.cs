namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>How much is measured, and how often.</summary>
internal sealed record Plan
{
    public Plan(int findings, int clients, int rounds, IReadOnlyList<int> eventSizes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(findings, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(clients, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(eventSizes.All(s => s > 0), true, nameof(eventSizes));
        (Findings, Clients, Rounds, EventSizes) = (findings, clients, rounds, eventSizes);
    }

    public int Findings { get; }

    public int Clients { get; }

    public int Rounds { get; }

    /// <summary>Findings in an event, a measurement each.</summary>
    public IReadOnlyList<int> EventSizes { get; }
}
