using Npgsql;

namespace SecurityHubBot.TestSupport.Tests;

public class PostgresServerTests
{
    public PostgresServerTests()
    {
        if (PostgresServer.SkipReason is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    [Fact]
    public async Task Every_test_gets_a_database_of_its_own()
    {
        var server = await PostgresServer.SharedAsync();
        var one = await server.CreateDatabaseAsync();
        var other = await server.CreateDatabaseAsync();

        await ExecuteAsync(one, "create table t (n int)");

        (await ScalarAsync(one, "select count(*) from pg_tables where tablename = 't'")).ShouldBe(1L);
        (await ScalarAsync(other, "select count(*) from pg_tables where tablename = 't'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Everybody_shares_one_server() => (await PostgresServer.SharedAsync()).ShouldBeSameAs(await PostgresServer.SharedAsync());

    [Theory]
    [InlineData("fsync", "on")]
    [InlineData("synchronous_commit", "on")]
    [InlineData("full_page_writes", "on")]
    [InlineData("server_encoding", "UTF8")]
    [InlineData("TimeZone", "UTC")]
    public async Task The_server_is_as_durable_as_in_production(string setting, string value)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

        (await ScalarAsync(database, $"show {setting}")).ShouldBe(value);
    }

    [Fact]
    public async Task A_template_is_prepared_once_and_copied_for_everybody()
    {
        var server = await PostgresServer.SharedAsync();
        var prepared = 0;
        async Task Prepare(string connectionString)
        {
            Interlocked.Increment(ref prepared);
            await ExecuteAsync(connectionString, "create table t (n int); insert into t values (42)");
        }

        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.CreateDatabaseAsync("once", Prepare)));
        await ExecuteAsync(databases[0], "delete from t");

        prepared.ShouldBe(1);
        (await ScalarAsync(databases[0], "select count(*) from t")).ShouldBe(0L);
        (await ScalarAsync(databases[3], "select sum(n) from t")).ShouldBe(42L);
    }

    [Fact]
    public async Task A_database_is_dropped_though_somebody_is_still_connected()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        await server.DropDatabaseAsync(database);

        var name = new NpgsqlConnectionStringBuilder(database).Database;
        (await ScalarAsync(server.ConnectionString, $"select count(*) from pg_database where datname = '{name}'")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_crash_refuses_everybody_and_keeps_what_was_committed()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var database = await server.CreateDatabaseAsync();
        await ExecuteAsync(database, "create table t (n int); insert into t values (7)");
        await using var open = new NpgsqlConnection(database);
        await open.OpenAsync(TestContext.Current.CancellationToken);
        await using var uncommitted = await open.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await new NpgsqlCommand("insert into t values (8)", open).ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await server.StopImmediateAsync();
        await Should.ThrowAsync<NpgsqlException>(() => ScalarAsync(database, "select 1"));
        await server.StartAsync();

        NpgsqlConnection.ClearAllPools();
        (await ScalarAsync(database, "select sum(n) from t")).ShouldBe(7L);
    }

    [Fact]
    public async Task A_disposed_server_leaves_nothing()
    {
        var server = await PostgresServer.StartNewAsync();
        var folder = server.Folder.ShouldNotBeNull();
        Directory.Exists(folder).ShouldBeTrue();

        await server.DisposeAsync();
        await server.DisposeAsync();

        Directory.Exists(folder).ShouldBeFalse();
        await Should.ThrowAsync<NpgsqlException>(() => ScalarAsync(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_running_server_gets_its_databases_dropped_and_those_of_killed_runs()
    {
        await using var host = await PostgresServer.StartNewAsync();
        await ExecuteAsync(host.ConnectionString, "create database shub_test_20200101_aa");
        await ExecuteAsync(host.ConnectionString, "create database shub_test_kept");

        var server = await PostgresServer.AtAsync(host.ConnectionString);
        var database = await server.CreateDatabaseAsync();
        (await ScalarAsync(database, "select 1")).ShouldBe(1);
        await server.DisposeAsync();

        (await ScalarAsync(host.ConnectionString, "select string_agg(datname, ',') from pg_database where datname like 'shub%'")).ShouldBe("shub_test_kept");
        await Should.ThrowAsync<InvalidOperationException>(server.StopImmediateAsync);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
