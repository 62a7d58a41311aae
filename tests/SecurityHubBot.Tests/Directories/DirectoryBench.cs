using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Directories;
using SecurityHubBot.Persistence;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Directories;

/// <summary>The two tables on a migrated database, without a bot around them.</summary>
internal sealed class DirectoryBench : IAsyncDisposable
{
    public const string AccountHeader = "account_id,name,environment,channel,owners,escalation,ticket_project,language";
    public const string PolicyHeader = "standard,control,policy,category,due_days,environments,note";

    private readonly TestDatabase _testDatabase;
    private readonly ServiceProvider _services;

    private DirectoryBench(TestDatabase testDatabase, ServiceProvider services) => (_testDatabase, _services) = (testDatabase, services);

    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    public Database Database => _services.GetRequiredService<Database>();

    public DirectoryImport Import => _services.GetRequiredService<DirectoryImport>();

    public IServiceProvider Services => _services;

    public static async Task<DirectoryBench> Create(DatabaseKind kind)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = database.Provider, ["ConnectionStrings:Bot"] = database.ConnectionString })
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(Now))
            .AddPersistence(configuration)
            .AddSingleton<IDirectory, DirectoryCache>()
            .AddDirectoryTables(configuration)
            .BuildServiceProvider();
        services.GetRequiredService<Migrator>().Migrate();
        return new DirectoryBench(database, services);
    }

    public async Task<ImportReport> Accounts(string csv, ImportOptions? options = null, string by = "test")
    {
        using var text = new StringReader(csv);
        return await Import.ImportAccounts(text, options ?? new ImportOptions(), by, CancellationToken.None);
    }

    public async Task<ImportReport> Policies(string csv, ImportOptions? options = null)
    {
        using var text = new StringReader(csv);
        return await Import.ImportPolicies(text, options ?? new ImportOptions(), "test", CancellationToken.None);
    }

    public Task<T> Scalar<T>(string sql) => Database.Read(session => session.Scalar<T>(sql), CancellationToken.None);

    public Task Execute(string sql, object? args = null) => Database.Write(session => session.Execute(sql, args), CancellationToken.None);

    public Task<IReadOnlyList<string>> Strings(string sql) => Database.Read(session => session.Query<string>(sql), CancellationToken.None);

    public Task AddFinding(string account, string region, string? control, string resource) => Execute(
        """
        insert into findings (finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance, record_state,
            workflow, severity, title, resources, updated_at, received_at, content_hash, state_hash, original)
        values (@key, @key, 'arn', @account, @region, @upper, @control, '', 'FAILED', 'ACTIVE', 'NEW', 'HIGH', 'title', '[]', 1, 1, '', '', '{}')
        """,
        new { key = $"{account}/{region}/{control}/{resource}", account, region, control, upper = control?.ToUpperInvariant() });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_testDatabase.Kind == DatabaseKind.Sqlite)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        await _testDatabase.DisposeAsync();
    }
}
