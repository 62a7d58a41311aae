using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Commands;

/// <summary>The words of <c>CommandWords.resx</c> and <c>CommandWords.ja.resx</c>.</summary>
internal static class CommandWords
{
    public static WordBook Book { get; } = new(typeof(CommandWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    public static string? Find(Language language, string key) => Book.Find(language, key);

    /// <summary>Chooses between <c>key.one</c> and <c>key.other</c>; the count is <c>{0}</c>.</summary>
    public static string Count(Language language, string key, long count, params object?[] rest) =>
        Book.Format(language, count == 1 ? $"{key}.one" : $"{key}.other", [Number(count), .. rest]);

    public static string Number(long number) => number.ToString("N0");

    /// <summary>「a、b」, "a, b".</summary>
    public static string Join(Language language, IEnumerable<string> words) => string.Join(Book[language, "Join"], words);
}
