using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Tests.Integration;

/// <summary>Interactions as Slack signs and sends them, whatever the workspace's page would still allow.</summary>
internal static class SignedInteraction
{
    /// <param name="values">By block id, each block's element as Slack writes its state.</param>
    /// <returns>The bot's answer.</returns>
    public static Task<string> Submit(TestBot bot, JsonObject view, string user, DateTimeOffset now, Dictionary<string, string> values)
    {
        var sent = view.DeepClone().AsObject();
        sent["state"] = new JsonObject { ["values"] = new JsonObject(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)new JsonObject { [v.Key] = JsonNode.Parse(v.Value) }))) };
        return Send(bot, new JsonObject { ["type"] = "view_submission", ["view"] = sent }, user, now);
    }

    /// <summary>A button that no longer stands in the message, as in a window that somebody left open.</summary>
    public static Task<string> Click(TestBot bot, string user, string channel, DateTimeOffset now, string actionId, string value) => Send(
        bot,
        new JsonObject
        {
            ["type"] = "block_actions",
            ["channel"] = new JsonObject { ["id"] = channel },
            ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = actionId, ["block_id"] = "b", ["value"] = value, ["action_ts"] = "1.2" }),
        },
        user,
        now);

    private static async Task<string> Send(TestBot bot, JsonObject payload, string user, DateTimeOffset now)
    {
        payload["user"] = new JsonObject { ["id"] = user };
        payload["trigger_id"] = "1.2.3";
        var body = Encoding.UTF8.GetBytes("payload=" + Uri.EscapeDataString(payload.ToJsonString()));
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/action") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        request.Headers.Add("X-Slack-Signature", "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(bot.Slack.SigningSecret), signed)));
        using var response = await bot.Http.SendAsync(request);
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode}");
        return await response.Content.ReadAsStringAsync();
    }
}
