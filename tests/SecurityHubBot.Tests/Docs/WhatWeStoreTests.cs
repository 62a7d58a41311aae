using System.Text.RegularExpressions;

namespace SecurityHubBot.Tests.Docs;

public partial class WhatWeStoreTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Described = Sections();

    public static TheoryData<string> Tables => [.. InMigrations().Keys];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_table_is_described_with_all_its_columns_and_no_other(string table)
    {
        Described.ShouldContainKey(table);
        Described[table].Order().ShouldBe(InMigrations()[table].Order());
    }

    [Fact]
    public void No_table_is_described_that_is_not_there() => Described.Keys.ShouldBeSubsetOf(InMigrations().Keys);

    [Fact]
    public void The_migrations_are_really_read()
    {
        InMigrations().Count.ShouldBeGreaterThan(10);
        InMigrations()["cases"].ShouldContain("due_on");
        InMigrations()["cases"].ShouldNotContain("unique");
    }

    /// <summary>The tables with their columns, as the scripts make them: lines of <c>create table</c>, and columns added later.</summary>
    private static Dictionary<string, List<string>> InMigrations()
    {
        var tables = new Dictionary<string, List<string>>();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("migrations"), "*.sql").Order())
        {
            var sql = File.ReadAllText(file);
            foreach (Match table in CreateTable().Matches(sql))
            {
                tables[table.Groups["name"].Value] = [.. Column().Matches(table.Groups["columns"].Value).Select(c => c.Groups[1].Value).Except(["primary", "unique", "check", "foreign", "constraint"])];
            }

            foreach (Match added in AddColumn().Matches(sql))
            {
                tables[added.Groups[1].Value].Add(added.Groups[2].Value);
            }

            foreach (Match dropped in DropTable().Matches(sql))
            {
                tables.Remove(dropped.Groups[1].Value);
            }
        }

        return tables;
    }

    /// <summary>The document's sections by table, with the columns named in the first cell of each row.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Sections() => Section().Matches(Repository.Read("docs/what-we-store.md")).ToDictionary(
        s => s.Groups["name"].Value,
        s => (IReadOnlyList<string>)[.. Row().Matches(s.Groups["text"].Value).SelectMany(r => Name().Matches(r.Groups[1].Value)).Select(n => n.Groups[1].Value)]);

    [GeneratedRegex(@"^create table (?<name>\w+) \((?<columns>.*?)^\);", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"^ {4}(\w+) ", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Column();

    [GeneratedRegex(@"^alter table (\w+) add column (\w+)", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AddColumn();

    [GeneratedRegex(@"^drop table (\w+)", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DropTable();

    [GeneratedRegex(@"^## (?<name>[a-z_]+)\n(?<text>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| (`[^|]*) \|", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z_0-9]+)`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
