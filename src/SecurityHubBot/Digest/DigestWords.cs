using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Digest;

/// <summary>The words of <c>DigestWords.resx</c> and <c>DigestWords.ja.resx</c>.</summary>
internal static class DigestWords
{
    public static WordBook Book { get; } = new(typeof(DigestWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);

    public static string Join(Language language, IEnumerable<string> parts) => Book.Join(language, parts);

    public static string Number(long number) => WordBook.Number(number);
}
