namespace SecurityHubBot.Domain.Accounts;

/// <summary>The shapes of Slack's ids and channel names, as far as a table can be checked without asking Slack.</summary>
public static class SlackNames
{
    private const int MinIdLength = 8;
    private const int MaxIdLength = 21;
    private const int MaxChannelNameLength = 80;

    public static bool IsChannelId(string text) => IsId(text, "CG");

    public static bool IsUserOrGroupId(string text) => IsId(text, "UWS");

    /// <summary><c>#</c> and 1–80 characters: letters of any script but no capitals, digits, hyphens, underscores.</summary>
    public static bool IsChannelName(string text) =>
        text.Length is >= 2 and <= MaxChannelNameLength + 1
        && text[0] == '#'
        && text.Skip(1).All(c => (char.IsLetterOrDigit(c) && !char.IsUpper(c)) || c is '-' or '_');

    private static bool IsId(string text, string firstLetters) =>
        text.Length is >= MinIdLength and <= MaxIdLength
        && firstLetters.Contains(text[0], StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
