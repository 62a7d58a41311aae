using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Commands;

/// <summary>The words of <c>DirectoryWords.resx</c> and <c>DirectoryWords.ja.resx</c>: policies, accounts, and changes of them.</summary>
internal static class DirectoryWords
{
    public static WordBook Book { get; } = new(typeof(DirectoryWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <summary>Chooses between <c>key.one</c> and <c>key.other</c>; the count is <c>{0}</c>.</summary>
    public static string Count(Language language, string key, long count, params object?[] rest) =>
        Book.Format(language, count == 1 ? $"{key}.one" : $"{key}.other", [CommandWords.Number(count), .. rest]);
}
