using System.Text;

namespace SecurityHubBot.Domain.Tickets;

/// <summary>A piece of a line: text as it came, unescaped, with an address when it is a link.</summary>
public sealed record TicketSpan(string Text, string? Url = null);

/// <summary>A line of a ticket, or an entry of a list.</summary>
public sealed record TicketLine(IReadOnlyList<TicketSpan> Spans, bool IsBullet = false)
{
    public static TicketLine Of(string text) => new([new TicketSpan(text)]);

    public static TicketLine Bullet(string text, string? url = null) => new([new TicketSpan(text, url)], IsBullet: true);
}

/// <summary>What a ticket or a comment says, in no tracker's markup. Each tracker writes it in its own.</summary>
public sealed record TicketDocument(IReadOnlyList<TicketLine> Lines)
{
    /// <summary>The text alone, for trackers whose markup depends on how they are set up; they make links of bare addresses.</summary>
    public string ToPlainText()
    {
        var text = new StringBuilder();
        foreach (var line in Lines)
        {
            text.Append(line.IsBullet ? "* " : "");
            foreach (var span in line.Spans)
            {
                text.Append(TicketText.Harmless(span.Text));
                text.Append(span.Url is { } url && url != span.Text ? $" {url}" : "");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>GitHub's Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Lines.Count; i++)
        {
            var line = Lines[i];
            text.Append(line.IsBullet ? "- " : "");
            text.AppendJoin("", line.Spans.Select(Markdown));
            // A line that another follows would flow together with it.
            var isFollowed = i + 1 < Lines.Count && !line.IsBullet && line.Spans.Count > 0 && Lines[i + 1] is { IsBullet: false, Spans.Count: > 0 };
            text.Append(isFollowed ? "  \n" : "\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Markdown(TicketSpan span) => span.Url switch
    {
        null => TicketText.EscapeMarkdown(span.Text),
        var url when url == span.Text => $"<{TicketText.Address(url)}>",
        var url => $"[{TicketText.EscapeMarkdown(span.Text)}](<{TicketText.Address(url)}>)",
    };
}
