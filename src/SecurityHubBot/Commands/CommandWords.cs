using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Commands;

/// <summary>The words of <c>CommandWords.resx</c> and <c>CommandWords.ja.resx</c>.</summary>
internal static class CommandWords
{
    public static WordBook Book { get; } = new(typeof(CommandWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    public static string? Find(Language language, string key) => Book.Find(language, key);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);

    public static string Number(long number) => WordBook.Number(number);

    /// <inheritdoc cref="WordBook.Join"/>
    public static string Join(Language language, IEnumerable<string> words) => Book.Join(language, words);
}
