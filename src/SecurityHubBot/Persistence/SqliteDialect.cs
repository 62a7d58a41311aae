using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace SecurityHubBot.Persistence;

public sealed class SqliteDialect : Dialect, IDisposable
{
    // SQLite has one writer. Waiting here is fair and costs nothing; waiting inside SQLite polls and blocks a thread.
    private readonly SemaphoreSlim _writer = new(1, 1);

    public override string Name => "sqlite";

    public override string Identity => "integer primary key autoincrement";

    public override string SkipLocked => "";

    public override string ForUpdate => "";

    public override bool IsUnavailable(Exception exception) => exception switch
    {
        // BUSY, LOCKED, IOERR, FULL, CANTOPEN, READONLY: the file, not the statement.
        SqliteException { SqliteErrorCode: 5 or 6 or 10 or 13 or 14 or 8 } => true,
        { InnerException: { } inner } => IsUnavailable(inner),
        _ => false,
    };

    public override async ValueTask<IDisposable?> EnterWrite(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        return new Leave(_writer);
    }

    /// <summary>The write transaction itself already excludes everybody else.</summary>
    public override Task LockCase(DbTransaction transaction, string key, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task ShareDirectory(DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task LockDirectory(DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task LockAudit(DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _writer.Dispose();

    private sealed class Leave(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
