using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Blocks;

/// <summary>A menu. Source: "Select menu element", docs.slack.dev.</summary>
public abstract record SelectMenu : ActionElement, IInputBlockElement
{
    /// <summary>At most 150 characters.</summary>
    public PlainText? Placeholder { get; init; }

    public bool? FocusOnLoad { get; init; }
}

/// <summary>Up to 100 <see cref="Options"/>, or <see cref="OptionGroups"/>; not both.</summary>
[SlackType("static_select")]
public sealed record StaticSelectMenu : SelectMenu
{
    public IReadOnlyList<Option> Options { get; init; } = [];

    public IReadOnlyList<OptionGroup> OptionGroups { get; init; } = [];

    public Option? InitialOption { get; init; }
}

/// <summary>As <see cref="StaticSelectMenu"/>, for several choices.</summary>
[SlackType("multi_static_select")]
public sealed record StaticMultiSelectMenu : SelectMenu
{
    public IReadOnlyList<Option> Options { get; init; } = [];

    public IReadOnlyList<OptionGroup> OptionGroups { get; init; } = [];

    public IReadOnlyList<Option> InitialOptions { get; init; } = [];

    public int? MaxSelectedItems { get; init; }
}

/// <summary>Its options come from the app while the person types.</summary>
[SlackType("external_select")]
public sealed record ExternalSelectMenu : SelectMenu
{
    public Option? InitialOption { get; init; }

    /// <summary>Characters to type before options are asked for; Slack's default is 3.</summary>
    public int? MinQueryLength { get; init; }
}

/// <summary>As <see cref="ExternalSelectMenu"/>, for several choices.</summary>
[SlackType("multi_external_select")]
public sealed record ExternalMultiSelectMenu : SelectMenu
{
    public IReadOnlyList<Option> InitialOptions { get; init; } = [];

    /// <summary>Characters to type before options are asked for; Slack's default is 3.</summary>
    public int? MinQueryLength { get; init; }

    public int? MaxSelectedItems { get; init; }
}

/// <summary>The people of the workspace.</summary>
[SlackType("users_select")]
public sealed record UserSelectMenu : SelectMenu
{
    public string? InitialUser { get; init; }
}
