using System.Text;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Tests.Cases;

namespace SecurityHubBot.Tests.Exceptions;

/// <summary>A modal as text that a person can review.</summary>
internal static class ReadableView
{
    public static string Of(ModalViewDefinition view)
    {
        var text = new StringBuilder($"[{view.Title.Text}] {view.Close?.Text} / {view.Submit?.Text}\n");
        foreach (var block in view.Blocks)
        {
            text.Append(Block(block)).Append('\n');
        }

        return text.ToString();
    }

    private static string Block(Block block) => block switch
    {
        InputBlock input => $"{input.Label.Text}{(input.Optional == true ? " (optional)" : "")}: {Element(input.Element)}{(input.Hint is { } hint ? $"\n  ({hint.Text})" : "")}",
        DividerBlock => "----",
        _ => ReadableMessage.BlockText(block),
    };

    private static string Element(IInputBlockElement element) => element switch
    {
        RadioButtonGroup radio => string.Concat(radio.Options.Select(o => $"\n  {(o == radio.InitialOption ? "(x)" : "( )")} {o.Text.Text}{(o.Description is { } more ? $" — {more.Text}" : "")}")),
        DatePicker date => date.InitialDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "",
        PlainTextInput text => $"____ {text.Placeholder?.Text} {text.InitialValue}",
        StaticMultiSelectMenu menu => $"{menu.Placeholder?.Text}: {string.Join(" | ", menu.Options.Select(o => o.Text.Text))}",
        ExternalMultiSelectMenu menu => $"{menu.Placeholder?.Text}: …",
        _ => throw new NotSupportedException(element.GetType().Name),
    };
}
