using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Jobs;

/// <summary>
/// Keeps two instances from running the same job at once. Hangfire's own lock on PostgreSQL is a row that others may take after ten
/// minutes, and that stays when its holder dies; this one lives exactly as long as its connection.
/// </summary>
internal sealed class JobLock(DbDataSource source, DatabaseOptions options)
{
    private const string TryLock = "select pg_try_advisory_lock(hashtextextended(@key, 0))";

    private const string Unlock = "select pg_advisory_unlock(hashtextextended(@key, 0))";

    // SQLite is for one instance only.
    private readonly ConcurrentDictionary<string, byte> _running = new(StringComparer.Ordinal);

    /// <returns>False when it is running already.</returns>
    public async Task<bool> Run(string id, Func<Task> work, CancellationToken cancellationToken)
    {
        if (!_running.TryAdd(id, 0))
        {
            return false;
        }

        try
        {
            return options.IsPostgres ? await RunAlone(id, work, cancellationToken) : await RunHere(work);
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    private static async Task<bool> RunHere(Func<Task> work)
    {
        await work();
        return true;
    }

    private async Task<bool> RunAlone(string id, Func<Task> work, CancellationToken cancellationToken)
    {
        var key = $"job {id}";
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(TryLock, new { key }, cancellationToken: cancellationToken)))
        {
            return false;
        }

        try
        {
            return await RunHere(work);
        }
        finally
        {
            await Release(connection, key);
        }
    }

    private static async Task Release(DbConnection connection, string key)
    {
        try
        {
            await connection.ExecuteAsync(Unlock, new { key });
        }
        catch (DbException)
        {
            // The connection broke meanwhile, and the lock is gone with it. What the job itself threw matters more.
        }
    }
}
