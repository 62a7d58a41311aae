using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>Resources by key, in memory and, when there is a file, in SQLite. Not thread-safe: its owner holds the lock.</summary>
internal sealed class DocumentStore : IDisposable
{
    private const string Create = "create table if not exists documents (key text primary key, body text not null) without rowid";
    private const string Load = "select key, body from documents";
    private const string Upsert = "insert into documents (key, body) values ($key, $body) on conflict (key) do update set body = excluded.body";
    private const string DeleteAll = "delete from documents";

    private readonly Dictionary<string, TrackedResource> _resources = [];
    private SqliteConnection? _connection;

    public DocumentStore(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute("pragma journal_mode = wal");
        Execute("pragma synchronous = normal");
        Execute(Create);
        ReadAll(_connection);
    }

    public int Count => _resources.Count;

    /// <summary>Another one after every change.</summary>
    public int Version { get; private set; }

    public IReadOnlyCollection<TrackedResource> All => _resources.Values;

    public TrackedResource? Find(string key) => _resources.GetValueOrDefault(key);

    public void Save(params IReadOnlyCollection<TrackedResource> resources)
    {
        if (_connection is not null)
        {
            using var transaction = _connection.BeginTransaction();
            using var command = _connection.CreateCommand();
            command.CommandText = Upsert;
            command.Transaction = transaction;
            var key = command.Parameters.Add("$key", SqliteType.Text);
            var body = command.Parameters.Add("$body", SqliteType.Text);
            foreach (var resource in resources)
            {
                key.Value = resource.Key;
                body.Value = JsonSerializer.Serialize(resource, EmbeddedData.Json);
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        foreach (var resource in resources)
        {
            _resources[resource.Key] = resource;
        }

        Version++;
    }

    public void Clear()
    {
        if (_connection is not null)
        {
            Execute(DeleteAll);
        }

        _resources.Clear();
        Version++;
    }

    /// <summary>Closes the file. What is saved after that stays in memory: a delivery that ends during shutdown is sent again next time.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Execute(string sql)
    {
        using var command = _connection!.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void ReadAll(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Load;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            _resources[reader.GetString(0)] = JsonSerializer.Deserialize<TrackedResource>(reader.GetString(1), EmbeddedData.Json)
                ?? throw new InvalidOperationException("The sandbox's state file holds an empty document; start once with --reset.");
        }
    }
}
