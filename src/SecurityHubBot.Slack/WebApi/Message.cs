using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.WebApi;

/// <summary>A message to post. Source: "chat.postMessage", docs.slack.dev.</summary>
public sealed record Message
{
    /// <summary>Channel id, or a user id for a direct message. Not needed for slash command answers and response URLs.</summary>
    public string? Channel { get; init; }

    /// <summary>With blocks this is the text of the notification and of screen readers; always set it. At most 4000 characters.</summary>
    public required string Text { get; init; }

    /// <summary>At most 50.</summary>
    public IReadOnlyList<Block> Blocks { get; init; } = [];

    /// <summary>The parent's <c>ts</c>, to answer in its thread.</summary>
    public SlackTimestamp? ThreadTs { get; init; }

    /// <summary>True shows the thread's answer in the channel too.</summary>
    public bool? ReplyBroadcast { get; init; }

    public MessageMetadata? Metadata { get; init; }

    public bool UnfurlLinks { get; init; }

    public bool UnfurlMedia { get; init; }
}

/// <summary>
/// Data that travels with a message and that only apps see. The payload's values are strings, numbers, booleans, flat objects or lists.
/// Source: "Message metadata", docs.slack.dev.
/// </summary>
public sealed record MessageMetadata
{
    public required string EventType { get; init; }

    public required JsonObject EventPayload { get; init; }
}

/// <summary>A message's new content. Source: "chat.update", docs.slack.dev. Text and blocks are replaced, metadata is kept when it is null.</summary>
public sealed record MessageUpdate
{
    [JsonPropertyName("channel")]
    public required string ChannelId { get; init; }

    public required SlackTimestamp Ts { get; init; }

    public required string Text { get; init; }

    [WrittenWhenEmpty]
    public IReadOnlyList<Block> Blocks { get; init; } = [];

    public MessageMetadata? Metadata { get; init; }
}
