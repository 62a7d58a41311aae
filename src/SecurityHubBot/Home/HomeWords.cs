using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Home;

/// <summary>The words of <c>HomeWords.resx</c> and <c>HomeWords.ja.resx</c>.</summary>
internal static class HomeWords
{
    public static WordBook Book { get; } = new(typeof(HomeWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);

    public static string Number(long number) => WordBook.Number(number);
}
