using System.Data.Common;

namespace SecurityHubBot.Persistence;

/// <summary>What PostgreSQL and SQLite say differently. Everything else is one SQL text for both.</summary>
public abstract class Dialect
{
    /// <summary>As in <c>Database:Provider</c>, and in the names of migrations that only one of them gets: <c>0002_audit_guard.sqlite.sql</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The column definition of a number that the database gives out, used as the primary key.</summary>
    public abstract string Identity { get; }

    /// <summary>Ends a select of rows to work on, so that no other instance takes them in the same transaction.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Ends a select of one row that is about to be changed.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Whether the failure means that the database cannot be reached now, so that the same call may succeed later.</summary>
    public abstract bool IsUnavailable(Exception exception);

    /// <summary>Whether the database ended the transaction in favour of another one, so that the same work will succeed now.</summary>
    public virtual bool IsConflict(Exception exception) => false;

    /// <summary>Held by the writer for as long as a transaction lasts, where the database has room for only one.</summary>
    public virtual ValueTask<IDisposable?> EnterWrite(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable?>(null);

    /// <summary>Keeps two instances from deciding about the same case at once, until the transaction ends.</summary>
    public abstract Task LockCase(DbTransaction transaction, string key, CancellationToken cancellationToken);

    /// <summary>Held until the transaction ends by everybody whose work depends on the accounts and policies: nobody changes them meanwhile.</summary>
    public abstract Task ShareDirectory(DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Held until the transaction ends by whoever changes the accounts or policies.</summary>
    public abstract Task LockDirectory(DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Held until the transaction ends by whoever adds to the audit log; taken last, so that it is held only for the commit.</summary>
    public abstract Task LockAudit(DbTransaction transaction, CancellationToken cancellationToken);
}
