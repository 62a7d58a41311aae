using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Controls;

/// <summary>The words of <c>ControlWords.resx</c> and <c>ControlWords.ja.resx</c>.</summary>
internal static class ControlWords
{
    public static WordBook Book { get; } = new(typeof(ControlWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    public static string Number(long number) => WordBook.Number(number);
}
