using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using SecurityHubBot.TestSupport.Postgres;

namespace SecurityHubBot.TestSupport;

/// <summary>
/// A real PostgreSQL for tests: one private server per test process, made at first use and gone with the process, or the
/// running server that <c>SHUB_TEST_POSTGRES</c> (a connection string with the right to create databases) points to.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable, IDisposable
{
    public const string Variable = "SHUB_TEST_POSTGRES";
    private static readonly Lazy<Task<PostgresServer>> LazyShared = new(MakeSharedAsync);

    private readonly PrivateCluster? _cluster;
    private readonly string? _external;
    private readonly ConcurrentDictionary<string, string> _databases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _templates = new(StringComparer.Ordinal);

    private PostgresServer(PrivateCluster cluster) => _cluster = cluster;

    private PostgresServer(string external) => _external = external;

    /// <summary>Why tests on PostgreSQL cannot run here, for <c>Assert.Skip</c>; null when they can, or must (<see cref="Requirements"/>).</summary>
    public static string? SkipReason { get; } = Requirements.SkipReason(Requirements.Postgres, Missing());

    /// <summary>The maintenance database's connection string, of a role that may create databases.</summary>
    public string ConnectionString => _cluster?.ConnectionString ?? _external!;

    /// <summary>The temp folder with the cluster; null for a server that somebody else runs.</summary>
    public string? Folder => _cluster?.Folder;

    /// <summary>The server that all tests of this process share. Do not stop it: see <see cref="StartNewAsync"/>.</summary>
    public static Task<PostgresServer> SharedAsync() => LazyShared.Value;

    /// <summary>A server of one's own, to be stopped and started at will. Dispose it.</summary>
    public static async Task<PostgresServer> StartNewAsync()
    {
        var bin = PostgresPrograms.Find();
        var user = UnprivilegedUser.Current();
        return bin is null || user is null
            ? throw new InvalidOperationException(MissingPrograms())
            : new PostgresServer(await PrivateCluster.CreateAsync(bin, user));
    }

    /// <summary>A server that is already there. Its databases made here are dropped on dispose, and those of killed runs after a day.</summary>
    public static async Task<PostgresServer> AtAsync(string connectionString)
    {
        var server = new PostgresServer(connectionString);
        await server.DropStaleDatabasesAsync();
        return server;
    }

    /// <summary>A fresh, empty database; returns its connection string.</summary>
    public Task<string> CreateDatabaseAsync() => CopyAsync("template0");

    /// <summary>
    /// A fresh copy of a database that <paramref name="prepare"/> filled once (its schema, say). Copying is many times faster than
    /// preparing again. The name stands for the content: the same name is prepared once per server.
    /// </summary>
    public async Task<string> CreateDatabaseAsync(string template, Func<string, Task> prepare) =>
        await CopyAsync(await _templates.GetOrAdd(template, _ => new(() => PrepareAsync(prepare))).Value);

    /// <summary>Drops a database whoever is still connected to it.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await ExecuteAsync($"drop database if exists \"{name}\" with (force)");
        _databases.TryRemove(name, out _);
    }

    /// <summary>Crash: the server is gone without a goodbye, as after a power cut; what was committed is there after <see cref="StartAsync"/>.</summary>
    public Task StopImmediateAsync() => Own().StopImmediateAsync();

    /// <summary>Starts a stopped server on the same port.</summary>
    public Task StartAsync() => Own().StartAsync();

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        _cluster?.Dispose();
        foreach (var connectionString in _external is null ? [] : _databases.Values)
        {
            await DropDatabaseAsync(connectionString);
        }
    }

    private static async Task<PostgresServer> MakeSharedAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } external ? await AtAsync(external) : await StartNewAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.End();
        return server;
    }

    private void End()
    {
        if (_cluster is not null)
        {
            _cluster.LetGo();
        }
        else
        {
            Dispose();
        }
    }

    private static string? Missing() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || (PostgresPrograms.Find() is not null && UnprivilegedUser.Current() is not null)
            ? null
            : MissingPrograms();

    private static string MissingPrograms() => PostgresPrograms.Find() is null
        ? $"PostgreSQL's server programs (initdb, pg_ctl, postgres) were not found: install PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql), or let {Variable} name a running server by its connection string."
        : $"PostgreSQL does not run as root, and neither a user 'postgres' or 'nobody' with setpriv or runuser is there to run it: run the tests as another user, or let {Variable} name a running server by its connection string.";

    private PrivateCluster Own() => _cluster ?? throw new InvalidOperationException("This server is not ours to stop: use StartNewAsync().");

    private async Task<string> CopyAsync(string template)
    {
        // The day in the name tells a later run what a killed one left on a server that stays.
        var name = $"shub_test_{TimeProvider.System.GetUtcNow():yyyyMMdd}_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        await ExecuteAsync($"create database \"{name}\" template \"{template}\"");
        // Every database has a pool of its own; small and short-lived, hundreds of them fit on one server.
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Database = name,
            MaxPoolSize = 20,
            ConnectionIdleLifetime = 5,
            ConnectionPruningInterval = 5,
            IncludeErrorDetail = true,
        }.ConnectionString;
        _databases[name] = connectionString;
        Requirements.Used(Requirements.Postgres);
        return connectionString;
    }

    private async Task<string> PrepareAsync(Func<string, Task> prepare)
    {
        var connectionString = await CreateDatabaseAsync();
        // A database with a connection cannot be copied, so none may linger in a pool.
        await prepare(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await ExecuteAsync($"alter database \"{name}\" with allow_connections false");
        await ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}' and pid <> pg_backend_pid()");
        return name;
    }

    private async Task DropStaleDatabasesAsync()
    {
        var before = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand($"select datname from pg_database where datname ~ '^shub_test_[0-9]{{8}}_' and substr(datname, 11, 8) < '{before}'", connection);
        var names = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                names.Add(reader.GetString(0));
            }
        }

        foreach (var name in names)
        {
            await ExecuteAsync($"drop database if exists \"{name}\" with (force)");
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
