using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace SecurityHubBot.Persistence;

public sealed class PostgresDialect : Dialect
{
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

    public override Task LockCase(DbTransaction transaction, string key, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(@key, 0))", new { key }, transaction, cancellationToken: cancellationToken));
}
