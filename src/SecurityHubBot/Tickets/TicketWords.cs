using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Tickets;

/// <summary>The words of <c>TicketWords.resx</c> and <c>TicketWords.ja.resx</c>: what stands in tickets, unescaped.</summary>
internal static class TicketWords
{
    public static WordBook Book { get; } = new(typeof(TicketWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <summary>Chooses between <c>key.one</c> and <c>key.other</c>; the count is <c>{0}</c>.</summary>
    public static string Count(Language language, string key, long count, params object?[] rest) =>
        Book.Format(language, count == 1 ? $"{key}.one" : $"{key}.other", [count.ToString("N0"), .. rest]);
}
