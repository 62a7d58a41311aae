using SecurityHubBot.Slack;

namespace SecurityHubBot.Cases.Cards;

/// <summary>What a person wrote, line by line as a quotation, with nothing in it that Slack would act on.</summary>
internal static class Quote
{
    private const int MostLines = 30;
    private const int MaxText = 1500;

    /// <returns>mrkdwn that fits one section.</returns>
    public static string Of(string text, int maxLength = MaxText)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(OneLine.Of).ToList();
        var shown = lines.Take(MostLines).ToList();
        var whole = SlackText.Truncate(string.Join('\n', shown), maxLength);
        return string.Join('\n', whole.Split('\n').Select(line => "> " + SlackText.Untrusted(line))) + (lines.Count > MostLines ? "\n> …" : "");
    }
}
