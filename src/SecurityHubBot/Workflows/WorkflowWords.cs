using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Workflows;

/// <summary>The words of <c>WorkflowWords.resx</c> and <c>WorkflowWords.ja.resx</c>.</summary>
internal static class WorkflowWords
{
    public static WordBook Book { get; } = new(typeof(WorkflowWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);

    public static string? Find(Language language, string key) => Book.Find(language, key);

    /// <summary>What decided a policy: 「対応方針表の行」, with the standard where one is known.</summary>
    /// <param name="source">As <c>findings.policy_source</c> has it.</param>
    public static string Source(Language language, string source, string standard)
    {
        var what = Find(language, $"Source.{source}") ?? Say(language, $"Source.{PolicySource.UnknownControl}");
        return StandardId.TryParse(standard, out var known) ? Say(language, "Source.InStandard", what, StandardTitles.For(known, language)) : what;
    }
}
