using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace SecurityHubBot.Sandbox.Workspace.State;

/// <summary>JSON documents by kind and id in one SQLite table, written through on every change. Without a path it keeps nothing.</summary>
internal sealed class DocumentStore : IDisposable
{
    private const string CreateSql = "create table if not exists documents (kind text not null, id text not null, json text not null, primary key (kind, id)) without rowid";
    private const string PutSql = "insert into documents (kind, id, json) values ($kind, $id, $json) on conflict (kind, id) do update set json = excluded.json";
    private const string DeleteSql = "delete from documents where kind = $kind and id = $id";
    private const string AllSql = "select id, json from documents where kind = $kind order by id";

    private SqliteConnection? _connection;

    public DocumentStore(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        Execute("pragma journal_mode = wal");
        Execute("pragma synchronous = normal");
        Execute(CreateSql);
    }

    public void Put(string kind, string id, JsonNode document) => Execute(PutSql, ("$kind", kind), ("$id", id), ("$json", document.ToJsonString()));

    public void Delete(string kind, string id) => Execute(DeleteSql, ("$kind", kind), ("$id", id));

    public void Clear() => Execute("delete from documents");

    public IReadOnlyList<(string Id, JsonObject Document)> All(string kind)
    {
        var documents = new List<(string, JsonObject)>();
        if (_connection is null)
        {
            return documents;
        }

        using var command = Command(AllSql, ("$kind", kind));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            documents.Add((reader.GetString(0), JsonNode.Parse(reader.GetString(1))!.AsObject()));
        }

        return documents;
    }

    /// <summary>Closes the file; its owner holds the lock. What comes after that is said to nobody who would remember it.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Execute(string sql, params (string Name, string Value)[] parameters)
    {
        if (_connection is null)
        {
            return;
        }

        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params (string Name, string Value)[] parameters)
    {
        var command = _connection!.CreateCommand();
#pragma warning disable CA2100 // The statements are this class's constants; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
