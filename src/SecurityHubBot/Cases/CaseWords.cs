using System.Diagnostics;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Cases;

/// <summary>The words of <c>CaseWords.resx</c> and <c>CaseWords.ja.resx</c>.</summary>
internal static class CaseWords
{
    public static WordBook Book { get; } = new(typeof(CaseWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);

    /// <summary>「あと14日」, "in 14 days".</summary>
    public static string Left(Language language, DueState due) => due switch
    {
        DueState.Overdue late => Count(language, "Card.Overdue", late.Days),
        DueState.Today => Say(language, "Card.DueToday"),
        DueState.DaysLeft { Days: 1 } => Say(language, "Card.DueTomorrow"),
        DueState.DaysLeft left => Count(language, "Card.DueIn", left.Days),
        _ => throw new UnreachableException(),
    };

    public static string Number(long number) => WordBook.Number(number);
}
