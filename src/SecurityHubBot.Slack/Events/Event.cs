using System.Text.Json.Serialization;
using SecurityHubBot.Slack.Serialization;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Events;

/// <summary>Something happened in the workspace. Source: "Events API", docs.slack.dev/reference/events.</summary>
[SlackUnion]
public abstract record Event
{
    public string Type { get; init; } = "";

    /// <summary>The person it is about, or who did it.</summary>
    [JsonConverter(typeof(SlackIdJsonConverter))]
    public string? User { get; init; }
}

/// <summary>An event this layer has no class for; acknowledged and left alone.</summary>
[SlackType(SlackTypeAttribute.Unknown)]
public sealed record UnknownEvent : Event;

/// <summary>Somebody mentioned the bot.</summary>
[SlackType("app_mention")]
public sealed record AppMention : Event
{
    public string Channel { get; init; } = "";

    /// <summary>mrkdwn, with the mention in it.</summary>
    public string Text { get; init; } = "";

    public SlackTimestamp Ts { get; init; }

    public SlackTimestamp? ThreadTs { get; init; }

    public string? BotId { get; init; }
}

/// <summary>A message as it stands in a channel; also the message inside an interaction.</summary>
[SlackType("message")]
public record MessageEvent : Event
{
    public string? Subtype { get; init; }

    public string? Channel { get; init; }

    /// <summary>channel, group, im or mpim.</summary>
    public string? ChannelType { get; init; }

    public string Text { get; init; } = "";

    public SlackTimestamp Ts { get; init; }

    public SlackTimestamp? ThreadTs { get; init; }

    public string? BotId { get; init; }

    public string? AppId { get; init; }

    public bool? Hidden { get; init; }

    /// <summary>Only when it was asked for.</summary>
    public MessageMetadata? Metadata { get; init; }
}

/// <summary>A message is gone.</summary>
[SlackType("message", Subtype = "message_deleted")]
public sealed record MessageDeleted : MessageEvent
{
    public SlackTimestamp DeletedTs { get; init; }

    public MessageEvent? PreviousMessage { get; init; }
}

/// <summary>A message was edited, or became the parent of a thread, or was unfurled, or was deleted with answers in its thread.</summary>
[SlackType("message", Subtype = "message_changed")]
public sealed record MessageChanged : MessageEvent
{
    public MessageEvent? Message { get; init; }

    public MessageEvent? PreviousMessage { get; init; }

    /// <summary>True when somebody deleted the parent of a thread: Slack leaves a placeholder and sends no <see cref="MessageDeleted"/>.</summary>
    [JsonIgnore]
    public bool IsTombstone => Message?.Subtype == "tombstone";
}

/// <summary>Somebody, perhaps the bot, came into a channel.</summary>
[SlackType("member_joined_channel")]
public sealed record MemberJoinedChannel : Event
{
    public string Channel { get; init; } = "";

    public string? ChannelType { get; init; }

    public string? Inviter { get; init; }
}

/// <summary>Somebody left a channel, or was removed.</summary>
[SlackType("member_left_channel")]
public sealed record MemberLeftChannel : Event
{
    public string Channel { get; init; } = "";

    public string? ChannelType { get; init; }
}

[SlackType("channel_archive"), SlackType("group_archive")]
public sealed record ChannelArchive : Event
{
    public string Channel { get; init; } = "";
}

[SlackType("channel_unarchive"), SlackType("group_unarchive")]
public sealed record ChannelUnarchive : Event
{
    public string Channel { get; init; } = "";
}

[SlackType("channel_deleted"), SlackType("group_deleted")]
public sealed record ChannelDeleted : Event
{
    public string Channel { get; init; } = "";
}

/// <summary>Somebody looks at the App Home.</summary>
[SlackType("app_home_opened")]
public sealed record AppHomeOpened : Event
{
    public string? Channel { get; init; }

    /// <summary>home or messages.</summary>
    public string? Tab { get; init; }

    public ViewInfo? View { get; init; }
}
