using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityHubBot.Sandbox.Workspace.Blocks;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>What a message says, checked against Slack's limits. A null part was not given; an empty one was given as empty.</summary>
internal sealed partial record MessageContent(string? Text, JsonArray? Blocks, JsonArray? Attachments, JsonObject? Metadata)
{
    // Slack cuts a posted text off here; refusing it shows the mistake instead of half a message.
    private const int MaxText = 40_000;
    private const int MaxMarkdownText = 12_000;

    // Not documented; measured by others between 11,000 and 13,300 (slackapi/bolt-js#2509), explained there as 12,000 characters of text.
    private const int MaxTextInBlocks = 12_000;
    private const int MaxAttachments = 100;
    private const int MaxMetadata = 16_000;

    public bool IsEmpty => string.IsNullOrEmpty(Text) && Blocks is null or { Count: 0 } && Attachments is null or { Count: 0 };

    /// <param name="files">What pictures in blocks may show.</param>
    public static MessageContent Read(JsonObject arguments, FileShelf files)
    {
        var text = arguments["text"] is { } given ? given.GetValueKind() == JsonValueKind.String ? (string)given! : given.ToJsonString() : null;
        if (text?.Length > MaxText)
            throw new SlackApiException("msg_too_long");

        var blocks = ReadBlocks(arguments, files);
        if (arguments.Text("markdown_text") is { } markdown)
        {
            if (text is not null || blocks is not null)
                throw new SlackApiException("markdown_text_conflict");
            if (markdown.Length > MaxMarkdownText)
                throw new SlackApiException("msg_too_long");
            blocks = [new JsonObject { ["type"] = "markdown", ["text"] = markdown }];
        }

        return new MessageContent(
            text is null ? null : Mrkdwn.Normalize(text), blocks is null ? null : BlockDefaults.Complete(blocks), ReadAttachments(arguments), ReadMetadata(arguments));
    }

    public MessageContent Required() => IsEmpty ? throw new SlackApiException("no_text") : this;

    /// <summary>Puts what was given onto a message; what was not given stays as it is.</summary>
    public void ApplyTo(JsonObject message)
    {
        message["text"] = Text ?? message.Text("text") ?? "";
        Set(message, "blocks", Blocks);
        Set(message, "attachments", Attachments);
        if (Metadata is { Count: 0 })
            message.Remove("metadata");
        else if (Metadata is not null)
            message["metadata"] = Metadata.DeepClone();
    }

    private static void Set(JsonObject message, string name, JsonArray? value)
    {
        if (value is { Count: 0 })
            message.Remove(name);
        else if (value is not null)
            message[name] = value.DeepClone();
    }

    private static JsonArray? ReadBlocks(JsonObject arguments, FileShelf files)
    {
        if (Json(arguments, "blocks", "invalid_blocks_format") is not { } node)
            return null;
        if (node is not JsonArray blocks || blocks.Any(b => b is not JsonObject))
            throw new SlackApiException("invalid_blocks_format");

        IReadOnlyList<string> errors = [.. BlockKit.CheckMessage(blocks), .. files.NotShowable(blocks, "/blocks")];
        if (errors.Count > 0)
            throw new SlackApiException("invalid_blocks", errors);
        if (TextLength(blocks) > MaxTextInBlocks)
            throw new SlackApiException("msg_blocks_too_long");

        return blocks;
    }

    private static JsonArray? ReadAttachments(JsonObject arguments)
    {
        if (Json(arguments, "attachments", "invalid_attachments") is not { } node)
            return null;
        if (node is not JsonArray attachments || attachments.Any(a => a is not JsonObject))
            throw new SlackApiException("invalid_attachments");
        if (attachments.Count > MaxAttachments)
            throw new SlackApiException("too_many_attachments");

        var copy = attachments.DeepClone().AsArray();
        foreach (var (attachment, i) in copy.Objects().Select((a, i) => (a, i)))
        {
            if (attachment["blocks"] is not JsonArray blocks)
                continue;

            var errors = BlockKit.CheckMessage(blocks, $"/attachments/{i}/blocks");
            if (errors.Count > 0)
                throw new SlackApiException("invalid_attachments", errors);
            attachment["blocks"] = BlockDefaults.Complete(blocks);
        }

        return copy;
    }

    private static JsonObject? ReadMetadata(JsonObject arguments)
    {
        if (Json(arguments, "metadata", "invalid_metadata_format") is not { } node)
            return null;
        if (node is not JsonObject metadata)
            throw new SlackApiException("invalid_metadata_format");
        if (metadata.Count == 0)
            return metadata;
        if (metadata.Text("event_type") is not { } type || !EventType().IsMatch(type) || metadata["event_payload"] is not JsonObject payload)
            throw new SlackApiException("invalid_metadata_format");
        if (payload.Any(p => !IsMetadataValue(p.Value)))
            throw new SlackApiException("invalid_metadata_schema");
        if (metadata.ToJsonString().Length > MaxMetadata)
            throw new SlackApiException("metadata_too_large");

        return new JsonObject { ["event_type"] = type, ["event_payload"] = payload.DeepClone() };
    }

    // Strings, numbers, booleans, objects, and arrays of flat values or flat objects.
    private static bool IsMetadataValue(JsonNode? value) => value switch
    {
        null => false,
        JsonArray items => items.All(i => i is JsonValue || (i is JsonObject flat && flat.All(p => p.Value is JsonValue))),
        _ => true,
    };

    /// <summary>Structured arguments come as JSON, or as JSON in a string when the body is a form.</summary>
    private static JsonNode? Json(JsonObject arguments, string name, string error)
    {
        if (arguments[name] is not JsonValue value || !value.TryGetValue<string>(out var text))
            return arguments[name];
        if (text.Length == 0)
            return null;

        try
        {
            return JsonNodes.Parse(text);
        }
        catch (JsonException)
        {
            throw new SlackApiException(error);
        }
    }

    private static int TextLength(JsonNode? node) => node switch
    {
        JsonArray items => items.Sum(TextLength),
        JsonObject json => json.Sum(p => p.Key == "text" && p.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text.Length : TextLength(p.Value)),
        _ => 0,
    };

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,255}$", RegexOptions.None, 1000)]
    private static partial Regex EventType();
}
