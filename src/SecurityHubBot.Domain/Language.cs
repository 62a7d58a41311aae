using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain;

/// <summary>The languages that the bot speaks.</summary>
public enum Language
{
    Japanese,
    English,
}

public static class Languages
{
    public static string Code(this Language language) => language == Language.Japanese ? "ja" : "en";

    /// <summary>Reads <c>ja</c>, <c>en</c> and locales such as <c>ja-JP</c> or <c>en_US</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Language language)
    {
        var code = (text ?? "").Trim().Split('-', '_')[0].ToLowerInvariant();
        language = code == "en" ? Language.English : Language.Japanese;
        return code is "ja" or "en";
    }
}
