using SecurityHubBot.Domain;

namespace SecurityHubBot.Cases.Cards;

/// <summary>Dates and times spent as people write them: globalization is invariant, so the words are ours.</summary>
internal static class CardDates
{
    public static string Date(Language language, DateOnly date) =>
        CaseWords.Say(
            language,
            "Date",
            CaseWords.Say(language, $"Date.Day.{(int)date.DayOfWeek}"),
            CaseWords.Say(language, $"Date.Month.{date.Month}"),
            date.Day,
            date.Year);

    /// <summary>The two largest units that matter: <c>3 days 4 hours</c>.</summary>
    public static string Took(Language language, TimeSpan took)
    {
        if (took < TimeSpan.FromMinutes(1))
        {
            return CaseWords.Say(language, "Took.Moment");
        }

        if (took < TimeSpan.FromHours(1))
        {
            return CaseWords.Count(language, "Took.Minutes", took.Minutes);
        }

        if (took < TimeSpan.FromDays(1))
        {
            return CaseWords.Count(language, "Took.Hours", took.Hours);
        }

        var days = CaseWords.Count(language, "Took.Days", took.Days);
        return took.Hours == 0 ? days : CaseWords.Say(language, "Took.DaysHours", days, CaseWords.Count(language, "Took.Hours", took.Hours));
    }
}
