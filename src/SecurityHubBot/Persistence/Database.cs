using System.Data.Common;
using Dapper;

namespace SecurityHubBot.Persistence;

/// <summary>The bot's database: short sessions for reading, transactions for writing.</summary>
public sealed class Database(DbDataSource source, Dialect dialect)
{
    public Dialect Dialect => dialect;

    public async Task<T> Read<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await work(new DbSession(connection, transaction: null, dialect, cancellationToken));
    }

    private const int MostConflicts = 4;

    /// <summary>
    /// Runs the work in one transaction and commits it; an exception rolls everything back. The work is run again when it met another
    /// transaction in a way that only one of them could end.
    /// </summary>
    public async Task<T> Write<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                return await WriteOnce(work, cancellationToken);
            }
            catch (Exception exception) when (conflicts < MostConflicts && dialect.IsConflict(exception))
            {
                // The other transaction has gone on; now it is this one's turn.
            }
        }
    }

    private async Task<T> WriteOnce<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        using var turn = await dialect.EnterWrite(cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(new DbSession(connection, transaction, dialect, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    public Task Write(Func<DbSession, Task> work, CancellationToken cancellationToken) =>
        Write<object?>(
            async session =>
            {
                await work(session);
                return null;
            },
            cancellationToken);
}

/// <summary>One connection, with its transaction when there is one, as the stores use it.</summary>
public sealed class DbSession(DbConnection connection, DbTransaction? transaction, Dialect dialect, CancellationToken cancellationToken)
{
    public Dialect Dialect => dialect;

    public DbConnection Connection => connection;

    public DbTransaction? Transaction => transaction;

    public CancellationToken CancellationToken => cancellationToken;

    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? args = null) => (await connection.QueryAsync<T>(Command(sql, args))).AsList();

    public Task<T?> SingleOrDefault<T>(string sql, object? args = null) => connection.QuerySingleOrDefaultAsync<T>(Command(sql, args));

    public async Task<T> Scalar<T>(string sql, object? args = null) => (await connection.ExecuteScalarAsync<T>(Command(sql, args)))!;

    /// <param name="args">One object, or a list of them to run the statement once for each.</param>
    public Task<int> Execute(string sql, object? args = null) => connection.ExecuteAsync(Command(sql, args));

    public Task LockCase(string key) => dialect.LockCase(Needed, key, cancellationToken);

    public Task ShareDirectory() => dialect.ShareDirectory(Needed, cancellationToken);

    public Task LockDirectory() => dialect.LockDirectory(Needed, cancellationToken);

    private DbTransaction Needed => transaction ?? throw new InvalidOperationException("A lock needs a transaction.");

    private CommandDefinition Command(string sql, object? args) => new(sql, args, transaction, cancellationToken: cancellationToken);
}
