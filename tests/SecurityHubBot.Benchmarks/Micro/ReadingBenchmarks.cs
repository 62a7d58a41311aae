using BenchmarkDotNet.Attributes;
using SecurityHubBot.Benchmarks.Intake;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Intake;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Benchmarks.Micro;

/// <summary>What one event costs before the database sees it.</summary>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    private byte[] _body = [];
    private IReadOnlyList<FindingReading> _read = [];

    [Params(1, 10)]
    public int Findings { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _body = Samples.ImportedEvent([.. RecordedFindings.Make(Findings)]);
        _read = ((EventReading.Findings)SecurityHubEventReader.Read(_body)).Items;
    }

    [Benchmark]
    public object Read() => SecurityHubEventReader.Read(_body);

    [Benchmark]
    public int MakeRows()
    {
        var length = 0;
        foreach (var finding in _read)
        {
            length += FindingRow.From(finding, DateTimeOffset.UnixEpoch.AddYears(60)).FindingKey.Length;
        }

        return length;
    }
}
