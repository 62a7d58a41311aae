namespace SecurityHubBot.Domain.Findings;

/// <summary>Text from outside made fit for one line of a log, a reason or a label.</summary>
internal static class PlainText
{
    private const char Ellipsis = '…';

    /// <summary>Control characters become spaces, halves of surrogate pairs U+FFFD, and too long a text ends in an ellipsis.</summary>
    public static string OneLine(string text, int maxLength)
    {
        var cut = text.Length > maxLength ? Cut(text, maxLength - 1) + Ellipsis : text;
        return cut.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Clean(cut) : cut;
    }

    /// <summary>At most so many UTF-16 units, never half a surrogate pair.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }

    private static string Clean(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            var c = source[i];
            var paired = (char.IsHighSurrogate(c) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]))
                || (char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(source[i - 1]));
            span[i] = char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : char.IsSurrogate(c) && !paired ? '\uFFFD' : c;
        }
    });
}
