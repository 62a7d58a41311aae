using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>What people are told while the bot goes by something else than what is in DynamoDB now: what that means, and the way out.</summary>
internal static class DirectoryNotice
{
    /// <summary>Nothing while all is well.</summary>
    public static IEnumerable<string> All(DirectoryCondition condition, Language language, TimeZoneInfo zone) =>
        condition.IsOld ? [Old(condition, language, zone), .. Empty(condition, language)] : Empty(condition, language);

    /// <param name="only">The table that it is about; null for both.</param>
    public static IEnumerable<string> Empty(DirectoryCondition condition, Language language, DirectoryTable? only = null) => condition.Emptied
        .Where(e => only is null || only.Name == e.Name)
        .Select(e => ProblemWords.Count(language, $"Notice.Empty.{e.Name}", e.Rows));

    private static string Old(DirectoryCondition condition, Language language, TimeZoneInfo zone) => condition is { ReadAt: { } at, Age: { } age }
        ? ProblemWords.Say(language, "Notice.Old", PeopleDates.Moment(at, zone, language), PeopleDates.Duration(age, language))
        : ProblemWords.Say(language, "Notice.NeverRead");
}
