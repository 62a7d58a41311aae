using System.Text;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Tests.Cases;

/// <summary>Blocks as text that a person can review.</summary>
public static class ReadableMessage
{
    public static string Of(RenderedMessage message)
    {
        var text = new StringBuilder($"text: {message.Text}\n");
        foreach (var block in message.Blocks)
        {
            text.Append(BlockText(block)).Append('\n');
        }

        return text.ToString();
    }

    public static string BlockText(Block block) => block switch
    {
        HeaderBlock header => $"# {header.Text.Text}",
        SectionBlock { Accessory: Button button } section => $"{section.Text!.Text}\n  {Button(button)}",
        SectionBlock { Accessory: OverflowMenu menu } section => $"{section.Text!.Text}\n  [⋮ {string.Join(" | ", menu.Options.Select(o => $"{o.Text.Text}={o.Value}"))}]({menu.ActionId})",
        SectionBlock section => section.Text!.Text,
        DividerBlock => "----",
        ImageBlock image => $"[picture {image.SlackFile?.Id}: {image.Title?.Text}]\n  {image.AltText}",
        ContextBlock context => $"({string.Join(" ", context.Elements.OfType<TextObject>().Select(t => t.Text))})",
        ActionsBlock actions => string.Join(" ", actions.Elements.OfType<Button>().Select(Button)),
        _ => throw new NotSupportedException(block.GetType().Name),
    };

    private static string Button(Button button) => $"[{button.Text.Text}{(button.Style is { } style ? $"|{style}" : "")}]({button.ActionId}={button.Value})";
}
