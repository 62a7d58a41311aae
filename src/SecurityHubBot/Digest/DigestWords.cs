using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Digest;

/// <summary>The words of <c>DigestWords.resx</c> and <c>DigestWords.ja.resx</c>.</summary>
internal static class DigestWords
{
    public static WordBook Book { get; } = new(typeof(DigestWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <summary>Chooses between <c>key.one</c> and <c>key.other</c>; the count is <c>{0}</c>.</summary>
    public static string Count(Language language, string key, long count, params object?[] rest) =>
        Book.Format(language, count == 1 ? $"{key}.one" : $"{key}.other", [Number(count), .. rest]);

    public static string Join(Language language, IEnumerable<string> parts) => string.Join(Book[language, "Join"], parts);

    public static string Number(long number) => number.ToString("N0");
}
