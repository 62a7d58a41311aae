using System.Globalization;
using Npgsql;

namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>
/// Processor time spent so far by this process (the bot and the load generator) and by PostgreSQL's. Unlike a rate it stays the
/// same when others use the machine too. PostgreSQL's is only known where its processes can be looked at.
/// </summary>
internal sealed record CpuTime(TimeSpan Bot, IReadOnlyDictionary<int, TimeSpan> PostgresByProcess)
{
    private const double TicksPerSecond = 100;
    private const int UserTicks = 11;

    public static async Task<CpuTime> Now(NpgsqlDataSource source)
    {
        var postgres = new Dictionary<int, TimeSpan>();
        await using var command = source.CreateCommand("select pid from pg_stat_activity");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            postgres[reader.GetInt32(0)] = OfProcess(reader.GetInt32(0));
        }

        return new CpuTime(Environment.CpuUsage.TotalTime, postgres);
    }

    public TimeSpan Postgres => PostgresByProcess.Values.Aggregate(TimeSpan.Zero, (sum, one) => sum + one);

    /// <summary>A process that ended in between no longer tells what it spent, so it is left out.</summary>
    public CpuTime Since(CpuTime earlier) => new(
        Bot - earlier.Bot,
        PostgresByProcess.ToDictionary(p => p.Key, p => p.Value - earlier.PostgresByProcess.GetValueOrDefault(p.Key)));

    private static TimeSpan OfProcess(int pid)
    {
        try
        {
            // After the name in parentheses, which may hold spaces: state is the first field, utime the 12th, stime the 13th.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[UserTicks..(UserTicks + 2)].Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
            return TimeSpan.FromSeconds(ticks / TicksPerSecond);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }
}
