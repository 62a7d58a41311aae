using System.Data.Common;
using SecurityHubBot.Jobs;

namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>
/// A further instance on which jobs are begun and killed between any two statements; afterwards the others run them, each twice and all
/// at once, and without the lock that would keep them apart.
/// </summary>
internal sealed class YearsKiller(int seed) : IAsyncDisposable
{
    // Reconcile writes through its own kind of connection, and has tests in which it is broken off.
    private static readonly string[] Unkillable = ["reconcile"];

#pragma warning disable CA5394 // A simulation wants a random that can be repeated.
    private readonly Random _random = new(seed);
#pragma warning restore CA5394
    private MortalDatabase? _database;

    public TestBot Bot { get; set; } = null!;

    /// <summary>Runs that did not come to their end.</summary>
    public int Killed { get; private set; }

    public MortalDatabase Take(DbDataSource database) => _database = new MortalDatabase(database);

    public async Task Run(RecurringJob job, IReadOnlyList<TestBot> others)
    {
        if (!Unkillable.Contains(job.Id) && _random.Next(2) == 0)
        {
            await Kill(job, afterStatements: _random.Next(_random.Next(2) == 0 ? 6 : 60));
        }

        await Task.WhenAll(others.Concat(others).Select(bot => Task.Run(() => SimulatedYear.RunJob(bot, job))));
    }

    public ValueTask DisposeAsync()
    {
        _database?.Revive();
        return Bot.DisposeAsync();
    }

    private async Task Kill(RecurringJob job, int afterStatements)
    {
        _database!.DieAfter(afterStatements);
        try
        {
            await SimulatedYear.RunJob(Bot, job);
        }
        catch (Exception) when (_database.IsDead)
        {
            Killed++;
        }
        finally
        {
            _database.Revive();
        }
    }
}
