using System.Text;

namespace SecurityHubBot.Domain.Tickets;

/// <summary>Text from elsewhere, made so that no tracker reads a command, a mention, a link or a picture out of it.</summary>
public static class TicketText
{
    private const char ZeroWidthSpace = '\u200B';

    // What begins something in Textile, Backlog's notation or Markdown when it follows a space.
    private const string Starters = "*_~`+-^%!|=>#";

    private const string Escaped = "\\`*{}[]<>()!|~&$";

    /// <summary>Breaks what would be markup with invisible spaces. Names such as <c>my_bucket</c> and ARNs stay as they are.</summary>
    public static string Harmless(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = char.IsControl(text[i]) ? ' ' : text[i];
            var isFirst = i == 0 || char.IsWhiteSpace(text[i - 1]) || text[i - 1] is '(' or '[' or '{';
            result.Append(c);
            if (c is '@' or '{' or '[' or '<' or '!' or '&' or '`' || (c == '#' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])) || (isFirst && Starters.Contains(c, StringComparison.Ordinal)))
            {
                result.Append(ZeroWidthSpace);
            }
        }

        return result.ToString();
    }

    /// <summary>For GitHub's Markdown: backslashes before punctuation, and nobody is mentioned.</summary>
    public static string EscapeMarkdown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = char.IsControl(text[i]) ? ' ' : text[i];
            var isFirst = i == 0;
            var isBetween = !isFirst && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            if (Escaped.Contains(c, StringComparison.Ordinal) || (c == '_' && !isBetween) || (isFirst && (c is '#' or '+' or '-' or '=')))
            {
                result.Append('\\');
            }

            result.Append(c);
            if (c is '@' or '#')
            {
                result.Append(ZeroWidthSpace);
            }
        }

        return result.ToString();
    }

    /// <summary>An address that ends where it should.</summary>
    public static string Address(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal).Replace("\\", "%5C", StringComparison.Ordinal);
    }

    /// <summary>At most so many UTF-16 code units, ending in … when something was left out, no character cut in two.</summary>
    public static string Truncate(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = maxLength - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
