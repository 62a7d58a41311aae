using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Bulletins;

/// <summary>The words of <c>BulletinWords.resx</c> and <c>BulletinWords.ja.resx</c>.</summary>
internal static class BulletinWords
{
    public static WordBook Book { get; } = new(typeof(BulletinWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);
}
