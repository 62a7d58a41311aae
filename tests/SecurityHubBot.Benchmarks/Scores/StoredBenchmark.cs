using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using SecurityHubBot.Benchmarks.Intake;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Scores;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Benchmarks.Scores;

/// <summary>
/// What the bot computes from very many stored findings, in turn with one plain aggregate over the same rows. To measure something else
/// over them, add it to <see cref="Works"/>.
/// </summary>
internal sealed class StoredBenchmark(int findings, int accounts, int rounds, TextWriter output)
{
    private const string Bound = "bound: one plain aggregate";

    /// <summary>What anybody would write who wants to know how many findings of each control fail in each account.</summary>
    private const string Aggregate =
        """
        select account_id, control_key, count(*) as findings, count(*) filter (where compliance = 'FAILED') as failed
        from findings where control_key is not null and record_state = 'ACTIVE' and workflow <> 'SUPPRESSED'
        group by account_id, control_key
        """;

    private readonly List<Run> _runs = [];

    public async Task<int> Go()
    {
        var connectionString = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var bot = Bot(connectionString);
        bot.Services.GetRequiredService<Migrator>().Migrate();
        var watch = Stopwatch.StartNew();
        await StoredFindings.Fill(connectionString, findings, accounts);
        await StoredOrganisation.Fill(connectionString, accounts);
        await output.WriteLineAsync($"{findings:N0} findings of {accounts:N0} accounts stored in {watch.Elapsed.TotalSeconds:N0} s; {Environment.ProcessorCount} cores, load average {Load()}");
        await using var source = NpgsqlDataSource.Create(connectionString);
        // Compiles, and brings the table into PostgreSQL's and the machine's caches.
        await Round(bot.Services, source);
        await output.WriteLineAsync(string.Join(Environment.NewLine, _runs.Select(r => $"{r.Name}: {r.What}")));
        _runs.Clear();
        for (var round = 1; round <= rounds; round++)
        {
            await Round(bot.Services, source);
            await output.WriteLineAsync($"round {round}: {string.Join(", ", _runs.TakeLast(_runs.Count / round).Select(r => $"{r.Name} {r.Elapsed.TotalMilliseconds:N0} ms"))}");
        }

        await output.WriteLineAsync(Table());
        return 0;
    }

    private static IEnumerable<Work> Works(IServiceProvider services, NpgsqlDataSource source)
    {
        var scores = services.GetRequiredService<ScoreQuery>();
        var summary = new SummaryWork(services, source);
        var team = Enumerable.Range(0, 3).Select(i => AccountId.Parse(StoredFindings.AccountId(i))).ToList();
        yield return new(Bound, () => Read(source));
        yield return new("score of the organisation", async () => $"{(await scores.For(accounts: null, CancellationToken.None)).Overall.Total} controls");
        yield return new("score of every account, and of all", () => Every(scores));
        yield return new("score of a team of three", async () => $"{(await scores.For(team, CancellationToken.None)).Overall.Total} controls");
        yield return new("summaries of a month: read and kept", summary.Make) { Before = summary.Begin };
        yield return new("summaries: told findings noted, after posting", summary.HaveTold) { Before = summary.Load };
        yield return new("summaries: words and pictures", summary.Draw);
    }

    private static async Task<string> Every(ScoreQuery scores)
    {
        var board = await scores.Board(accounts: null, CancellationToken.None);
        return $"{board.Accounts.Sum(a => board.Of(a).Overall.Total)} + {board.Organisation().Overall.Total} controls";
    }

    private async Task Round(IServiceProvider services, NpgsqlDataSource source)
    {
        foreach (var work in Works(services, source))
        {
            if (work.Before is { } before)
            {
                await before();
            }

            var watch = new Stopwatch();
            var (what, peak) = await MemoryPeak.Of(async () =>
            {
                watch.Start();
                var result = await work.Go();
                watch.Stop();
                return result;
            });
            _runs.Add(new Run(work.Name, watch.Elapsed, peak, what));
        }
    }

    /// <summary>Every row is read and nothing is kept.</summary>
    private static async Task<string> Read(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(Aggregate);
        await using var reader = await command.ExecuteReaderAsync();
        var (rows, failed) = (0, 0L);
        while (await reader.ReadAsync())
        {
            rows++;
            failed += reader.GetInt64(3);
        }

        return $"{rows} rows, {failed} failed";
    }

    private string Table()
    {
        var bounds = _runs.Where(r => r.Name == Bound).ToList();
        var text = new StringBuilder()
            .AppendLine()
            .AppendLine("| | time, ms (median) | fastest–slowest | times the bound | heap at most | working set at most | allocated |")
            .AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var runs in _runs.GroupBy(r => r.Name, StringComparer.Ordinal))
        {
            // The machine's mood is in both, so the ratio is taken within each round.
            var ratio = Median(runs.Zip(bounds, (run, bound) => run.Elapsed / bound.Elapsed));
            text.Append($"| {runs.Key} | {Median(runs.Select(r => r.Elapsed.TotalMilliseconds)):N0} | {runs.Min(r => r.Elapsed).TotalMilliseconds:N0}–{runs.Max(r => r.Elapsed).TotalMilliseconds:N0} | {ratio:0.00} | ")
                .AppendLine($"+{Mebi(runs.Max(r => r.Peak.Heap))} | +{Mebi(runs.Max(r => r.Peak.WorkingSet))} | {Mebi((long)Median(runs.Select(r => (double)r.Peak.Allocated)))} |");
        }

        return text.ToString();
    }

    private static string Mebi(long bytes) => $"{bytes / 1024.0 / 1024.0:N1} MiB";

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    /// <summary>The bot as it is wired, which is never started: nothing else runs beside what is measured.</summary>
    private static WebApplication Bot(string connectionString) => BotApplication.Build(
        [],
        builder => builder.Configuration.AddInMemoryCollection(BenchmarkBot.Settings(connectionString)),
        services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new StandingTime(StoredOrganisation.Now))));

    private sealed class StandingTime(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at.ToUniversalTime();
    }

    /// <param name="Before">Done first, and not measured.</param>
    private sealed record Work(string Name, Func<Task<string>> Go, Func<Task>? Before = null);

    private sealed record Run(string Name, TimeSpan Elapsed, MemoryPeak Peak, string What);
}
