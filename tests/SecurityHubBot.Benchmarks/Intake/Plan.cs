namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>How much is measured, and how often.</summary>
internal sealed record Plan
{
    public Plan(int findings, int clients, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(findings, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(clients, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        (Findings, Clients, Rounds) = (findings, clients, rounds);
    }

    public int Findings { get; }

    public int Clients { get; }

    public int Rounds { get; }
}
