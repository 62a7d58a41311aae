using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Blocks;

/// <summary>One block of a message, modal or Home tab. Source: "Blocks", docs.slack.dev/reference/block-kit.</summary>
[SlackUnion]
public abstract record Block
{
    /// <summary>At most 255 characters; Slack makes one up when it is missing.</summary>
    public string? BlockId { get; init; }
}

/// <summary>One line of large text, at most 150 characters.</summary>
[SlackType("header")]
public sealed record HeaderBlock : Block
{
    public required PlainText Text { get; init; }
}

/// <summary>Text of at most 3000 characters, or up to 10 fields of 2000 in two columns, with one element beside it.</summary>
[SlackType("section")]
public sealed record SectionBlock : Block
{
    public TextObject? Text { get; init; }

    public IReadOnlyList<TextObject> Fields { get; init; } = [];

    public BlockElement? Accessory { get; init; }

    /// <summary>True shows the whole text; otherwise Slack folds a long one.</summary>
    public bool? Expand { get; init; }
}

/// <summary>Small grey text and images, at most 10.</summary>
[SlackType("context")]
public sealed record ContextBlock : Block
{
    public required IReadOnlyList<IContextElement> Elements { get; init; }
}

/// <summary>A row of at most 25 buttons and menus.</summary>
[SlackType("actions")]
public sealed record ActionsBlock : Block
{
    public required IReadOnlyList<IActionElement> Elements { get; init; }
}

/// <summary>A thin line.</summary>
[SlackType("divider")]
public sealed record DividerBlock : Block;

/// <summary>A field to fill in; its value arrives in the <see cref="ViewState"/> of the submission.</summary>
[SlackType("input")]
public sealed record InputBlock : Block
{
    /// <summary>At most 2000 characters.</summary>
    public required PlainText Label { get; init; }

    public required IInputBlockElement Element { get; init; }

    /// <summary>At most 2000 characters.</summary>
    public PlainText? Hint { get; init; }

    /// <summary>Null means required, as in Slack.</summary>
    public bool? Optional { get; init; }

    /// <summary>True sends a block action on every change.</summary>
    public bool? DispatchAction { get; init; }
}

/// <summary>A picture from a public URL, at most 3000 characters, or from an uploaded file.</summary>
[SlackType("image")]
public sealed record ImageBlock : Block
{
    public string? ImageUrl { get; init; }

    public SlackFile? SlackFile { get; init; }

    /// <summary>Plain text without markup, at most 2000 characters.</summary>
    public required string AltText { get; init; }

    public PlainText? Title { get; init; }
}

/// <summary>A file known to Slack, by id or URL.</summary>
public sealed record SlackFile
{
    public string? Id { get; init; }

    public string? Url { get; init; }
}
