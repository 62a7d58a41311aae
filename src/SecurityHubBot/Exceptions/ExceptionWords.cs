using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Exceptions;

/// <summary>The words of <c>ExceptionWords.resx</c> and <c>ExceptionWords.ja.resx</c>.</summary>
internal static class ExceptionWords
{
    public static WordBook Book { get; } = new(typeof(ExceptionWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);
}
