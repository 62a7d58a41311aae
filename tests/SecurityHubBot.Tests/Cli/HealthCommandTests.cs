using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Cli;

namespace SecurityHubBot.Tests.Cli;

public class HealthCommandTests
{
    [Theory]
    [InlineData(200, 0)]
    [InlineData(503, 1)]
    public async Task A_bot_that_answers_is_alive_and_one_that_answers_with_an_error_is_not(int status, int exitCode)
    {
        await using var bot = await Listen(status);

        (await HealthCommand.Ask([$"--urls={bot.Urls.Single()}"], TestContext.Current.CancellationToken)).ShouldBe(exitCode);
    }

    [Fact]
    public async Task Where_nobody_listens_the_process_says_so_in_a_line_and_ends_with_1()
    {
        var bot = await Listen(200);
        var address = bot.Urls.Single();
        await bot.DisposeAsync();
        using var process = new BotProcess();

        var outcome = await process.Run("health", $"--urls={address}");

        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"The bot does not answer at {address}/health/live: ");
    }

    [Theory]
    [InlineData("urls", "http://0.0.0.0:8080", "http://127.0.0.1:8080/health/live")]
    [InlineData("urls", "http://*:8080;https://*:8443", "http://127.0.0.1:8080/health/live")]
    [InlineData("urls", "http://[::]:8080", "http://127.0.0.1:8080/health/live")]
    [InlineData("urls", "http://localhost:8080/", "http://localhost:8080/health/live")]
    [InlineData("http_ports", "8080;8081", "http://127.0.0.1:8080/health/live")]
    [InlineData("other", "x", "http://localhost:5000/health/live")]
    public void It_asks_where_the_bot_listens(string key, string value, string address) =>
        HealthCommand.Address(new ConfigurationManager { [key] = value }).ToString().ShouldBe(address);

    private static async Task<WebApplication> Listen(int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/health/live", () => Results.StatusCode(status));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
