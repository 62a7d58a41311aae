using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Jobs;

/// <summary>The words of <c>JobWords.resx</c> and <c>JobWords.ja.resx</c>.</summary>
internal static class JobWords
{
    public static WordBook Book { get; } = new(typeof(JobWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    public static string? Find(Language language, string key) => Book.Find(language, key);

    /// <summary>A job in words; its id where this version has none.</summary>
    public static string Name(Language language, string id) => Find(language, $"Name.{id}") ?? id;

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);

    /// <summary>「12,431件を照合、3件を修復（是正 3件）」, "12,431 findings compared, 3 repaired (3 fixed)"; empty when there is nothing to say.</summary>
    public static string Found(Language language, JobReport report)
    {
        List<string> said = [];
        foreach (var facts in report.Facts.Where(f => Find(language, $"Found.{f.Key}.other") is not null).GroupBy(f => f.Key.Split('.')[0]))
        {
            var words = facts.Select(f => Count(language, $"Found.{f.Key}", f.Count)).ToList();
            // What has a dot in its key is a part of what was said before it: repair.fixed of repaired.
            var isDetail = said.Count > 0 && facts.All(f => f.Key.Contains('.', StringComparison.Ordinal));
            if (isDetail)
            {
                said[^1] = Say(language, "Found.Detail", said[^1], Book.Join(language, words));
            }
            else
            {
                said.AddRange(words);
            }
        }

        return Book.Join(language, said);
    }
}
