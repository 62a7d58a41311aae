using SecurityHubBot.TestSupport.Postgres;

namespace SecurityHubBot.TestSupport.Tests;

public sealed class PostgresProgramsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("shub-programs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_newest_version_is_taken_by_number_not_by_spelling()
    {
        Programs("9.6", "initdb", "pg_ctl", "postgres");
        Programs("15", "initdb", "pg_ctl", "postgres");
        Programs("8", "initdb", "pg_ctl", "postgres");

        PostgresPrograms.Find([], _root).ShouldBe(Path.Combine(_root, "15", "bin"));
    }

    [Fact]
    public void Client_programs_alone_are_no_server()
    {
        Programs("17", "psql", "pg_ctl");
        Programs("15", "initdb", "pg_ctl", "postgres");

        PostgresPrograms.Find([], _root).ShouldBe(Path.Combine(_root, "15", "bin"));
    }

    [Fact]
    public void The_path_comes_first()
    {
        Programs("17", "initdb", "pg_ctl", "postgres");
        var own = Programs("own", "initdb", "pg_ctl", "postgres");

        PostgresPrograms.Find(["", "/nowhere", own], _root).ShouldBe(own);
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is() => PostgresPrograms.Find([""], Path.Combine(_root, "nothing")).ShouldBeNull();

    private string Programs(string version, params string[] names)
    {
        var bin = Directory.CreateDirectory(Path.Combine(_root, version, "bin")).FullName;
        foreach (var name in names)
        {
            File.WriteAllText(Path.Combine(bin, name), "");
        }

        return bin;
    }
}
