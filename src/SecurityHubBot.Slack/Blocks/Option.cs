namespace SecurityHubBot.Slack.Blocks;

/// <summary>One choice of a menu, checkbox or radio button group. Source: "Option object", docs.slack.dev.</summary>
public sealed record Option
{
    /// <summary>At most 75 characters; menus take <see cref="PlainText"/> only, checkboxes and radio buttons also <see cref="Markdown"/>.</summary>
    public required TextObject Text { get; init; }

    /// <summary>At most 150 characters; 75 in older documentation.</summary>
    public required string Value { get; init; }

    /// <summary>At most 75 characters.</summary>
    public TextObject? Description { get; init; }

    /// <summary>Opened in the browser; overflow menus only.</summary>
    public string? Url { get; init; }
}

/// <summary>Up to 100 options under a label of at most 75 characters.</summary>
public sealed record OptionGroup
{
    public required PlainText Label { get; init; }

    public required IReadOnlyList<Option> Options { get; init; }
}

/// <summary>"Are you sure?" Title 100, text 300, buttons 30 characters at most.</summary>
public sealed record ConfirmationDialog
{
    public required PlainText Title { get; init; }

    public required TextObject Text { get; init; }

    public required PlainText Confirm { get; init; }

    public required PlainText Deny { get; init; }

    public ButtonStyle? Style { get; init; }
}

/// <summary>Null is Slack's default look.</summary>
public enum ButtonStyle
{
    Primary,
    Danger,
}
