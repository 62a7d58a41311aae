using System.Text.Json.Serialization;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Blocks;

/// <summary>That somebody used an element. Source: "block_actions payload", docs.slack.dev.</summary>
[SlackUnion]
public abstract record BlockAction
{
    public string Type { get; init; } = "";

    public string ActionId { get; init; } = "";

    public string BlockId { get; init; } = "";

    public string? ActionTs { get; init; }
}

/// <summary>An action of an element this layer has no class for.</summary>
[SlackType(SlackTypeAttribute.Unknown)]
public sealed record UnknownAction : BlockAction;

[SlackType("button")]
public sealed record ButtonAction : BlockAction
{
    public string Value { get; init; } = "";

    public TextObject? Text { get; init; }
}

[SlackType("overflow")]
public sealed record OverflowAction : BlockAction
{
    public Option? SelectedOption { get; init; }
}

[SlackType("static_select")]
public sealed record StaticSelectAction : BlockAction
{
    public Option? SelectedOption { get; init; }
}

[SlackType("multi_static_select")]
public sealed record StaticMultiSelectAction : BlockAction
{
    public IReadOnlyList<Option> SelectedOptions { get; init; } = [];
}

[SlackType("external_select")]
public sealed record ExternalSelectAction : BlockAction
{
    public Option? SelectedOption { get; init; }
}

[SlackType("multi_external_select")]
public sealed record ExternalMultiSelectAction : BlockAction
{
    public IReadOnlyList<Option> SelectedOptions { get; init; } = [];
}

[SlackType("users_select")]
public sealed record UserSelectAction : BlockAction
{
    public string? SelectedUser { get; init; }
}

[SlackType("datepicker")]
public sealed record DatePickerAction : BlockAction
{
    [JsonConverter(typeof(SlackDateJsonConverter))]
    public DateOnly? SelectedDate { get; init; }
}

[SlackType("radio_buttons")]
public sealed record RadioButtonGroupAction : BlockAction
{
    public Option? SelectedOption { get; init; }
}

[SlackType("checkboxes")]
public sealed record CheckboxGroupAction : BlockAction
{
    public IReadOnlyList<Option> SelectedOptions { get; init; } = [];
}

[SlackType("plain_text_input")]
public sealed record PlainTextInputAction : BlockAction
{
    public string? Value { get; init; }
}
