using System.Net;
using Microsoft.Data.Sqlite;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Hosting;

public class HealthTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_bot_is_ready_while_the_database_answers_and_alive_without_it(DatabaseKind kind)
    {
        var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        (await Status(bot, "/health/live")).ShouldBe(HttpStatusCode.OK);
        (await Status(bot, "/health/ready")).ShouldBe(HttpStatusCode.OK);

        await database.DisposeAsync();
        SqliteConnection.ClearAllPools();

        (await Status(bot, "/health/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Status(bot, "/health/live")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_wrong_with_the_database_is_not_told_to_whoever_asks()
    {
        var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await database.DisposeAsync();
        SqliteConnection.ClearAllPools();

        using var response = await bot.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("Unhealthy");
    }

    private static async Task<HttpStatusCode> Status(TestBot bot, string path)
    {
        using var response = await bot.Http.GetAsync(path, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
