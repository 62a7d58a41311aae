using System.Text;

namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>The table, in Markdown so that it can go into docs/benchmarks.md as it is.</summary>
internal static class Report
{
    public const string Bound = "bound: COPY + insert";

    public const string BoundOnTwo = "the same on two connections";

    public static string New(int size) => $"events of {size}";

    public static string Again(int size) => $"events of {size}, sent again";

    public static string Deciding(int size) => $"events of {size}, deciding too";

    public static string Table(IReadOnlyList<Measurement> measured)
    {
        var bound = Median(measured.Where(m => m.Name == Bound).Select(m => m.Rate));
        var text = new StringBuilder()
            .AppendLine()
            .AppendLine("| | findings/s | slowest–fastest | of the bound | CPU µs/finding: bot + PostgreSQL | allocated/finding | log/finding | findings a round trip (median, most) |")
            .AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var runs in measured.GroupBy(m => m.Name, StringComparer.Ordinal))
        {
            var rate = Median(runs.Select(m => m.Rate));
            // The machine's mood is in both, so the ratio is taken within each round where there is one.
            var ratio = runs.Count() == measured.Count(m => m.Name == Bound)
                ? Median(runs.Zip(measured.Where(m => m.Name == Bound), (run, b) => run.Rate / b.Rate))
                : rate / bound;
            var sizes = runs.SelectMany(m => m.Batches).ToList();
            var (bot, postgres) = (Median(runs.Select(m => m.BotMicros)), Median(runs.Select(m => m.PostgresMicros)));
            text.Append($"| {runs.Key} | {rate:N0} | {runs.Min(m => m.Rate):N0}–{runs.Max(m => m.Rate):N0} | {ratio:0.00} | {bot:N0} + {postgres:N0} | ")
                .Append($"{Median(runs.Select(m => (double)m.Allocated / m.Findings)) / 1024:N1} KiB | {Median(runs.Select(m => (double)m.Wal / m.Findings)):N0} B | ")
                .AppendLine(sizes.Count == 0 ? "– |" : $"{Median(sizes.Select(s => (double)s)):N0}, {sizes.Max()} |");
        }

        return text.ToString();
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
