using System.Globalization;
using System.Text;

namespace SecurityHubBot.Cases.Cards;

/// <summary>
/// Text from elsewhere on one line. Control characters become spaces, and the invisible characters that turn the direction
/// of writing are left out: with them a name could be made to read as another.
/// </summary>
internal static class OneLine
{
    public static string Of(string? text)
    {
        var line = new StringBuilder(text?.Length ?? 0);
        foreach (var c in text ?? "")
        {
            if (char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                line.Append(' ');
            }
            else if (!TurnsDirection(c))
            {
                line.Append(c);
            }
        }

        return line.ToString().Trim();
    }

    private static bool TurnsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C';
}
