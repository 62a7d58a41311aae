using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport.Slack;

internal static class BlockLimits
{
    public static void Check(string path, IReadOnlyList<JsonNode?> blocks, Violations found)
    {
        foreach (var (index, block) in blocks.Index())
        {
            if (block is not JsonObject)
            {
                found.Add($"{path}[{index}]", "not a block");
                continue;
            }

            found.Text($"{path}[{index}].block_id", block["block_id"], 1, SlackLimits.Id, required: false);
            CheckBlock($"{path}[{index}]", block, found);
        }

        foreach (var id in blocks.Select(b => b.Get("block_id").String()).OfType<string>().GroupBy(id => id).Where(g => g.Count() > 1))
        {
            found.Add(path, $"block_id '{id.Key}' {id.Count()} times");
        }
    }

    private static void CheckBlock(string path, JsonNode block, Violations found)
    {
        switch (block.Type())
        {
            case "section":
                CheckSection(path, block, found);
                break;
            case "header":
                found.TextObject($"{path}.text", block["text"], SlackLimits.Header, required: true);
                break;
            case "context":
                CheckElements(path, block, SlackLimits.ContextElements, found);
                break;
            case "context_actions":
                CheckElements(path, block, SlackLimits.ContextActions, found);
                break;
            case "actions":
                CheckElements(path, block, SlackLimits.Actions, found);
                break;
            case "input":
                found.TextObject($"{path}.label", block["label"], SlackLimits.InputLabel, required: true);
                found.TextObject($"{path}.hint", block["hint"], SlackLimits.InputLabel);
                ElementLimits.Check($"{path}.element", block["element"], found);
                break;
            case "image":
                ElementLimits.Check(path, block, found);
                found.TextObject($"{path}.title", block["title"], SlackLimits.ImageText);
                break;
            case "video":
                found.TextObject($"{path}.title", block["title"], SlackLimits.VideoTitle);
                found.Text($"{path}.author_name", block["author_name"], 0, SlackLimits.VideoAuthor, required: false);
                break;
            case "markdown":
                found.Text($"{path}.text", block["text"], 1, SlackLimits.Markdown);
                break;
            case "table":
                CheckTable(path, block, found);
                break;
            case "card":
                CheckCard(path, block, found);
                break;
            case "carousel":
                CheckCarousel(path, block, found);
                break;
        }
    }

    private static void CheckSection(string path, JsonNode block, Violations found)
    {
        var fields = block.List("fields");
        found.TextObject($"{path}.text", block["text"], SlackLimits.SectionText);
        found.Count($"{path}.fields", fields, block["fields"] is null ? 0 : 1, SlackLimits.SectionFields);
        found.When(block["text"] is null && fields.Count == 0, path, "neither text nor fields");
        foreach (var (index, field) in fields.Index())
        {
            found.TextObject($"{path}.fields[{index}]", field, SlackLimits.SectionField, required: true);
        }

        if (block["accessory"] is { } accessory)
        {
            ElementLimits.Check($"{path}.accessory", accessory, found);
        }
    }

    private static void CheckElements(string path, JsonNode block, int most, Violations found)
    {
        var elements = block.List("elements");
        found.Count($"{path}.elements", elements, 1, most);
        foreach (var (index, element) in elements.Index())
        {
            ElementLimits.Check($"{path}.elements[{index}]", element, found);
        }
    }

    private static void CheckTable(string path, JsonNode block, Violations found)
    {
        var rows = block.List("rows");
        found.Count($"{path}.rows", rows, 1, SlackLimits.TableRows);
        found.Count($"{path}.column_settings", block.List("column_settings"), 0, SlackLimits.TableColumns);
        foreach (var (index, row) in rows.Index())
        {
            found.Count($"{path}.rows[{index}]", row.Items(), 1, SlackLimits.TableColumns);
        }
    }

    private static void CheckCard(string path, JsonNode block, Violations found)
    {
        found.TextObject($"{path}.title", block["title"], SlackLimits.CardTitle);
        found.TextObject($"{path}.subtitle", block["subtitle"], SlackLimits.CardTitle);
        found.TextObject($"{path}.body", block["body"], SlackLimits.CardBody);
        foreach (var (index, action) in block.List("actions").Index())
        {
            ElementLimits.Check($"{path}.actions[{index}]", action, found);
        }
    }

    private static void CheckCarousel(string path, JsonNode block, Violations found)
    {
        var cards = block.List("elements");
        found.Count($"{path}.elements", cards, 1, SlackLimits.CarouselCards);
        Check($"{path}.elements", cards, found);
    }
}
