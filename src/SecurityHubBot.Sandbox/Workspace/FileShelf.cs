using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>Files in Slack's three steps: an address to upload to, the bytes, and the message that shares them. Callers hold the gate.</summary>
internal sealed class FileShelf(Core core)
{
    // Slack takes a gigabyte; here everything is kept in one database.
    private const int MaxBytes = 20_000_000;
    private const int MaxName = 255;

    private readonly Dictionary<string, string> _uploads = new(StringComparer.Ordinal);

    public (string Url, string Id) Announce(string name, int length)
    {
        if (length > MaxBytes)
            throw new SlackApiException("file_upload_size_restricted");
        if (name.Length > MaxName)
            throw new SlackApiException("filename_too_long");

        var id = "F0" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 9);
        var key = RandomNumberGenerator.GetHexString(40, lowercase: true);
        core.State.Put(new StoredFile(id, name, length, core.Now.ToUnixTimeSeconds()));
        _uploads[key] = id;
        return (new Uri(core.Url, $"upload/v1/{key}").ToString(), id);
    }

    /// <summary>Takes the bytes; the same ones may come again until the file is shared.</summary>
    public void Receive(string key, byte[] bytes)
    {
        if (!_uploads.TryGetValue(key, out var id) || core.State.File(id) is not { IsComplete: false } file)
            throw new SlackApiException("invalid_upload_url");
        if (bytes.Length != file.Length)
            throw new SlackApiException("wrong_length", $"{file.Length} bytes were announced, {bytes.Length} came");

        core.State.Put(file with { Content = Convert.ToBase64String(bytes) });
    }

    /// <summary>All of them, or none.</summary>
    public IReadOnlyList<StoredFile> Complete(IReadOnlyList<(string Id, string? Title)> wanted)
    {
        var files = wanted.Select(w => core.State.File(w.Id) is { IsComplete: false, Content: not null } file
            ? file with { Title = w.Title ?? file.Name, IsComplete = true }
            : throw new SlackApiException("file_not_found")).ToList();
        files.ForEach(core.State.Put);
        return files;
    }

    public void Share(IReadOnlyList<StoredFile> files, Channel channel, string? comment, string? threadTs)
    {
        var author = core.Messages.FromBot();
        author["subtype"] = "file_share";
        author["files"] = files.Select(Show).ToJsonArray();
        author["upload"] = false;
        core.Messages.Post(channel, author, new MessageContent(comment is null ? "" : Mrkdwn.Normalize(comment), null, null, null), threadTs);
    }

    /// <summary>What is wrong with the pictures in blocks: Slack shows only uploaded pictures that it has taken in.</summary>
    public IEnumerable<string> NotShowable(JsonNode? node, string path) => node switch
    {
        JsonArray items => items.SelectMany((item, i) => NotShowable(item, $"{path}/{i}")),
        JsonObject json => json.SelectMany(p => p.Key == "slack_file" ? Refused(p.Value, $"{path}/{p.Key}") : NotShowable(p.Value, $"{path}/{p.Key}")),
        _ => [],
    };

    public JsonObject Show(StoredFile file)
    {
        var url = new Uri(core.Url, $"files/{file.Id}/{Uri.EscapeDataString(file.Name)}").ToString();
        return new JsonObject
        {
            ["id"] = file.Id,
            ["created"] = file.Created,
            ["timestamp"] = file.Created,
            ["name"] = file.Name,
            ["title"] = file.Title ?? file.Name,
            ["mimetype"] = file.MimeType,
            ["filetype"] = file.Extension,
            ["pretty_type"] = file.Extension.ToUpperInvariant(),
            ["user"] = core.Bot.UserId,
            ["user_team"] = core.Team,
            ["editable"] = false,
            ["size"] = file.Length,
            ["mode"] = "hosted",
            ["is_external"] = false,
            ["is_public"] = false,
            ["file_access"] = "visible",
            ["url_private"] = url,
            ["url_private_download"] = url + "?download=1",
        };
    }

    // A file is named by its id, or by the address that was told for it.
    private IEnumerable<string> Refused(JsonNode? reference, string path)
    {
        var id = reference.Text("id") ?? (Uri.TryCreate(reference.Text("url"), UriKind.Absolute, out var url) ? url.Segments.ElementAtOrDefault(2)?.TrimEnd('/') : null);
        return id is not null && core.State.File(id) is { IsComplete: true, IsPicture: true } ? [] : [$"invalid slack file [json-pointer:{path}]"];
    }
}
