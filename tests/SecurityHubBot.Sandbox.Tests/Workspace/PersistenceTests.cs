using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class PersistenceTests : WorkspaceTest, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workspace").FullName;

    protected override WorkspaceOptions Options => new() { StatePath = Path.Combine(_folder, "slack.db") };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_survives_a_restart_and_nothing_survives_a_reset()
    {
        var root = await Posted("card", Blocks(OneButton));
        await Posted("reply", threadTs: root);
        var gone = await Posted("gone");
        await Call("chat.delete", new JsonObject { ["channel"] = Shop, ["ts"] = gone });
        await Call("chat.postEphemeral", new JsonObject { ["channel"] = Shop, ["user"] = Ito, ["text"] = "内緒" });
        await Call("views.publish", new JsonObject { ["user_id"] = Ito, ["view"] = Json("""{"type":"home","blocks":[{"type":"divider"}]}""") });
        var view = await Opened();
        await Slack.SetBotAsync(AozoraHosting.Sato, "#legacy-aws", member: true);
        await Slack.DeactivateAsync(Tanaka);
        await Slack.DisposeAsync();

        await using var again = await SlackWorkspace.StartAsync(Options with { TimeProvider = Clock }, TestContext.Current.CancellationToken);
        again.Messages(Shop).Single().ActionIds.ShouldBe(["case.accept"]);
        again.Thread(Shop, root).Select(m => m.Text).ShouldBe(["card", "reply"]);
        again.Ephemerals(Ito).Count.ShouldBe(1);
        again.Home(Ito).ShouldNotBeNull();
        ((string?)again.OpenView(Ito)!["id"]).ShouldBe((string?)view["id"]);
        again.HasBot("#legacy-aws").ShouldBeTrue();
        await Should.ThrowAsync<Exception>(() => again.SayAsync(Tanaka, Shop, "x"));
        string.CompareOrdinal(await again.SayAsync(Ito, Shop, "later"), gone).ShouldBeGreaterThan(0);

        again.Reset();
        again.Messages(Shop).ShouldBeEmpty();
        again.OpenView(Ito).ShouldBeNull();
        again.HasBot("#legacy-aws").ShouldBeFalse();
        await again.SayAsync(Tanaka, Shop, "x");
    }
}
