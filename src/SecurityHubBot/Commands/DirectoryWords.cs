using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Commands;

/// <summary>The words of <c>DirectoryWords.resx</c> and <c>DirectoryWords.ja.resx</c>: policies, accounts, and changes of them.</summary>
internal static class DirectoryWords
{
    public static WordBook Book { get; } = new(typeof(DirectoryWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);
}
