using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Api;

internal static partial class ChatMethods
{
    // An update is stricter than a post, https://docs.slack.dev/reference/methods/chat.update.
    private const int MaxTextOfUpdate = 4_000;

    public static JsonObject PostMessage(Core core, ApiRequest request)
    {
        var channel = core.Rooms.Writable(request.Required("channel", "channel_not_found"));
        var content = MessageContent.Read(request.Arguments, core.Files).Required();
        var thread = Thread(core, channel, request);
        core.Rates.Post(channel.Id);
        var posted = core.Messages.Post(channel, Author(core, request), content, thread, thread is not null && request.Flag("reply_broadcast"));
        return new JsonObject { ["ok"] = true, ["channel"] = channel.Id, ["ts"] = posted.Ts, ["message"] = core.Messages.Show(posted, withMetadata: true) };
    }

    public static JsonObject PostEphemeral(Core core, ApiRequest request)
    {
        var channel = core.Rooms.Writable(request.Required("channel", "channel_not_found"));
        var user = request.Required("user", "user_not_found");
        if (core.State.Person(user) is not { Deleted: false })
            throw new SlackApiException("user_not_found");
        if (!channel.Members.Contains(user))
            throw new SlackApiException("user_not_in_channel");

        var content = MessageContent.Read(request.Arguments, core.Files).Required();
        var whisper = core.Messages.Whisper(channel.Id, user, content, Thread(core, channel, request));
        return new JsonObject { ["ok"] = true, ["message_ts"] = whisper.Id };
    }

    public static JsonObject Update(Core core, ApiRequest request)
    {
        var (channel, message) = Own(core, request, "cant_update_message");
        var content = MessageContent.Read(request.Arguments, core.Files);
        if (content is { Text: null, Blocks: null, Attachments: null })
            throw new SlackApiException("no_text");
        if (content.Text?.Length > MaxTextOfUpdate)
            throw new SlackApiException("msg_too_long");

        var updated = core.Messages.Update(channel, message, content, core.Bot.UserId);
        return new JsonObject
        {
            ["ok"] = true,
            ["channel"] = channel.Id,
            ["ts"] = updated.Ts,
            ["text"] = updated.Json.Text("text"),
            ["message"] = core.Messages.Show(updated, withMetadata: true),
        };
    }

    public static JsonObject Delete(Core core, ApiRequest request)
    {
        var (channel, message) = Own(core, request, "cant_delete_message");
        core.Messages.Delete(channel, message);
        return new JsonObject { ["ok"] = true, ["channel"] = channel.Id, ["ts"] = message.Ts };
    }

    public static JsonObject GetPermalink(Core core, ApiRequest request)
    {
        var channel = core.Rooms.Visible(request.Required("channel", "channel_not_found"));
        var message = core.State.Messages(channel.Id).Find(request.Required("message_ts", "message_not_found")) ?? throw new SlackApiException("message_not_found");
        return new JsonObject { ["ok"] = true, ["channel"] = channel.Id, ["permalink"] = Permalink(core, message) };
    }

    public static string Permalink(Core core, StoredMessage message)
    {
        var link = new Uri(core.Url, $"archives/{message.Channel}/p{message.Ts.Replace(".", "", StringComparison.Ordinal)}").ToString();
        return message.IsReply ? $"{link}?thread_ts={message.ThreadTs}&cid={message.Channel}" : link;
    }

    private static (Channel Channel, StoredMessage Message) Own(Core core, ApiRequest request, string notMine)
    {
        // Editing goes by id only: a name is not understood here, as with Slack.
        var channel = core.Rooms.Visible(request.Required("channel", "channel_not_found"));
        if (channel.IsArchived)
            throw new SlackApiException("is_inactive");

        var message = core.State.Messages(channel.Id).Find(request.Required("ts", "message_not_found"));
        if (message is null or { IsTombstone: true })
            throw new SlackApiException("message_not_found");

        return message.Json.Text("bot_id") == core.Bot.BotId ? (channel, message) : throw new SlackApiException(notMine);
    }

    public static string? Thread(Core core, Channel channel, ApiRequest request)
    {
        if (request.Text("thread_ts") is not { } ts)
            return null;
        if (!Timestamp().IsMatch(ts))
            throw new SlackApiException("invalid_thread_ts");

        var message = core.State.Messages(channel.Id).Find(ts) ?? throw new SlackApiException("thread_not_found");
        // A reply to a reply lands in the reply's thread.
        return message.IsReply ? message.ThreadTs : ts;
    }

    private static JsonObject Author(Core core, ApiRequest request)
    {
        var author = core.Messages.FromBot();
        if (request.Text("username") is { } name)
        {
            author["subtype"] = "bot_message";
            author["username"] = name;
        }

        return author;
    }

    [GeneratedRegex(@"^[0-9]{10}\.[0-9]{6}$", RegexOptions.None, 1000)]
    private static partial Regex Timestamp();
}
