using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Tests.Wording;

/// <summary>Every resource file of words in the app, whichever feature it belongs to.</summary>
public sealed partial class WordBookTests
{
    private static readonly Assembly App = typeof(WordBook).Assembly;
    private static readonly Assembly Japanese = App.GetSatelliteAssembly(CultureInfo.GetCultureInfo("ja"));

    public static TheoryData<string> Books =>
        [.. App.GetManifestResourceNames().Where(n => n.EndsWith(".resources", StringComparison.Ordinal)).Select(n => n[..^".resources".Length])];

    [Fact]
    public void There_are_books() => Books.ShouldNotBeEmpty();

    [Theory, MemberData(nameof(Books))]
    public void Both_languages_have_the_same_keys_and_placeholders(string book)
    {
        var english = Read(App, $"{book}.resources");
        var japanese = Read(Japanese, $"{book}.ja.resources");
        japanese.Keys.ShouldBe(english.Keys, ignoreOrder: true);
        foreach (var (key, text) in english)
        {
            Placeholders(japanese[key]).ShouldBe(Placeholders(text), $"{book} {key}");
        }
    }

    [Theory, MemberData(nameof(Books))]
    public void No_words_are_empty_or_left_untranslated(string book)
    {
        var english = Read(App, $"{book}.resources");
        foreach (var (key, text) in Read(Japanese, $"{book}.ja.resources"))
        {
            text.Trim().ShouldNotBeEmpty(key);
            if (SentenceOfWords().IsMatch(text))
            {
                text.ShouldNotBe(english[key], $"{book} {key}");
            }
        }
    }

    [Fact]
    public void Words_come_in_the_language_asked_for_and_a_missing_key_is_an_error()
    {
        var book = new WordBook(App.GetType("SecurityHubBot.Cases.CaseWords", throwOnError: true)!);
        book[Language.Japanese, "Card.Accept"].ShouldBe("対応する");
        book[Language.English, "Card.Accept"].ShouldBe("I'll handle it");
        Should.Throw<MissingManifestResourceException>(() => book[Language.English, "No.Such.Key"]);
    }

    [GeneratedRegex(@"\{[0-9]+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]{2,}", RegexOptions.None, 1000)]
    private static partial Regex SentenceOfWords();

    private static string[] Placeholders(string text) => [.. Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Read(Assembly assembly, string name)
    {
        using var reader = new ResourceReader(assembly.GetManifestResourceStream(name) ?? throw new MissingManifestResourceException(name));
        return reader.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
    }
}
