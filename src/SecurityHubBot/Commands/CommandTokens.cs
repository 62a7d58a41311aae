using System.Text;

namespace SecurityHubBot.Commands;

/// <param name="IsQuoted">Stood in quotes, and so is a name and nothing else.</param>
/// <param name="Raw">As it was typed, for what people wrote to be read by people: a note keeps its full-width signs and its emoji.</param>
internal readonly record struct CommandToken(string Text, bool IsQuoted, string Raw);

/// <summary>Splits what was typed into words. Full-width letters, digits, colons and spaces count as their ASCII forms.</summary>
internal static class CommandTokens
{
    public const int MaxTokens = 50;
    public const int MaxLength = 1000;
    private const string Opening = "\"“「『";
    private const string Closing = "\"”」』";

    public static IReadOnlyList<CommandToken> Split(string? text)
    {
        var tokens = new List<CommandToken>();
        var cut = (text ?? "") is { Length: > MaxLength } all ? all[..MaxLength] : text ?? "";
        var rest = SkipSpace(cut);
        while (rest.Length > 0 && tokens.Count < MaxTokens)
        {
            rest = SkipSpace(rest[Next(rest, tokens)..]);
        }

        return tokens;
    }

    /// <summary>Whether something was left out: a filter can do without, what is to be written down cannot.</summary>
    public static bool IsTooLong(string? text) => (text ?? "").Length > MaxLength || Split(text).Count >= MaxTokens;

    private static int Next(ReadOnlySpan<char> rest, List<CommandToken> tokens)
    {
        var word = new StringBuilder();
        var quoted = false;
        var i = 0;
        while (i < rest.Length && !IsSpace(rest[i]))
        {
            var quote = Opening.IndexOf(Normal(rest[i]), StringComparison.Ordinal);
            var end = quote < 0 ? -1 : Closed(rest[(i + 1)..], Closing[quote]);
            if (end < 0)
            {
                word.Append(rest[i++]);
                continue;
            }

            // A quote may open in the middle: account:"shop prod".
            word.Append(rest.Slice(i + 1, end));
            quoted |= i == 0;
            i += end + 2;
        }

        var raw = new string([.. word.ToString().Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        if (raw.Length > 0)
        {
            tokens.Add(new CommandToken(Normalise(raw), quoted, raw));
        }

        return i;
    }

    private static int Closed(ReadOnlySpan<char> rest, char closing)
    {
        for (var i = 0; i < rest.Length; i++)
        {
            if (Normal(rest[i]) == closing || rest[i] == '”')
            {
                return i;
            }
        }

        return -1;
    }

    private static ReadOnlySpan<char> SkipSpace(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && IsSpace(text[i]))
        {
            i++;
        }

        return text[i..];
    }

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || char.IsControl(c);

    /// <summary>Full-width forms as ASCII, and without what lies outside the basic plane.</summary>
    public static string Normalise(string raw) => string.Concat(raw.Where(c => !char.IsSurrogate(c)).Select(Normal)).Trim();

    public static char Normal(char c) => c switch
    {
        '\u3000' => ' ',
        >= '\uFF01' and <= '\uFF5E' => (char)(c - '\uFF01' + '!'),
        _ => c,
    };
}
