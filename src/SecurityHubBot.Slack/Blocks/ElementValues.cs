using System.Text.Json.Serialization;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Blocks;

/// <summary>The state of one element in a <see cref="ViewState"/>; null fields mean that nothing was filled in.</summary>
[SlackUnion]
public abstract record ElementValue
{
    public string Type { get; init; } = "";
}

/// <summary>An element this layer has no class for.</summary>
[SlackType(SlackTypeAttribute.Unknown)]
public sealed record UnknownValue : ElementValue;

[SlackType("plain_text_input")]
public sealed record PlainTextInputValue : ElementValue
{
    public string? Value { get; init; }
}

[SlackType("static_select")]
public sealed record StaticSelectValue : ElementValue
{
    public Option? SelectedOption { get; init; }
}

[SlackType("multi_static_select")]
public sealed record StaticMultiSelectValue : ElementValue
{
    public IReadOnlyList<Option> SelectedOptions { get; init; } = [];
}

[SlackType("external_select")]
public sealed record ExternalSelectValue : ElementValue
{
    public Option? SelectedOption { get; init; }
}

[SlackType("multi_external_select")]
public sealed record ExternalMultiSelectValue : ElementValue
{
    public IReadOnlyList<Option> SelectedOptions { get; init; } = [];
}

[SlackType("users_select")]
public sealed record UserSelectValue : ElementValue
{
    public string? SelectedUser { get; init; }
}

[SlackType("datepicker")]
public sealed record DatePickerValue : ElementValue
{
    [JsonConverter(typeof(SlackDateJsonConverter))]
    public DateOnly? SelectedDate { get; init; }
}

[SlackType("radio_buttons")]
public sealed record RadioButtonGroupValue : ElementValue
{
    public Option? SelectedOption { get; init; }
}

[SlackType("checkboxes")]
public sealed record CheckboxGroupValue : ElementValue
{
    public IReadOnlyList<Option> SelectedOptions { get; init; } = [];
}
