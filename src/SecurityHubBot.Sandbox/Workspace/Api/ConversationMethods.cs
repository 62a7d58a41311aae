using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Api;

internal static class ConversationMethods
{
    public static JsonObject Open(Core core, ApiRequest request)
    {
        if (request.Text("channel") is { } id)
            return Opened(core, core.Rooms.Visible(id), request);

        var users = (request.Text("users") ?? throw new SlackApiException("users_list_not_supplied")).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (users.Length != 1)
            throw new SlackApiException("not_enough_users", "the sandbox has direct messages with one person only");

        var person = core.State.Person(users[0]) ?? throw new SlackApiException("user_not_found");
        if (person.Deleted)
            throw new SlackApiException("user_disabled");

        return Opened(core, core.State.Channel("D" + person.Id[1..]) ?? throw new SlackApiException("user_not_found"), request);
    }

    public static JsonObject Info(Core core, ApiRequest request)
    {
        var channel = core.Rooms.Visible(request.Required("channel", "channel_not_found"));
        var json = core.Rooms.Show(channel);
        if (request.Flag("include_num_members"))
            json["num_members"] = channel.Members.Count;

        return new JsonObject { ["ok"] = true, ["channel"] = json };
    }

    public static JsonObject List(Core core, ApiRequest request)
    {
        var types = (request.Text("types") ?? "public_channel").Split(',', StringSplitOptions.TrimEntries);
        if (types.Except(["public_channel", "private_channel", "im", "mpim"]).Any())
            throw new SlackApiException("invalid_types");

        var withoutArchived = request.Flag("exclude_archived");
        var channels = core.State.Channels
            .Where(c => types.Contains(c.IsIm ? "im" : c.IsPrivate ? "private_channel" : "public_channel") && (!c.IsPrivate || core.Rooms.HasBot(c)) && !(withoutArchived && c.IsArchived))
            .OrderBy(c => c.Id, StringComparer.Ordinal);
        var (page, next) = Paging.Take(channels, request, c => c.Id);
        return new JsonObject { ["ok"] = true, ["channels"] = page.Select(core.Rooms.Show).ToJsonArray(), ["response_metadata"] = Paging.Cursor(next) };
    }

    public static JsonObject Members(Core core, ApiRequest request)
    {
        var channel = core.Rooms.Visible(request.Required("channel", "channel_not_found"));
        var (page, next) = Paging.Take(channel.Members.Order(StringComparer.Ordinal), request, m => m);
        return new JsonObject { ["ok"] = true, ["members"] = page.ToJsonArray(), ["response_metadata"] = Paging.Cursor(next) };
    }

    /// <summary>Newest first, without replies.</summary>
    public static JsonObject History(Core core, ApiRequest request)
    {
        var channel = core.Rooms.Readable(request.Required("channel", "channel_not_found"));
        var visible = core.State.Messages(channel.Id).Visible.Where(m => InRange(m, request)).Reverse();
        var (page, next) = Paging.Take(visible, request, m => m.Ts, max: 999);
        return Page(core, page, next, request);
    }

    /// <summary>The root, on every page, and its replies, oldest first.</summary>
    public static JsonObject Replies(Core core, ApiRequest request)
    {
        var channel = core.Rooms.Readable(request.Required("channel", "channel_not_found"));
        var messages = core.State.Messages(channel.Id);
        var root = messages.Find(request.Required("ts", "thread_not_found")) ?? throw new SlackApiException("thread_not_found");
        var replies = root.IsReply ? [] : messages.Replies(root.Ts).Where(m => InRange(m, request));
        var (page, next) = Paging.Take(replies, request, m => m.Ts, max: 1000);
        return Page(core, [root, .. page], next, request);
    }

    private static JsonObject Page(Core core, IEnumerable<StoredMessage> page, string next, ApiRequest request)
    {
        var withMetadata = request.Flag("include_all_metadata");
        var answer = new JsonObject
        {
            ["ok"] = true,
            ["messages"] = page.Select(m => core.Messages.Show(m, withMetadata)).ToJsonArray(),
            ["has_more"] = next.Length > 0,
        };
        if (next.Length > 0)
            answer["response_metadata"] = Paging.Cursor(next);

        return answer;
    }

    private static bool InRange(StoredMessage message, ApiRequest request)
    {
        var ts = decimal.Parse(message.Ts);
        var inclusive = request.Flag("inclusive");
        var (oldest, latest) = (Bound(request, "oldest", "invalid_ts_oldest"), Bound(request, "latest", "invalid_ts_latest"));
        return (oldest is null || ts > oldest || (inclusive && ts == oldest)) && (latest is null || ts < latest || (inclusive && ts == latest));
    }

    private static decimal? Bound(ApiRequest request, string name, string error) =>
        request.Text(name) is not { } text || text == "now" ? null : decimal.TryParse(text, out var bound) ? bound : throw new SlackApiException(error);

    private static JsonObject Opened(Core core, Channel channel, ApiRequest request) => new()
    {
        ["ok"] = true,
        ["no_op"] = true,
        ["already_open"] = true,
        ["channel"] = request.Flag("return_im") ? core.Rooms.Show(channel) : new JsonObject { ["id"] = channel.Id },
    };
}
