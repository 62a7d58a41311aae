using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Scores;

/// <summary>The words of <c>ScoreWords.resx</c> and <c>ScoreWords.ja.resx</c>.</summary>
internal static class ScoreWords
{
    public static WordBook Book { get; } = new(typeof(ScoreWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);

    public static string Number(long number) => WordBook.Number(number);

    /// <summary>「74%」, and a dash where there is nothing to take a part of.</summary>
    public static string Percent(Score score) => score.Percent is { } percent ? $"{percent}%" : "–";

    /// <summary>「74%（159/215）」: never a percentage alone.</summary>
    public static string Score(Language language, Score score) => Say(language, "Score", Percent(score), Number(score.Passed), Number(score.Total));

    /// <summary>In percentage points since an earlier score; null when one of the two has no percentage.</summary>
    public static string? Change(Language language, Score now, Score before) => (now.Percent, before.Percent) switch
    {
        (null, _) or (_, null) => null,
        ({ } current, { } earlier) when current > earlier => Count(language, "Change.Up", current - earlier),
        ({ } current, { } earlier) when current < earlier => Count(language, "Change.Down", earlier - current),
        _ => Say(language, "Change.None"),
    };
}
