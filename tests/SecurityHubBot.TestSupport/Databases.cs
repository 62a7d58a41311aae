namespace SecurityHubBot.TestSupport;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>One suite on both databases: <c>[Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]</c>.</summary>
public static class Databases
{
    /// <summary>Both kinds, as a row each; PostgreSQL's row is skipped, with the reason, where there is no PostgreSQL.</summary>
    public static TheoryData<DatabaseKind> Both => new(
        new TheoryDataRow<DatabaseKind>(DatabaseKind.Sqlite),
        new TheoryDataRow<DatabaseKind>(DatabaseKind.Postgres) { Skip = PostgresServer.SkipReason });
}

/// <summary>A fresh, empty database of one test; gone when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> _remove;

    private TestDatabase(DatabaseKind kind, string connectionString, Func<Task> remove) => (Kind, ConnectionString, _remove) = (kind, connectionString, remove);

    public DatabaseKind Kind { get; }

    /// <summary>For <c>ConnectionStrings:Bot</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>For <c>Database:Provider</c>.</summary>
    public string Provider => Kind == DatabaseKind.Postgres ? "postgres" : "sqlite";

    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("shub-sqlite-").FullName;
            return new TestDatabase(kind, $"Data Source={Path.Combine(folder, "bot.db")}", () => RemoveAsync(folder));
        }

        if (PostgresServer.SkipReason is { } reason)
        {
            Assert.Skip(reason);
        }

        var server = await PostgresServer.SharedAsync();
        var connectionString = await server.CreateDatabaseAsync();
        return new TestDatabase(kind, connectionString, () => server.DropDatabaseAsync(connectionString));
    }

    public async ValueTask DisposeAsync() => await _remove();

    private static Task RemoveAsync(string folder)
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }
}
