using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Interaction;

/// <summary>Somebody typed our command. Source: "Implementing slash commands", docs.slack.dev.</summary>
public sealed record SlashCommand
{
    /// <summary>With its slash: <c>/shub</c>.</summary>
    public string Command { get; init; } = "";

    /// <summary>What follows the command.</summary>
    public string Text { get; init; } = "";

    public string UserId { get; init; } = "";

    public string? UserName { get; init; }

    public string ChannelId { get; init; } = "";

    public string? ChannelName { get; init; }

    public string TeamId { get; init; } = "";

    public string? EnterpriseId { get; init; }

    public string? ApiAppId { get; init; }

    /// <summary>Good for five answers within 30 minutes.</summary>
    public string ResponseUrl { get; init; } = "";

    /// <summary>Opens one modal, within 3 seconds.</summary>
    public string TriggerId { get; init; } = "";
}

/// <summary>The answer to a command; null from a handler answers with nothing.</summary>
public sealed record SlashCommandResponse
{
    public ResponseType ResponseType { get; init; } = ResponseType.Ephemeral;

    public required Message Message { get; init; }
}

public enum ResponseType
{
    /// <summary>Only the person who asked sees it.</summary>
    Ephemeral,

    /// <summary>Everybody in the channel sees it.</summary>
    InChannel,
}

/// <summary>What is posted to a <c>response_url</c>.</summary>
public sealed record MessageResponse
{
    public ResponseType ResponseType { get; init; } = ResponseType.Ephemeral;

    /// <summary>Null together with <see cref="DeleteOriginal"/>.</summary>
    public Message? Message { get; init; }

    public bool ReplaceOriginal { get; init; }

    public bool DeleteOriginal { get; init; }
}
