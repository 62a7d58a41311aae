using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

public class SocketModeTests
{
    [Fact]
    public async Task With_an_app_token_everything_comes_through_the_socket_and_survives_its_refresh()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, new() { ["Slack:AppToken"] = slack.AppToken, ["Slack:SigningSecret"] = "" });
        // No way in from outside.
        slack.BotUrl = null;
        await slack.WaitForSocketAsync();
        var card = await CardTests.CardFor(bot, "invoices");

        await slack.ClickAsync(AozoraHosting.Ito, TestBot.ShopChannel, card.Ts, "case.accept");
        await bot.Settle();
        bot.Cards(TestBot.ShopChannel).Single().AllText.ShouldContain($"<@{AozoraHosting.Ito}>");

        // Slack refreshes connections: it warns, the bot opens the next one, and the old one goes.
        await slack.DisconnectSocketsAsync("warning", cut: false);
        await slack.WaitForCallAsync("apps.connections.open", nth: 2);
        await slack.CommandAsync(AozoraHosting.Ito, TestBot.ShopChannel, "/shub show 1");
        (await slack.WaitForEphemeralAsync(AozoraHosting.Ito)).AllText.ShouldContain("SHUB-1");

        await slack.ClickAsync(AozoraHosting.Ito, TestBot.ShopChannel, card.Ts, "case.link_ticket");
        await slack.WaitForViewAsync(AozoraHosting.Ito);
        (await slack.SubmitAsync(AozoraHosting.Ito, new Dictionary<string, string> { ["ticket"] = "" }))["result"]!.GetValue<string>().ShouldBe("errors");
        (await slack.SubmitAsync(AozoraHosting.Ito, new Dictionary<string, string> { ["ticket"] = "#8812" }))["result"]!.GetValue<string>().ShouldBe("closed");

        await slack.DeleteMessageAsync(AozoraHosting.Ito, TestBot.ShopChannel, card.Ts);
        await slack.WaitForMessageAsync(TestBot.ShopChannel, m => m.Ts != card.Ts && m.AllText.Contains("8812", StringComparison.Ordinal));
    }
}
