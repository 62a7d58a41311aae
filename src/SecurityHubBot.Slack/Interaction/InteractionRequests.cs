using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Interaction;

/// <summary>What the <c>payload</c> of <c>/slack/action</c> says. Source: "Interaction payloads", docs.slack.dev.</summary>
[SlackUnion]
public abstract record InteractionRequest
{
    public string Type { get; init; } = "";

    public InteractionUser User { get; init; } = new();

    public InteractionTeam? Team { get; init; }

    public string? ApiAppId { get; init; }

    /// <summary>Opens one modal, within 3 seconds.</summary>
    public string TriggerId { get; init; } = "";
}

/// <summary>An interaction this layer has no class for; acknowledged and logged.</summary>
[SlackType(SlackTypeAttribute.Unknown)]
public sealed record UnknownInteraction : InteractionRequest;

/// <summary>Somebody used a button or menu in a message, modal or Home tab.</summary>
[SlackType("block_actions")]
public sealed record BlockActionRequest : InteractionRequest
{
    public IReadOnlyList<BlockAction> Actions { get; init; } = [];

    public InteractionChannel? Channel { get; init; }

    /// <summary>Null in modals and the Home tab.</summary>
    public MessageEvent? Message { get; init; }

    /// <summary>Null in messages.</summary>
    public ViewInfo? View { get; init; }

    public InteractionContainer? Container { get; init; }

    public ViewState State { get; init; } = ViewState.Empty;

    /// <summary>Null in modals and the Home tab; otherwise good for five answers within 30 minutes.</summary>
    public string? ResponseUrl { get; init; }
}

/// <summary>Somebody submitted a modal.</summary>
[SlackType("view_submission")]
public sealed record ViewSubmission : InteractionRequest
{
    public ViewInfo View { get; init; } = new();

    public ViewState State => View.State;
}

/// <summary>Somebody closed a modal that asked to be told.</summary>
[SlackType("view_closed")]
public sealed record ViewClosed : InteractionRequest
{
    public ViewInfo View { get; init; } = new();

    /// <summary>True when the whole stack was closed.</summary>
    public bool IsCleared { get; init; }
}

/// <summary>Somebody chose our entry in a message's menu.</summary>
[SlackType("message_action")]
public sealed record MessageShortcut : InteractionRequest
{
    public string CallbackId { get; init; } = "";

    public InteractionChannel? Channel { get; init; }

    public MessageEvent? Message { get; init; }

    public string? ResponseUrl { get; init; }
}

/// <summary>Somebody types in an <see cref="ExternalSelectMenu"/>; arrives at <c>/slack/options</c>.</summary>
[SlackType("block_suggestion")]
public sealed record BlockOptionsRequest : InteractionRequest
{
    public string ActionId { get; init; } = "";

    public string BlockId { get; init; } = "";

    /// <summary>What was typed so far.</summary>
    public string Value { get; init; } = "";

    public InteractionChannel? Channel { get; init; }

    /// <summary>Null in messages.</summary>
    public ViewInfo? View { get; init; }

    public InteractionContainer? Container { get; init; }
}

public sealed record InteractionUser
{
    public string Id { get; init; } = "";

    public string? Username { get; init; }

    public string? Name { get; init; }

    public string? TeamId { get; init; }
}

public sealed record InteractionTeam
{
    public string Id { get; init; } = "";

    public string? Domain { get; init; }
}

public sealed record InteractionChannel
{
    public string Id { get; init; } = "";

    public string? Name { get; init; }
}

/// <summary>Where the element stood: a message or a view.</summary>
public sealed record InteractionContainer
{
    public string? Type { get; init; }

    public SlackTimestamp? MessageTs { get; init; }

    public SlackTimestamp? ThreadTs { get; init; }

    public string? ChannelId { get; init; }

    public string? ViewId { get; init; }

    public bool? IsEphemeral { get; init; }
}
