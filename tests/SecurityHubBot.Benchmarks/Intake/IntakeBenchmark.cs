using System.Diagnostics;
using System.Text;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Intake;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>
/// Findings per second committed through HTTP, and in turn with it the bound, because a machine that others use too is not equally
/// fast from one minute to the next.
/// </summary>
internal sealed class IntakeBenchmark(Plan plan, TextWriter output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<Measurement> _measured = [];
    private readonly BatchSizes _batches = new();

    public async Task<int> Run()
    {
        var json = RecordedFindings.Make(plan.Findings);
        var rows = Rows(json);
        await using var database = await MeasuredDatabase.Create();
        await Describe(database, json);
        await using (var bot = await BenchmarkBot.Start(database.ConnectionString, decides: false))
        {
            await database.AddAccounts(RecordedFindings.AccountIds);
            await using var load = new HttpLoad(bot.Address, BenchmarkBot.ApiKey);
            await load.Connect(plan.Clients);
            var requests = plan.EventSizes.ToDictionary(size => size, size => Requests(load, json, size));
            // Compiles, prepares and fills pools and caches.
            await Round(database, load, requests, rows, json.Count);
            _measured.Clear();
            for (var round = 1; round <= plan.Rounds; round++)
            {
                await Round(database, load, requests, rows, json.Count);
                await output.WriteLineAsync($"round {round}: {string.Join(", ", _measured.TakeLast(2 + (plan.EventSizes.Count * 2)).Select(m => $"{m.Name} {m.Rate:N0}/s"))}");
            }
        }

        await Deciding(database, json);
        await output.WriteLineAsync(Report.Table(_measured));
        _batches.Dispose();
        return 0;
    }

    private static List<FindingRow> Rows(IReadOnlyList<string> json)
    {
        var now = TimeProvider.System.GetUtcNow();
        return [.. json.Select(j => FindingRow.From(((EventReading.Findings)SecurityHubEventReader.Read(Samples.ImportedEvent(j))).Items[0], now))];
    }

    private static List<byte[]> Requests(HttpLoad load, IReadOnlyList<string> json, int size) =>
        [.. json.Chunk(size).Select(findings => load.Request(Samples.ImportedEvent(findings)))];

    private async Task Round(MeasuredDatabase database, HttpLoad load, Dictionary<int, List<byte[]>> requests, List<FindingRow> rows, int count)
    {
        await database.Clear();
        await Measure(database, Report.Bound, count, () => CopyBound.Measure(database.ConnectionString, rows, connections: 1));
        await database.Clear();
        await Measure(database, Report.BoundOnTwo, count, () => CopyBound.Measure(database.ConnectionString, rows, connections: 2));
        foreach (var size in plan.EventSizes)
        {
            await database.Clear();
            await Measure(database, Report.New(size), count, () => load.Send(requests[size]));
            await Measure(database, Report.Again(size), count, () => load.Send(requests[size]));
        }
    }

    private async Task Deciding(MeasuredDatabase database, IReadOnlyList<string> json)
    {
        const int Size = 10;
        await database.Clear();
        await using var bot = await BenchmarkBot.Start(database.ConnectionString, decides: true);
        await using var load = new HttpLoad(bot.Address, BenchmarkBot.ApiKey);
        await load.Connect(plan.Clients);
        var requests = Requests(load, json, Size);
        var watch = Stopwatch.StartNew();
        await Measure(database, Report.Deciding(Size), json.Count, () => load.Send(requests));
        while (await database.Undecided() is var left and > 0)
        {
            if (watch.Elapsed > Patience)
            {
                await output.WriteLineAsync($"with the decision worker on: {left:N0} decisions are still waiting after {Patience.TotalSeconds:N0} s");
                return;
            }

            await Task.Delay(20);
        }

        await output.WriteLineAsync($"with the decision worker on: everything decided {watch.Elapsed.TotalSeconds:N1} s after the first event, {await database.Cases():N0} cases");
    }

    private async Task Measure(MeasuredDatabase database, string name, int findings, Func<Task<TimeSpan>> run)
    {
        GC.Collect();
        _batches.Take();
        var (wal, cpu) = (await database.WalPosition(), await database.Cpu());
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var elapsed = await run();
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        cpu = (await database.Cpu()).Since(cpu);
        wal = await database.WalPosition() - wal;
        if (await database.Findings() is var stored && stored != findings)
        {
            throw new InvalidOperationException($"{name}: {stored} findings are stored, not {findings}.");
        }

        _measured.Add(new Measurement(name, findings, elapsed, cpu, allocated, wal, _batches.Take()));
    }

    private async Task Describe(MeasuredDatabase database, IReadOnlyList<string> json)
    {
        var bytes = json.Average(j => Encoding.UTF8.GetByteCount(j));
        await output.WriteLineAsync(
            $"{plan.Findings:N0} findings of {bytes:N0} bytes on average, {plan.Clients} clients, {plan.Rounds} rounds; {Environment.ProcessorCount} cores, "
            + $"{(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC; PostgreSQL {await database.Setting("server_version")}, fsync {await database.Setting("fsync")}, "
            + $"synchronous_commit {await database.Setting("synchronous_commit")}, toast {await database.Setting("default_toast_compression")}{LoadAverage()}");
    }

    private static string LoadAverage() =>
        File.Exists("/proc/loadavg") ? $"; load average before {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(2))}" : "";
}
