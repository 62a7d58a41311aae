using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Audit;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Audit;

/// <summary>A migrated database with its audit log, and somebody who can get at it past the program.</summary>
internal sealed class AuditBench : IAsyncDisposable
{
    private readonly TestDatabase _testDatabase;
    private readonly ServiceProvider _services;

    private AuditBench(TestDatabase testDatabase, ServiceProvider services) => (_testDatabase, _services) = (testDatabase, services);

    public static DateTimeOffset Now { get; } = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    public Database Database => _services.GetRequiredService<Database>();

    public static async Task<AuditBench> Create(DatabaseKind kind)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = database.Provider, ["ConnectionStrings:Bot"] = database.ConnectionString })
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(Now))
            .AddPersistence(configuration)
            .BuildServiceProvider();
        services.GetRequiredService<Migrator>().Migrate();
        return new AuditBench(database, services);
    }

    public static AuditEntry Entry(int number) => new(
        AuditActor.Person("U0ITOYUKI1"), "case.accepted", AuditSubject.Case(new CaseNumber(number)), number % 3 == 0 ? null : """{"state":"open"}""", $$"""{"state":"accepted","note":"担当 {{number}} 😀"}""");

    /// <summary>One decision after the other, a transaction each.</summary>
    public async Task Decide(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var entry = Entry(i);
            await Write(session => session.Audit(entry));
        }
    }

    public Task Write(Action<DbSession> work) => Database.Write(
        session =>
        {
            work(session);
            return Task.CompletedTask;
        },
        CancellationToken.None);

    public Task<AuditVerdict> Verify(AuditAnchor? expected = null) => new AuditVerifier(Database).Verify(expected, CancellationToken.None);

    public Task<IReadOnlyList<AuditRow>> Rows() =>
        Database.Read(session => session.Query<AuditRow>("select seq, at, actor, action, subject, before, after, previous_hash, hash from audit_log order by seq"), CancellationToken.None);

    public Task<int> Execute(string sql, object? args = null) => Database.Write(session => session.Execute(sql, args), CancellationToken.None);

    /// <summary>As somebody may who owns the database: past the triggers, and past the key.</summary>
    public Task Tamper(params string[] statements) => Database.Write(
        async session =>
        {
            string[] open = _testDatabase.Kind == DatabaseKind.Postgres
                ? ["set local session_replication_role = replica", "alter table audit_log drop constraint audit_log_pkey"]
                : ["drop trigger audit_log_no_update", "drop trigger audit_log_no_delete", "drop trigger audit_log_no_replace"];
            foreach (var sql in open.Concat(statements))
            {
                await session.Execute(sql);
            }
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_testDatabase.Kind == DatabaseKind.Sqlite)
        {
            SqliteConnection.ClearAllPools();
        }

        await _testDatabase.DisposeAsync();
    }
}
