namespace SecurityHubBot.TestSupport.Tests;

public class DatabasesTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_suite_runs_on_both_databases(DatabaseKind kind)
    {
        await using var one = await TestDatabase.CreateAsync(kind);
        await using var other = await TestDatabase.CreateAsync(kind);

        one.Kind.ShouldBe(kind);
        one.Provider.ShouldBe(kind == DatabaseKind.Postgres ? "postgres" : "sqlite");
        one.ConnectionString.ShouldNotBe(other.ConnectionString);
    }

    [Fact]
    public void Both_are_always_listed_so_that_a_missing_one_shows_as_skipped() =>
        Databases.Both.Select(row => (row.Data, row.Skip)).ShouldBe([(DatabaseKind.Sqlite, null), (DatabaseKind.Postgres, PostgresServer.SkipReason)]);
}
