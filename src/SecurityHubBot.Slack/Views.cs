using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack;

/// <summary>A view as we send it. Source: "Views", docs.slack.dev/reference/views.</summary>
[SlackUnion]
public abstract record ViewDefinition
{
    /// <summary>1 to 100 blocks.</summary>
    [WrittenWhenEmpty]
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>At most 255 characters.</summary>
    public string? CallbackId { get; init; }

    /// <summary>Comes back with every interaction; at most 3000 characters. People can read it: no secrets.</summary>
    public string? PrivateMetadata { get; init; }

    /// <summary>An id of our own, unique in the workspace.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>A modal; title and buttons at most 24 characters.</summary>
[SlackType("modal")]
public sealed record ModalViewDefinition : ViewDefinition
{
    public required PlainText Title { get; init; }

    /// <summary>Required when there is an <see cref="InputBlock"/>.</summary>
    public PlainText? Submit { get; init; }

    public PlainText? Close { get; init; }

    public bool? ClearOnClose { get; init; }

    /// <summary>True sends a view_closed interaction when the person closes it.</summary>
    public bool? NotifyOnClose { get; init; }
}

/// <summary>The App Home tab of one person.</summary>
[SlackType("home")]
public sealed record HomeViewDefinition : ViewDefinition;

/// <summary>A view as Slack sends it back; blocks are left out, because we made them.</summary>
public sealed record ViewInfo
{
    public string Id { get; init; } = "";

    public string? TeamId { get; init; }

    public string? Type { get; init; }

    public string CallbackId { get; init; } = "";

    public string PrivateMetadata { get; init; } = "";

    public string? ExternalId { get; init; }

    /// <summary>Guards an update against a newer one (<c>hash_conflict</c>).</summary>
    public string? Hash { get; init; }

    public string? RootViewId { get; init; }

    public string? PreviousViewId { get; init; }

    public string? AppId { get; init; }

    public string? BotId { get; init; }

    public ViewState State { get; init; } = ViewState.Empty;
}
