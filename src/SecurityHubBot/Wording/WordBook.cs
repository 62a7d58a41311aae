using System.Globalization;
using System.Resources;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Wording;

/// <summary>
/// The words of one feature, from its resource files: <c>X.resx</c> is English, <c>X.ja.resx</c> is Japanese. A missing key
/// throws; a test proves that both languages have the same keys and placeholders.
/// </summary>
public sealed class WordBook(Type words)
{
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    private readonly ResourceManager _resources = new(words);

    public string this[Language language, string key] =>
        Find(language, key)
        ?? throw new MissingManifestResourceException($"{words.Name} has no words for '{key}'.");

    /// <summary>Null when there are no words for it, as for what another version has written.</summary>
    public string? Find(Language language, string key) => _resources.GetString(key, language == Language.Japanese ? Japanese : English);

    /// <param name="args">Fill <c>{0}</c>, <c>{1}</c>, …; whatever comes from outside must be escaped already.</param>
    public string Format(Language language, string key, params object?[] args) =>
        string.Format(CultureInfo.InvariantCulture, this[language, key], args);

    /// <summary>Chooses between <c>key.one</c> and <c>key.other</c>; the count is <c>{0}</c>.</summary>
    public string Count(Language language, string key, long count, params object?[] rest) =>
        Format(language, count == 1 ? $"{key}.one" : $"{key}.other", [Number(count), .. rest]);

    /// <summary>「a、b」, "a, b".</summary>
    public string Join(Language language, IEnumerable<string> words) => string.Join(this[language, "Join"], words);

    /// <summary>「12,431」 in both languages.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
