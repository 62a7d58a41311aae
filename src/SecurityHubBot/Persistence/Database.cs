using System.Data.Common;
using Dapper;
using SecurityHubBot.Audit;

namespace SecurityHubBot.Persistence;

/// <summary>The bot's database: short sessions for reading, transactions for writing.</summary>
public sealed class Database(DbDataSource source, Dialect dialect, TimeProvider time)
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
        var session = new DbSession(connection, transaction, dialect, cancellationToken);
        var result = await work(session);
        // Last, so that nobody who holds the end of the log waits for anything but the commit.
        if (session.Audited.Count > 0)
        {
            await AuditLog.Append(session, session.Audited, time.GetUtcNow());
        }

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
    private readonly List<AuditEntry> _audited = [];

    public Dialect Dialect => dialect;

    internal IReadOnlyList<AuditEntry> Audited => _audited;

    public DbConnection Connection => connection;

    public DbTransaction? Transaction => transaction;

    public CancellationToken CancellationToken => cancellationToken;

    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? args = null) => (await connection.QueryAsync<T>(Command(sql, args))).AsList();

    public Task<T?> SingleOrDefault<T>(string sql, object? args = null) => connection.QuerySingleOrDefaultAsync<T>(Command(sql, args));

    public async Task<T> Scalar<T>(string sql, object? args = null) => (await connection.ExecuteScalarAsync<T>(Command(sql, args)))!;

    /// <summary>For more rows than should be in memory at once.</summary>
    public Task<DbDataReader> Reader(string sql, object? args = null) => connection.ExecuteReaderAsync(Command(sql, args));

    /// <param name="args">One object, or a list of them to run the statement once for each.</param>
    public Task<int> Execute(string sql, object? args = null) => connection.ExecuteAsync(Command(sql, args));

    /// <summary>Has a decision written into the audit log when the transaction commits, and only then.</summary>
    public void Audit(AuditEntry entry)
    {
        _ = Needed;
        _audited.Add(entry);
    }

    public Task LockCase(string key) => dialect.LockCase(Needed, key, cancellationToken);

    public Task ShareDirectory() => dialect.ShareDirectory(Needed, cancellationToken);

    public Task LockDirectory() => dialect.LockDirectory(Needed, cancellationToken);

    internal Task LockAudit() => dialect.LockAudit(Needed, cancellationToken);

    private DbTransaction Needed => transaction ?? throw new InvalidOperationException("Outside of a transaction nothing is locked and nothing audited.");

    private CommandDefinition Command(string sql, object? args) => new(sql, args, transaction, cancellationToken: cancellationToken);
}
