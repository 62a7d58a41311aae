using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

/// <summary>A workspace with a clock that stands still, a bot that records, and a plain HTTP client as the bot's side of the Web API.</summary>
public abstract class WorkspaceTest : IAsyncLifetime
{
    protected const string Shop = "C0SHOPAWS1";
    protected const string Ito = AozoraHosting.Ito;
    protected const string Tanaka = AozoraHosting.Tanaka;

    protected static readonly JsonObject OneButton = Json("""
        {"type":"actions","block_id":"b","elements":[{"type":"button","action_id":"case.accept","value":"142","text":{"type":"plain_text","text":"対応する"}}]}
        """);

    protected static readonly JsonObject Modal = Json("""
        {"type":"modal","callback_id":"ticket.link","title":{"type":"plain_text","text":"チケット"},"submit":{"type":"plain_text","text":"OK"},"private_metadata":"142",
         "blocks":[{"type":"input","block_id":"ticket","label":{"type":"plain_text","text":"番号"},"element":{"type":"plain_text_input","action_id":"ticket","max_length":20}}]}
        """);

    private readonly HttpClient _http = new();

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero));

    protected SlackWorkspace Slack { get; private set; } = null!;

    protected Bot Bot { get; private set; } = null!;

    protected virtual WorkspaceOptions Options => new();

    public async ValueTask InitializeAsync()
    {
        Bot = await Workspace.Bot.Start();
        Slack = await SlackWorkspace.StartAsync(Options with { TimeProvider = Clock, BotUrl = Bot.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await Slack.DisposeAsync();
        await Bot.DisposeAsync();
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    protected static JsonObject Copy(JsonNode json) => json.DeepClone().AsObject();

    protected static JsonArray Blocks(params JsonNode[] blocks) => new([.. blocks.Select(b => b.DeepClone())]);

    protected static JsonObject Section(string text) => new() { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text } };

    protected static string Error(JsonObject answer) => (bool)answer["ok"]! ? "ok" : (string)answer["error"]!;

    protected static string Messages(JsonObject answer) => string.Join('\n', answer["response_metadata"]!["messages"]!.AsArray().Select(m => (string)m!));

    protected Task<HttpResponseMessage> Send(string method, HttpContent? body, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Slack.ApiUrl, method)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Slack.BotToken);
        return _http.SendAsync(request);
    }

    protected Task<HttpResponseMessage> SendJson(string method, JsonObject arguments) => Send(method, JsonBody(arguments));

    /// <summary>Calls with a form, as every method takes it; structured arguments become JSON in a field.</summary>
    protected async Task<JsonObject> Form(string method, params (string Name, string Value)[] arguments)
    {
        using var response = await Send(method, new FormUrlEncodedContent(arguments.Select(a => KeyValuePair.Create(a.Name, a.Value))));
        return await Read(response);
    }

    protected async Task<JsonObject> Call(string method, JsonObject arguments)
    {
        using var response = await SendJson(method, arguments);
        return await Read(response);
    }

    protected Task<JsonObject> Post(JsonObject more, string channel = Shop)
    {
        var arguments = Copy(more);
        arguments["channel"] ??= channel;
        return Call("chat.postMessage", arguments);
    }

    protected async Task<string> Posted(string text = "こんにちは", JsonArray? blocks = null, string? threadTs = null)
    {
        var arguments = new JsonObject { ["text"] = text };
        if (blocks is not null)
            arguments["blocks"] = blocks;
        if (threadTs is not null)
            arguments["thread_ts"] = threadTs;

        var answer = await Post(arguments);
        Error(answer).ShouldBe("ok");
        return (string)answer["ts"]!;
    }

    /// <summary>Calls the page's API.</summary>
    protected async Task<JsonObject> Ui(string path, JsonObject body)
    {
        using var response = await _http.PostAsync(new Uri(Slack.Url, "ui/" + path), JsonBody(body));
        return await Read(response);
    }

    protected async Task<JsonObject> Ui(string path)
    {
        using var response = await _http.GetAsync(new Uri(Slack.Url, "ui/" + path));
        return await Read(response);
    }

    protected Task<HttpResponseMessage> Respond(string url, JsonObject body) => _http.PostAsync(new Uri(url), JsonBody(body));

    /// <summary>A trigger id, as a command brings it.</summary>
    protected async Task<string> Trigger(string user = Ito)
    {
        await Slack.CommandAsync(user, Shop, "/shub help");
        return Bot.Last("/slack/command").Form["trigger_id"];
    }

    protected async Task<JsonObject> Opened(JsonObject? view = null, string user = Ito)
    {
        var answer = await Call("views.open", new JsonObject { ["trigger_id"] = await Trigger(user), ["view"] = Copy(view ?? Modal) });
        Error(answer).ShouldBe("ok");
        return answer["view"]!.AsObject();
    }

    protected static async Task<JsonObject> Read(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

    protected static StringContent JsonBody(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
