using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Api;

/// <summary>Slack's way to upload files, https://docs.slack.dev/messaging/working-with-files.</summary>
internal static class FileMethods
{
    public static JsonObject GetUploadUrl(Core core, ApiRequest request)
    {
        var name = request.Required("filename");
        if (!int.TryParse(request.Required("length"), out var length) || length < 1)
            throw new SlackApiException("invalid_arguments", "must be greater than 0 [json-pointer:/length]");

        var (url, id) = core.Files.Announce(name, length);
        return new JsonObject { ["ok"] = true, ["upload_url"] = url, ["file_id"] = id };
    }

    public static JsonObject Complete(Core core, ApiRequest request)
    {
        var wanted = request.List("files").Objects().Select(f => (f.Text("id") ?? "", f.Text("title"))).ToList();
        if (wanted.Count == 0)
            throw new SlackApiException("invalid_arguments", "no fewer than 1 items allowed [json-pointer:/files]");

        // Where it goes is looked at before anything is done: a refused call leaves the files as they were.
        var channel = request.Text("channel_id") is { } id ? Place(core, id) : null;
        var thread = channel is null ? null : ChatMethods.Thread(core, channel, request);
        if (channel is null && request.Text("thread_ts") is not null)
            throw new SlackApiException("invalid_channel");

        var files = core.Files.Complete(wanted);
        if (channel is not null)
            core.Files.Share(files, channel, request.Text("initial_comment"), thread);

        return new JsonObject { ["ok"] = true, ["files"] = files.Select(core.Files.Show).ToJsonArray() };
    }

    public static JsonObject Info(Core core, ApiRequest request)
    {
        var file = core.State.File(request.Required("file", "file_not_found")) is { IsComplete: true } found ? found : throw new SlackApiException("file_not_found");
        return new JsonObject { ["ok"] = true, ["file"] = core.Files.Show(file) };
    }

    // Neither a name nor a person's id is understood here, unlike in chat.postMessage.
    private static Channel Place(Core core, string id)
    {
        var channel = core.Rooms.Readable(id);
        return channel.IsArchived ? throw new SlackApiException("is_archived") : channel;
    }
}
