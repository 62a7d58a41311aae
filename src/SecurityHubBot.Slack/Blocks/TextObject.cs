using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Blocks;

/// <summary>Text as <see cref="PlainText"/> or <see cref="Markdown"/>. Source: "Text object", docs.slack.dev.</summary>
[SlackUnion]
public abstract record TextObject(string Text) : IContextElement;

/// <summary>Text shown as it is; nothing in it is a link or a mention.</summary>
[SlackType("plain_text"), SlackType(SlackTypeAttribute.Unknown)]
public sealed record PlainText(string Text) : TextObject(Text)
{
    /// <summary>True turns <c>:name:</c> into an emoji.</summary>
    public bool? Emoji { get; init; }

    public static implicit operator PlainText(string text) => new(text);
}

/// <summary>Slack's mrkdwn. What comes from outside must be escaped with <see cref="SlackText"/> first.</summary>
[SlackType("mrkdwn")]
public sealed record Markdown(string Text) : TextObject(Text)
{
    /// <summary>True keeps bare URLs and names from becoming links.</summary>
    public bool? Verbatim { get; init; }
}

/// <summary>What may stand in a <see cref="ContextBlock"/>: text and <see cref="Image"/>.</summary>
[SlackUnion]
public interface IContextElement;

/// <summary>What may stand in an <see cref="ActionsBlock"/>.</summary>
[SlackUnion]
public interface IActionElement
{
    string ActionId { get; }
}

/// <summary>What may stand in an <see cref="InputBlock"/>.</summary>
[SlackUnion]
public interface IInputBlockElement
{
    string ActionId { get; }
}
