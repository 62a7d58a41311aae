using System.Security.Cryptography;
using Npgsql;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>A PostgreSQL role that owns nothing, for the bot to run as; gone when disposed.</summary>
internal sealed class AppRole : IAsyncDisposable
{
    private readonly string _owner;

    private AppRole(string owner, string name, string password)
    {
        (_owner, Name) = (owner, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(owner) { Username = name, Password = password }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public static async Task<AppRole> Create(TestDatabase database)
    {
        // Roles are the whole server's; a capital and a space because people make such names.
        var name = $"Shub app {RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var password = RandomNumberGenerator.GetHexString(16);
        await Run(database.ConnectionString, $"create user \"{name}\" password '{password}'");
        return new AppRole(database.ConnectionString, name, password);
    }

    public Task Execute(string sql) => Run(ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        await Run(_owner, $"drop owned by \"{Name}\"");
        await Run(_owner, $"drop role \"{Name}\"");
    }

    private static async Task Run(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
