using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>How Slack reads text: which parts in angle brackets mean something, and whom a message notifies.</summary>
internal static partial class Mrkdwn
{
    /// <summary>Escapes what would mean nothing, as Slack does with what it is sent: <c>a &lt; b</c> is stored as <c>a &amp;lt; b</c>.</summary>
    public static string Normalize(string text)
    {
        var kept = new List<string>();
        var marked = Token().Replace(text, match =>
        {
            kept.Add(match.Value);
            return $"\uE000{kept.Count - 1}\uE001";
        });
        var escaped = BareAmpersand().Replace(marked, "&amp;").Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        return Placeholder().Replace(escaped, match => int.Parse(match.Groups[1].ValueSpan) is var i && i < kept.Count ? kept[i] : match.Value);
    }

    /// <summary>Whom a message notifies: <c>channel</c>, <c>here</c>, <c>everyone</c>, and the ids of people and groups.</summary>
    public static IReadOnlyList<string> Pings(JsonObject message)
    {
        var pings = new SortedSet<string>(StringComparer.Ordinal);
        Read(message.Text("text"), pings);
        Walk(message["blocks"], pings);
        Walk(message["attachments"], pings);
        return [.. pings];
    }

    public static bool Mentions(string text, string userId) => text.Contains($"<@{userId}>", StringComparison.Ordinal) || text.Contains($"<@{userId}|", StringComparison.Ordinal);

    private static void Walk(JsonNode? node, SortedSet<string> pings)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Walk(item, pings);
            }
        }
        else if (node is JsonObject json)
        {
            ReadObject(json, pings);
        }
    }

    private static void ReadObject(JsonObject json, SortedSet<string> pings)
    {
        switch (json.Text("type"))
        {
            case "plain_text" or "text" or "raw_text":
                return;
            case "mrkdwn" or "markdown":
                Read(json.Text("text"), pings);
                return;
            case "broadcast":
                pings.Add(json.Text("range") ?? "channel");
                return;
            case "user":
                pings.Add(json.Text("user_id") ?? "");
                return;
            case "usergroup":
                pings.Add(json.Text("usergroup_id") ?? "");
                return;
        }

        foreach (var (name, value) in json)
        {
            // Attachments carry mrkdwn in bare strings.
            if (name is "text" or "pretext" or "value" && json["type"] is null)
                Read(json.Text(name), pings);

            Walk(value, pings);
        }
    }

    private static void Read(string? text, SortedSet<string> pings)
    {
        foreach (Match match in Mention().Matches(text ?? ""))
        {
            pings.Add(match.Groups["who"].Value);
        }
    }

    [GeneratedRegex(@"<(?:[@#][A-Z0-9]+(?:\|[^<>]*)?|!(?:here|channel|everyone|group)(?:\|[^<>]*)?|!subteam\^[A-Z0-9]+(?:\|[^<>]*)?|!date\^[^<>]+|(?:https?://|mailto:|tel:)[^<>]+)>", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("&(?!(?:amp|lt|gt);)", RegexOptions.None, 1000)]
    private static partial Regex BareAmpersand();

    [GeneratedRegex("\uE000([0-9]+)\uE001", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"<(?:@(?<who>[A-Z0-9]+)|!(?<who>here|channel|everyone|group)|!subteam\^(?<who>[A-Z0-9]+))(?:\|[^<>]*)?>", RegexOptions.None, 1000)]
    private static partial Regex Mention();
}
