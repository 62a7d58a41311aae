namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>One run over all findings.</summary>
/// <param name="Allocated">Bytes allocated in this process, the load generator's few included.</param>
/// <param name="Wal">Bytes that PostgreSQL wrote to its log.</param>
/// <param name="Batches">Findings in each round trip.</param>
internal sealed record Measurement(string Name, int Findings, TimeSpan Elapsed, CpuTime Cpu, long Allocated, long Wal, IReadOnlyList<int> Batches)
{
    public double BotMicros => Cpu.Bot.TotalMicroseconds / Findings;

    public double PostgresMicros => Cpu.Postgres.TotalMicroseconds / Findings;

    public double Rate => Findings / Elapsed.TotalSeconds;
}
