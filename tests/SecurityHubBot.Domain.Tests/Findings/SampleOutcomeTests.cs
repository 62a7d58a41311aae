using SecurityHubBot.Domain.Findings;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Domain.Tests.Findings;

/// <summary>Every recorded sample through the reader, against a table that was reviewed line by line.</summary>
public class SampleOutcomeTests
{
    private static readonly string[] Expected = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Findings", "sample_outcomes.tsv"));

    public static TheoryData<string> Names => new(Samples.All.Select(s => s.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_sample_reads_as_reviewed(string name)
    {
        var actual = Rows(Samples.Get(name)).ToArray();

        actual.ShouldBe(Expected.Where(row => row.StartsWith(name + "\t", StringComparison.Ordinal)).ToArray());
    }

    [Fact]
    public void The_table_has_every_sample_and_nothing_else() =>
        Expected.Skip(1).Select(row => row.Split('\t')[0]).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(Samples.All.Select(s => s.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_finding_keeps_its_own_bytes()
    {
        foreach (var sample in Samples.All.Where(s => s.IsFinding))
        {
            if (SecurityHubEventReader.Read(sample.AsEvent()) is EventReading.Findings { Items: [var only] })
            {
                only.Json.ToArray().ShouldBe(sample.Bytes.AsSpan().Trim("\r\n "u8).ToArray(), sample.Name);
            }
        }
    }

    private static IEnumerable<string> Rows(Sample sample) => SecurityHubEventReader.Read(sample.AsEvent()) switch
    {
        EventReading.Findings findings => findings.Items.Select(i => $"{sample.Name}\tfinding\t{Row(i.Finding)}"),
        EventReading.NotHandledYet other => [$"{sample.Name}\tnot handled yet\t{other.Kind}"],
        EventReading.Malformed malformed => [$"{sample.Name}\tmalformed\t{malformed.Reason}"],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Row(Finding f) => string.Join(
        '\t', f.Account, f.Region, f.Resources[0].Partition, f.Control?.ToString() ?? "-", f.Compliance?.ToString() ?? "-", f.Severity,
        f.RecordState, f.Workflow, f.Resources.Count, f.Standards.Count == 0 ? "-" : string.Join(' ', f.Standards));
}
