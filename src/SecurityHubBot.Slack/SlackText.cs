using System.Text;

namespace SecurityHubBot.Slack;

/// <summary>
/// Makes mrkdwn out of text from elsewhere. Everything that was not written by us goes through <see cref="Escape"/> or
/// <see cref="Untrusted"/>, or it could ping a channel or forge a link.
/// Source: "Formatting message text", docs.slack.dev.
/// </summary>
public static class SlackText
{
    private const char ZeroWidthSpace = '\u200B';
    private const string Ellipsis = "…";
    private const int LongestEntity = 5;

    /// <summary>Replaces <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c>, and nothing else: Slack decodes no other entities.</summary>
    public static string Escape(string? text) =>
        string.IsNullOrEmpty(text)
            ? ""
            : text.Replace("&", "&amp;", StringComparison.Ordinal)
                .Replace("<", "&lt;", StringComparison.Ordinal)
                .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>
    /// <see cref="Escape"/>, and <c>* _ ~ `</c> are kept from formatting with zero-width spaces. Between two letters or digits
    /// Slack does not format anyway, so names such as <c>my_bucket</c> stay as they are and can be copied.
    /// </summary>
    public static string Untrusted(string? text)
    {
        var escaped = Escape(text);
        var result = new StringBuilder(escaped.Length + 8);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (!CanFormat(escaped, i))
                result.Append(escaped[i]);
            else
                result.Append(ZeroWidthSpace).Append(escaped[i]).Append(ZeroWidthSpace);
        }

        return result.ToString();
    }

    /// <summary>
    /// <c>&lt;url|text&gt;</c>. The text cannot leave the link and the URL cannot end early. Anything but http, https and mailto
    /// becomes plain escaped text.
    /// </summary>
    public static string Link(string url, string? text = null)
    {
        var label = Escape(text).Replace('|', '¦').ReplaceLineEndings(" ").Trim();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "mailto"))
            return label.Length > 0 ? label : Escape(url);

        return label.Length > 0 ? $"<{EncodeUrl(url)}|{label}>" : $"<{EncodeUrl(url)}>";
    }

    /// <summary><c>&lt;@U123&gt;</c>; anything that is not an id is shown as text.</summary>
    public static string User(string id) => IsId(id) ? $"<@{id}>" : Escape(id);

    /// <summary><c>&lt;#C123&gt;</c>; anything that is not an id is shown as text.</summary>
    public static string Channel(string id) => IsId(id) ? $"<#{id}>" : Escape(id);

    /// <summary><c>&lt;!subteam^S123&gt;</c>; anything that is not an id is shown as text.</summary>
    public static string UserGroup(string id) => IsId(id) ? $"<!subteam^{id}>" : Escape(id);

    /// <summary>
    /// At most <paramref name="maxLength"/> UTF-16 code units, ending in … when something was left out.
    /// Neither a surrogate pair nor one of the three entities is cut in two.
    /// </summary>
    public static string Truncate(string text, int maxLength) => Cut(text, maxLength, SafeEnd);

    /// <summary>As <see cref="Truncate"/>, for mrkdwn: a <c>&lt;link|or mention&gt;</c> that does not fit is left out whole.</summary>
    public static string TruncateMrkdwn(string text, int maxLength) => Cut(text, maxLength, SafeMrkdwnEnd);

    private static string Cut(string text, int maxLength, Func<string, int, int> safeEnd)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, Ellipsis.Length);
        return text.Length <= maxLength ? text : string.Concat(text.AsSpan(0, safeEnd(text, maxLength - Ellipsis.Length)), Ellipsis);
    }

    private static int SafeEnd(string text, int end)
    {
        if (end > 0 && char.IsHighSurrogate(text[end - 1]) && char.IsLowSurrogate(text[end]))
            end--;
        for (var start = Math.Max(0, end - LongestEntity + 1); start < end; start++)
        {
            if (EntityAt(text, start) is var length && length > end - start)
                return start;
        }

        return end;
    }

    private static int SafeMrkdwnEnd(string text, int end)
    {
        end = SafeEnd(text, end);
        var open = end > 0 ? text.LastIndexOf('<', end - 1) : -1;
        return open >= 0 && text.IndexOf('>', open, end - open) < 0 ? open : end;
    }

    private static int EntityAt(string text, int start)
    {
        var rest = text.AsSpan(start);
        return rest switch
        {
            ['&', 'a', 'm', 'p', ';', ..] => 5,
            ['&', 'l' or 'g', 't', ';', ..] => 4,
            _ => 0,
        };
    }

    private static bool CanFormat(string text, int i) => text[i] switch
    {
        '`' => true,
        '*' or '_' or '~' => !(i > 0 && char.IsLetterOrDigit(text[i - 1]) && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])),
        _ => false,
    };

    private static bool IsId(string? id) => !string.IsNullOrEmpty(id) && id.All(char.IsAsciiLetterOrDigit);

    private static string EncodeUrl(string url)
    {
        var result = new StringBuilder(url.Length);
        foreach (var c in url)
        {
            if (c is '|' or '<' or '>' or '"' or ' ' || char.IsControl(c))
                result.Append(Uri.HexEscape(c < 256 ? c : ' '));
            else if (c == '&')
                result.Append("&amp;");
            else
                result.Append(c);
        }

        return result.ToString();
    }
}
