using Npgsql;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>The benchmark's own look at the bot's database.</summary>
internal sealed class MeasuredDatabase(NpgsqlDataSource source, string connectionString) : IAsyncDisposable
{
    private const string AddAccount =
        """
        insert into accounts (account_id, name, environment, channel, owners, language, version, updated_at, updated_by)
        values ($1, 'account-' || $1, 'production', '#aws', '', 'ja', 1, 0, 'benchmark')
        """;

    public string ConnectionString => connectionString;

    /// <summary>On the private server, with connections that are kept between measurements, as a running bot's are.</summary>
    public static async Task<MeasuredDatabase> Create()
    {
        var fresh = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var kept = new NpgsqlConnectionStringBuilder(fresh) { ConnectionIdleLifetime = 300, ConnectionPruningInterval = 10 }.ConnectionString;
        return new MeasuredDatabase(NpgsqlDataSource.Create(kept), kept);
    }

    public async Task AddAccounts(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            await using var command = source.CreateCommand(AddAccount);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
            await command.ExecuteNonQueryAsync();
        }

        await Execute("update directory_version set version = version + 1");
    }

    /// <summary>Empty tables, and nothing left to write behind for what was measured before.</summary>
    public async Task Clear()
    {
        // What hangs on a case goes with it: exceptions, tickets and whatever else will come.
        for (var isEmpty = false; !isEmpty;)
        {
            try
            {
                await Execute("truncate findings, decision_queue, cases, case_resources, case_history, case_messages cascade");
                isEmpty = true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                // The bot goes on looking for work meanwhile, in another order of tables; this one gave way.
            }
        }

        await Execute("checkpoint");
    }

    public Task<long> WalPosition() => Scalar("select (pg_current_wal_insert_lsn() - '0/0')::bigint");

    public Task<CpuTime> Cpu() => CpuTime.Now(source);

    public Task<long> Findings() => Scalar("select count(*) from findings");

    public Task<long> Undecided() => Scalar("select count(*) from decision_queue");

    public Task<long> Cases() => Scalar("select count(*) from cases");

    public async Task<string> Setting(string name)
    {
        await using var command = source.CreateCommand($"show {name}");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<long> Scalar(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Execute(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
