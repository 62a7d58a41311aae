using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using Npgsql;
using SecurityHubBot.Jobs;

namespace SecurityHubBot.Persistence;

/// <summary>Applies <c>migrations/*.sql</c> in order, once each, while no other instance does.</summary>
/// <param name="jobs">Where there are recurring jobs: their tables too.</param>
internal sealed partial class Migrator(DatabaseOptions options, Dialect dialect, ILogger<Migrator> logger, JobsSchema? jobs = null)
{
    // Any number will do as long as nobody else takes it; these are the letters SHUB.
    private const long LockKey = 0x53485542;

    /// <returns>The names of the scripts that were applied now.</returns>
    public IReadOnlyList<string> Migrate()
    {
        using IDisposable? held = options.IsPostgres ? LockPostgres() : LockSqlite();
        return options.IsPostgres ? RunPostgres() : RunSqlite();
    }

    private List<string> RunPostgres()
    {
        var applied = Run(Postgres());
        jobs?.Prepare(options.ConnectionString);
        if (options.AppRole.Length > 0)
        {
            AppRoleGrants.Give(options.ConnectionString, options.AppRole);
        }

        return applied;
    }

    private UpgradeEngine Postgres() => Scripts(DeployChanges.To.PostgresqlDatabase(options.ConnectionString)).Build();

    private List<string> RunSqlite()
    {
        using var connection = new SqliteConnection(options.ConnectionString);
        connection.Open();
        using (var journal = connection.CreateCommand())
        {
            // Readers go on while the one writer writes; the setting stays with the file.
            journal.CommandText = "pragma journal_mode = wal";
            journal.ExecuteNonQuery();
        }

        using var shared = new SharedConnection(connection);
        return Run(Scripts(DeployChanges.To.SqliteDatabase(shared)).Build());
    }

    private DbUp.Builder.UpgradeEngineBuilder Scripts(DbUp.Builder.UpgradeEngineBuilder builder) => builder
        .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), IsOurs)
        .WithVariable("identity", dialect.Identity)
        .WithTransactionPerScript()
        .LogTo(new NoLog());

    /// <summary>For both databases, or for this one: <c>0002_audit.sql</c>, <c>0002_audit_guard.postgres.sql</c>.</summary>
    private bool IsOurs(string name) =>
        name.StartsWith("migrations/", StringComparison.Ordinal)
        && (name.Count(c => c == '.') == 1 || name.EndsWith($".{dialect.Name}.sql", StringComparison.Ordinal));

    private List<string> Run(UpgradeEngine engine)
    {
        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name ?? "(none)"} failed: {result.Error.Message}", result.Error);
        }

        var applied = result.Scripts.Select(s => s.Name).ToList();
        foreach (var script in applied)
        {
            Log.Applied(logger, script);
        }

        return applied;
    }

    private NpgsqlConnection LockPostgres()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = "select pg_advisory_lock(@key)";
        command.Parameters.AddWithValue("key", LockKey);
        command.ExecuteNonQuery();
        return connection;
    }

    private FileStream? LockSqlite()
    {
        var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
        if (file is "" or ":memory:")
        {
            return null;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(file + ".migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (attempt < 600)
            {
                Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System).Wait();
            }
        }
    }

    private sealed class NoLog : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args)
        {
        }

        public void LogDebug(string format, params object[] args)
        {
        }

        public void LogInformation(string format, params object[] args)
        {
        }

        public void LogWarning(string format, params object[] args)
        {
        }

        public void LogError(string format, params object[] args)
        {
        }

        public void LogError(Exception ex, string format, params object[] args)
        {
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {Script}.")]
        public static partial void Applied(ILogger logger, string script);
    }
}
