using System.Text;

namespace SecurityHubBot.Commands;

/// <param name="IsQuoted">Stood in quotes, and so is a name and nothing else.</param>
internal readonly record struct CommandToken(string Text, bool IsQuoted);

/// <summary>Splits what was typed into words. Full-width letters, digits, colons and spaces count as their ASCII forms.</summary>
internal static class CommandTokens
{
    public const int MaxTokens = 50;
    private const int MaxLength = 1000;
    private const string Opening = "\"“「『";
    private const string Closing = "\"”」』";

    public static IReadOnlyList<CommandToken> Split(string? text)
    {
        var tokens = new List<CommandToken>();
        var rest = Normalise(text ?? "").AsSpan().Trim();
        while (rest.Length > 0 && tokens.Count < MaxTokens)
        {
            var length = Next(rest, tokens);
            rest = rest[length..].TrimStart();
        }

        return tokens;
    }

    private static int Next(ReadOnlySpan<char> rest, List<CommandToken> tokens)
    {
        var word = new StringBuilder();
        var quoted = false;
        var i = 0;
        while (i < rest.Length && !char.IsWhiteSpace(rest[i]))
        {
            var quote = Opening.IndexOf(rest[i], StringComparison.Ordinal);
            var end = quote < 0 ? -1 : rest[(i + 1)..].IndexOfAny(Closing[quote], '”');
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

        if (word.Length > 0)
        {
            tokens.Add(new CommandToken(word.ToString().Trim(), quoted));
        }

        return i;
    }

    private static string Normalise(string text)
    {
        var cut = text.Length > MaxLength ? text[..MaxLength] : text;
        var clean = new string([.. cut.Where(c => !char.IsSurrogate(c)).Select(c => char.IsControl(c) ? ' ' : c)]);
        return string.Concat(clean.Select(c => c switch
        {
            '\u3000' => ' ',
            >= '\uFF01' and <= '\uFF5E' => (char)(c - '\uFF01' + '!'),
            _ => c,
        }));
    }
}
