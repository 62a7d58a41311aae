using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace SecurityHubBot.Persistence;

public sealed class PostgresDialect : Dialect
{
    private const string DirectoryKey = "directory";
    private const string AuditKey = "audit";

    public override string Name => "postgres";

    public override string Identity => "bigint generated always as identity primary key";

    public override string SkipLocked => "for update skip locked";

    public override string ForUpdate => "for update";

    public override bool IsUnavailable(Exception exception) => exception switch
    {
        // 57Pxx: shut down, crashed, starting up. 53300: too many connections. 08xxx: the connection broke.
        PostgresException { SqlState: ['5', '7', 'P', ..] or "53300" or ['0', '8', ..] or "25006" } => true,
        PostgresException => false,
        NpgsqlException { IsTransient: true } or NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        NpgsqlException => true,
        TimeoutException or SocketException => true,
        { InnerException: { } inner } => IsUnavailable(inner),
        _ => false,
    };

    // 40P01: a deadlock was found. 40001: could not be serialized.
    public override bool IsConflict(Exception exception) => exception is PostgresException { SqlState: "40P01" or "40001" };

    public override Task LockCase(DbTransaction transaction, string key, CancellationToken cancellationToken) =>
        Run(transaction, "select pg_advisory_xact_lock(hashtextextended(@key, 0))", key, cancellationToken);

    public override Task ShareDirectory(DbTransaction transaction, CancellationToken cancellationToken) =>
        Run(transaction, "select pg_advisory_xact_lock_shared(hashtextextended(@key, 0))", DirectoryKey, cancellationToken);

    public override Task LockDirectory(DbTransaction transaction, CancellationToken cancellationToken) =>
        Run(transaction, "select pg_advisory_xact_lock(hashtextextended(@key, 0))", DirectoryKey, cancellationToken);

    public override Task LockAudit(DbTransaction transaction, CancellationToken cancellationToken) =>
        Run(transaction, "select pg_advisory_xact_lock(hashtextextended(@key, 0))", AuditKey, cancellationToken);

    private static Task Run(DbTransaction transaction, string sql, string key, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, new { key }, transaction, cancellationToken: cancellationToken));
}
