using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Tickets;

namespace SecurityHubBot.Tickets.Trackers;

/// <summary>The Atlassian Document Format, in which Jira takes texts. What is in a text node is never markup.</summary>
internal static class JiraDocument
{
    public static JsonObject Write(TicketDocument document)
    {
        var content = new JsonArray();
        var paragraph = new JsonArray();
        JsonArray? list = null;
        foreach (var line in document.Lines)
        {
            if (line.IsBullet)
            {
                End(paragraph, content);
                paragraph = [];
                if (list is null)
                {
                    content.Add(new JsonObject { ["type"] = "bulletList", ["content"] = list = [] });
                }

                list.Add(new JsonObject { ["type"] = "listItem", ["content"] = new JsonArray(Paragraph(Inline(line))) });
                continue;
            }

            list = null;
            if (line.Spans.Count == 0)
            {
                End(paragraph, content);
                paragraph = [];
                continue;
            }

            if (paragraph.Count > 0)
            {
                paragraph.Add(new JsonObject { ["type"] = "hardBreak" });
            }

            foreach (var node in Inline(line).ToList())
            {
                paragraph.Add(node!.DeepClone());
            }
        }

        End(paragraph, content);
        return new JsonObject { ["type"] = "doc", ["version"] = 1, ["content"] = content };
    }

    public static bool Contains(JsonNode? node, string text) => node switch
    {
        JsonObject found => found.Text("text")?.Contains(text, StringComparison.Ordinal) == true || Contains(found["content"], text),
        JsonArray items => items.Any(i => Contains(i, text)),
        _ => false,
    };

    private static void End(JsonArray paragraph, JsonArray content)
    {
        if (paragraph.Count > 0)
        {
            content.Add(Paragraph(paragraph));
        }
    }

    private static JsonObject Paragraph(JsonArray inline) => new() { ["type"] = "paragraph", ["content"] = inline };

    private static JsonArray Inline(TicketLine line) => [.. line.Spans.Where(s => s.Text.Length > 0).Select(Text)];

    private static JsonNode Text(TicketSpan span)
    {
        var text = new JsonObject { ["type"] = "text", ["text"] = span.Text };
        if (span.Url is { } url)
        {
            text["marks"] = new JsonArray(new JsonObject { ["type"] = "link", ["attrs"] = new JsonObject { ["href"] = url } });
        }

        return text;
    }
}
