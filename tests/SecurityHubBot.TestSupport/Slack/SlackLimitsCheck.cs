using System.Text;
using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport.Slack;

/// <summary>Checks lengths and counts, which Slack's published types do not know. Lengths are counted in UTF-16 units, the strictest reading of "characters".</summary>
public static class SlackLimitsCheck
{
    /// <summary>Every limit that the payload breaks, as "path: what is wrong"; empty when there is none. Kinds as in <see cref="SlackTypes"/>.</summary>
    public static IReadOnlyList<string> Check(string kind, JsonNode args)
    {
        var found = new Violations();
        switch (kind)
        {
            case "chat.postMessage" or "chat.update" or "chat.postEphemeral" or "slash_command_response" or "response_url":
                CheckMessage(args.AsObject(), found);
                break;
            case "views.open" or "views.push" or "views.update" or "views.publish":
                CheckView(args.AsObject()["view"], found);
                break;
            case "view_submission_response":
                CheckAnswer(args.AsObject(), found);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of payload that Slack takes.");
        }

        return found.All;
    }

    private static void CheckMessage(JsonObject message, Violations found)
    {
        // An answer that only deletes says nothing, and so needs no words for a notification.
        if (!message.Flag("delete_original"))
        {
            found.Text("text", message["text"], 1, SlackLimits.MessageText);
        }

        var blocks = message.List("blocks");
        found.Count("blocks", blocks, 0, SlackLimits.MessageBlocks);
        BlockLimits.Check("blocks", blocks, found);
        var tables = blocks.Count(b => b.Type() == "table");
        found.When(tables > 1, "blocks", $"{tables} tables, at most 1 in a message");
        CheckMarkdown(blocks, found);

        var attachments = message.List("attachments");
        found.Count("attachments", attachments, 0, SlackLimits.Attachments);
        foreach (var (index, attachment) in attachments.Index())
        {
            var path = $"attachments[{index}]";
            found.Count($"{path}.actions", attachment.List("actions"), 0, SlackLimits.AttachmentActions);
            found.Text($"{path}.footer", attachment.Get("footer"), 0, SlackLimits.Footer, required: false);
            found.Count($"{path}.blocks", attachment.List("blocks"), 0, SlackLimits.MessageBlocks);
            BlockLimits.Check($"{path}.blocks", attachment.List("blocks"), found);
        }
    }

    private static void CheckAnswer(JsonObject answer, Violations found)
    {
        switch (answer["response_action"].String())
        {
            case "update" or "push":
                CheckView(answer["view"], found);
                break;
            case "errors":
                var errors = answer["errors"] as JsonObject;
                found.When(errors is null or { Count: 0 }, "errors", "no error at all");
                foreach (var (block, text) in errors ?? [])
                {
                    found.Text($"errors.{block}", text, 1, SlackLimits.InputLabel);
                }

                break;
        }
    }

    private static void CheckView(JsonNode? view, Violations found)
    {
        if (view is not JsonObject)
        {
            found.Add("view", "missing, or not a view");
            return;
        }

        var blocks = view.List("blocks");
        foreach (var word in (string[])["title", "submit", "close"])
        {
            found.TextObject($"view.{word}", view[word], SlackLimits.ViewWord);
        }

        found.Text("view.private_metadata", view["private_metadata"], 0, SlackLimits.PrivateMetadata, required: false);
        found.Text("view.callback_id", view["callback_id"], 1, SlackLimits.Id, required: false);
        found.Text("view.external_id", view["external_id"], 1, SlackLimits.Id, required: false);
        found.Count("view.blocks", blocks, 1, SlackLimits.ViewBlocks);
        found.When(view.Type() == "modal" && view["submit"] is null && blocks.Any(b => b.Type() == "input"), "view.submit", "missing beside an input block");
        var bytes = Encoding.UTF8.GetByteCount(view.ToJsonString());
        found.When(bytes > SlackLimits.ViewBytes, "view", $"{bytes} bytes, at most {SlackLimits.ViewBytes}");
        BlockLimits.Check("view.blocks", blocks, found);
        CheckMarkdown(blocks, found);
    }

    private static void CheckMarkdown(IReadOnlyList<JsonNode?> blocks, Violations found)
    {
        var length = blocks.Where(b => b.Type() == "markdown").Sum(b => b!["text"].String()?.Length ?? 0);
        found.When(length > SlackLimits.Markdown, "blocks", $"{length} characters in markdown blocks together, at most {SlackLimits.Markdown}");
    }
}
