using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class SocketTests : WorkspaceTest
{
    [Fact]
    public async Task A_connected_bot_gets_everything_over_its_socket()
    {
        using var socket = await Connect();
        ((string?)(await Next(socket))["type"]).ShouldBe("hello");
        await Slack.WaitForSocketAsync();

        var command = Slack.CommandAsync(Ito, Shop, "/shub help");
        var envelope = await Next(socket);
        ((string?)envelope["type"], (string?)envelope["payload"]!["command"], (bool)envelope["accepts_response_payload"]!).ShouldBe(("slash_commands", "/shub", true));
        await Write(socket, new JsonObject { ["envelope_id"] = (string)envelope["envelope_id"]!, ["payload"] = new JsonObject { ["text"] = "答え" } });
        await command;
        Slack.Ephemerals(Ito).Single().Text.ShouldBe("答え");

        await Slack.SayAsync(Ito, Shop, "x");
        var told = await Next(socket);
        ((string?)told["type"], (string?)told["payload"]!["event"]!["type"], (int)told["retry_attempt"]!).ShouldBe(("events_api", "message", 0));
        await Write(socket, new JsonObject { ["envelope_id"] = (string)told["envelope_id"]! });
        await Slack.WaitForEventsAsync();
        Bot.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disconnect_is_announced()
    {
        using var socket = await Connect();
        await Next(socket);
        await Slack.WaitForSocketAsync();
        await Slack.DisconnectSocketsAsync("warning", cut: false);
        var warning = await Next(socket);
        ((string?)warning["type"], (string?)warning["reason"]).ShouldBe(("disconnect", "warning"));
        socket.State.ShouldBe(WebSocketState.Open);
    }

    [Fact]
    public async Task An_address_is_good_once_and_needs_the_app_token()
    {
        Error(await Call("apps.connections.open", [])).ShouldBe("not_allowed_token_type");
        var url = await Address();
        using var first = new ClientWebSocket();
        await first.ConnectAsync(url, CancellationToken.None);
        using var second = new ClientWebSocket();
        await Should.ThrowAsync<WebSocketException>(() => second.ConnectAsync(url, CancellationToken.None));
    }

    private async Task<Uri> Address()
    {
        using var response = await Send("apps.connections.open", null, Slack.AppToken);
        return new Uri((string)(await Read(response))["url"]!);
    }

    private async Task<ClientWebSocket> Connect()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(await Address(), CancellationToken.None);
        return socket;
    }

    private static async Task<JsonObject> Next(WebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[64 * 1024];
        var part = await socket.ReceiveAsync(buffer, patience.Token);
        return JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, part.Count))!.AsObject();
    }

    private static Task Write(WebSocket socket, JsonObject json) => socket.SendAsync(Encoding.UTF8.GetBytes(json.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
}
