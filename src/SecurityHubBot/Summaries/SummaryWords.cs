using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Summaries;

/// <summary>The words of <c>SummaryWords.resx</c> and <c>SummaryWords.ja.resx</c>.</summary>
internal static class SummaryWords
{
    public static WordBook Book { get; } = new(typeof(SummaryWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);

    public static string Number(long number) => WordBook.Number(number);
}
