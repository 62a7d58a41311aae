using SecurityHubBot.Slack.Events;

namespace SecurityHubBot.Slack.WebApi;

public sealed record PostMessageResponse
{
    /// <summary>The channel's id, also when a name or a user id was asked for.</summary>
    public required string Channel { get; init; }

    public required SlackTimestamp Ts { get; init; }

    public MessageEvent? Message { get; init; }
}

public sealed record PostEphemeralResponse
{
    public required SlackTimestamp MessageTs { get; init; }
}

public sealed record MessageUpdateResponse
{
    public required string Channel { get; init; }

    public required SlackTimestamp Ts { get; init; }
}

public sealed record PermalinkResponse
{
    public required string Permalink { get; init; }
}

public sealed record ViewResponse
{
    public required ViewInfo View { get; init; }
}

public sealed record User
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>True when the account is deactivated.</summary>
    public bool Deleted { get; init; }

    public string? RealName { get; init; }

    /// <summary>Such as <c>Asia/Tokyo</c>.</summary>
    public string? Tz { get; init; }

    /// <summary>Such as <c>ja-JP</c>; only when it was asked for.</summary>
    public string? Locale { get; init; }

    public bool IsBot { get; init; }

    /// <summary>The workspace that the account belongs to.</summary>
    public string? TeamId { get; init; }

    /// <summary>A guest of several channels; also true for those of a single one.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>A guest of a single channel.</summary>
    public bool IsUltraRestricted { get; init; }

    /// <summary>Of another workspace, and in no channel that the bot shares with it. False says nothing about the workspace.</summary>
    public bool IsStranger { get; init; }

    /// <summary>On Enterprise Grid only.</summary>
    public EnterpriseUser? EnterpriseUser { get; init; }

    public UserProfile Profile { get; init; } = new();
}

public sealed record EnterpriseUser
{
    /// <summary>The organisation's workspaces that the person is in.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];
}

public sealed record UserProfile
{
    public string? DisplayName { get; init; }

    public string? RealName { get; init; }

    public string? Email { get; init; }
}

public sealed record UserListResponse
{
    public IReadOnlyList<User> Members { get; init; } = [];

    public ResponseMetadata ResponseMetadata { get; init; } = new();
}

public sealed record UserGroup
{
    public required string Id { get; init; }

    /// <summary>What people type after <c>@</c>.</summary>
    public string? Handle { get; init; }

    public string? Name { get; init; }
}

public sealed record ConversationMessagesResponse
{
    public IReadOnlyList<MessageEvent> Messages { get; init; } = [];

    public bool HasMore { get; init; }

    public ResponseMetadata ResponseMetadata { get; init; } = new();
}

public sealed record ConversationListResponse
{
    public IReadOnlyList<Conversation> Channels { get; init; } = [];

    public ResponseMetadata ResponseMetadata { get; init; } = new();
}

/// <summary>Empty <see cref="NextCursor"/> means that this was the last page.</summary>
public sealed record ResponseMetadata
{
    public string NextCursor { get; init; } = "";
}

public sealed record Conversation
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public bool IsArchived { get; init; }

    /// <summary>The bot is in it.</summary>
    public bool IsMember { get; init; }

    public bool IsPrivate { get; init; }

    public bool IsIm { get; init; }
}

public sealed record AuthTestResponse
{
    /// <summary>The workspace's address.</summary>
    public string? Url { get; init; }

    public string? Team { get; init; }

    public string? User { get; init; }

    public required string TeamId { get; init; }

    public required string UserId { get; init; }

    public string? BotId { get; init; }
}

public sealed record ConnectionOpenResponse
{
    public required string Url { get; init; }
}

internal sealed record UserResponse
{
    public required User User { get; init; }
}

internal sealed record UserGroupsResponse
{
    public IReadOnlyList<UserGroup> Usergroups { get; init; } = [];
}

internal sealed record UserIdsResponse
{
    public IReadOnlyList<string> Users { get; init; } = [];
}

internal sealed record ConversationResponse
{
    public required Conversation Channel { get; init; }
}
