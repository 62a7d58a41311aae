using System.Text.Json.Serialization;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Blocks;

/// <summary>What stands inside a block. Source: "Block elements", docs.slack.dev/reference/block-kit.</summary>
[SlackUnion]
public abstract record BlockElement;

/// <summary>An element that sends an action when it is used. Action ids are unique inside their block and at most 255 characters.</summary>
public abstract record ActionElement : BlockElement, IActionElement
{
    public required string ActionId { get; init; }

    public ConfirmationDialog? Confirm { get; init; }
}

/// <summary>A button; with <see cref="Url"/> it also opens a page, and still sends its action.</summary>
[SlackType("button")]
public sealed record Button : ActionElement
{
    /// <summary>At most 75 characters; about 30 are shown.</summary>
    public required PlainText Text { get; init; }

    /// <summary>At most 2000 characters.</summary>
    public string? Value { get; init; }

    /// <summary>At most 3000 characters.</summary>
    public string? Url { get; init; }

    public ButtonStyle? Style { get; init; }

    public string? AccessibilityLabel { get; init; }
}

/// <summary>An overflow menu of two to five options.</summary>
[SlackType("overflow")]
public sealed record OverflowMenu : ActionElement
{
    public required IReadOnlyList<Option> Options { get; init; }
}

/// <summary>A small picture beside or between text.</summary>
[SlackType("image")]
public sealed record Image : BlockElement, IContextElement
{
    public required string ImageUrl { get; init; }

    public required string AltText { get; init; }
}

/// <summary>A text field.</summary>
[SlackType("plain_text_input")]
public sealed record PlainTextInput : BlockElement, IInputBlockElement
{
    public required string ActionId { get; init; }

    public PlainText? Placeholder { get; init; }

    public string? InitialValue { get; init; }

    public bool? Multiline { get; init; }

    public int? MinLength { get; init; }

    /// <summary>At most 3000.</summary>
    public int? MaxLength { get; init; }

    /// <summary>When an <see cref="InputBlock.DispatchAction"/> is sent; null: at Enter only.</summary>
    public DispatchActionConfig? DispatchActionConfig { get; init; }

    public bool? FocusOnLoad { get; init; }
}

/// <summary>When a text field sends its action.</summary>
public sealed record DispatchActionConfig
{
    public required IReadOnlyList<DispatchTrigger> TriggerActionsOn { get; init; }
}

public enum DispatchTrigger
{
    OnEnterPressed,
    OnCharacterEntered,
}

/// <summary>A calendar; dates are <c>yyyy-MM-dd</c>.</summary>
[SlackType("datepicker")]
public sealed record DatePicker : ActionElement, IInputBlockElement
{
    public PlainText? Placeholder { get; init; }

    [JsonConverter(typeof(SlackDateJsonConverter))]
    public DateOnly? InitialDate { get; init; }

    public bool? FocusOnLoad { get; init; }
}

/// <summary>Up to 10 options of which one is chosen.</summary>
[SlackType("radio_buttons")]
public sealed record RadioButtonGroup : ActionElement, IInputBlockElement
{
    public required IReadOnlyList<Option> Options { get; init; }

    public Option? InitialOption { get; init; }

    public bool? FocusOnLoad { get; init; }
}

/// <summary>Up to 10 options of which any number is chosen.</summary>
[SlackType("checkboxes")]
public sealed record CheckboxGroup : ActionElement, IInputBlockElement
{
    public required IReadOnlyList<Option> Options { get; init; }

    public IReadOnlyList<Option> InitialOptions { get; init; } = [];

    public bool? FocusOnLoad { get; init; }
}
