using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>
/// The database as a process sees it that is killed between two statements: from then on nothing of it gets through any more, and what
/// was not committed is gone.
/// </summary>
internal sealed class MortalDatabase(DbDataSource inner) : DbDataSource
{
    private int _left = int.MaxValue;

    public override string ConnectionString => inner.ConnectionString;

    public bool IsDead => Volatile.Read(ref _left) < 0;

    public void DieAfter(int statements) => Volatile.Write(ref _left, statements);

    public void Revive() => Volatile.Write(ref _left, int.MaxValue);

    protected override DbConnection CreateDbConnection() => new Connection(inner.CreateConnection(), this);

    private void Live()
    {
        if (Interlocked.Decrement(ref _left) < 0)
        {
            throw new KilledException();
        }
    }

    public sealed class KilledException() : DbException("The process has been killed.");

    private sealed class Connection(DbConnection inner, MortalDatabase life) : DbConnection
    {
        [AllowNull]
        public override string ConnectionString { get => inner.ConnectionString; set => inner.ConnectionString = value; }

        public override string Database => inner.Database;

        public override string DataSource => inner.DataSource;

        public override string ServerVersion => inner.ServerVersion;

        public override ConnectionState State => inner.State;

        public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

        public override void Close() => inner.Close();

        public override void Open() => inner.Open();

        public override Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
        {
            life.Live();
            return inner.BeginTransaction(isolationLevel);
        }

        protected override DbCommand CreateDbCommand()
        {
            life.Live();
            return inner.CreateCommand();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
