using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Directories.Dynamo;

/// <summary>What alerts on the copy of the DynamoDB tables are built on: see docs/operating.md.</summary>
public class DynamoMetricsTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_age_of_the_copy_and_whether_it_could_be_read_are_on_the_metrics_page(DatabaseKind kind)
    {
        await using var bench = await DynamoBench.Create(kind, alone: true, start: false);
        // Fifteen seconds of the metrics' clock are soon over.
        var time = new FastTime(TimeProvider.System.GetUtcNow(), speed: 20);
        await bench.Start(services: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        await bench.Bot.WaitUntil(async () => await Age(bench) is not null);
        (await Readable(bench)).ShouldBe(1);

        await bench.Server.KillAsync();
        await bench.Refresh.Step(CancellationToken.None);
        (await Readable(bench)).ShouldBe(1, "it was read a moment ago, and is not read again so soon");
        time.Jump(TimeSpan.FromHours(5));
        await bench.Refresh.Step(CancellationToken.None);

        (await Readable(bench)).ShouldBe(0);
        (await Age(bench))!.Value.ShouldBeGreaterThanOrEqualTo(5 * 60 * 60);

        await bench.Server.ResumeAsync();
        await bench.Refresh.Step(CancellationToken.None);
        (await Readable(bench)).ShouldBe(1);
        await bench.Bot.WaitUntil(async () => await Age(bench) < 5 * 60 * 60);
    }

    [Fact]
    public async Task Before_the_tables_were_ever_read_there_is_no_age_and_they_are_not_readable()
    {
        await using var bench = await DynamoBench.Create(alone: true, start: false);
        await bench.Server.KillAsync();
        await bench.Start();

        (await Readable(bench)).ShouldBe(0);
        (await Age(bench)).ShouldBeNull();
    }

    [Fact]
    public async Task Where_the_tables_are_in_the_bots_own_database_there_is_nothing_to_measure()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        (await bot.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).ShouldNotContain("shub_directory");
    }

    private static Task<double?> Age(DynamoBench bench) => Value(bench, "shub_directory_age_seconds");

    private static Task<double?> Readable(DynamoBench bench) => Value(bench, "shub_directory_readable");

    private static async Task<double?> Value(DynamoBench bench, string name)
    {
        var page = await bench.Bot.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        var line = Regex.Match(page, $@"^{name}(\{{[^}}]*\}})? (\S+)$", RegexOptions.Multiline, TimeSpan.FromSeconds(5));
        return line.Success ? double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture) : null;
    }
}
