using System.Text.Json;
using System.Text.Json.Nodes;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.WebApi;

/// <summary>Answers whose JSON is the message itself with a few fields beside it.</summary>
internal static class SlackBodies
{
    public static string SlashCommand(SlashCommandResponse response) => Flat(response.Message, response.ResponseType).ToJsonString(SlackJson.Options);

    public static string Response(MessageResponse response)
    {
        if (response.DeleteOriginal)
            return """{"delete_original":true}""";

        var message = response.Message ?? throw new ArgumentException("An answer needs a message unless it deletes the original.", nameof(response));
        var body = Flat(message, response.ResponseType);
        body["replace_original"] = response.ReplaceOriginal;
        return body.ToJsonString(SlackJson.Options);
    }

    private static JsonObject Flat(Message message, ResponseType type)
    {
        var body = JsonSerializer.SerializeToNode(message, SlackJson.Options)!.AsObject();
        body.Remove("channel");
        body["response_type"] = JsonSerializer.SerializeToNode(type, SlackJson.Options);
        return body;
    }
}
