using SecurityHubBot.Domain;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Tickets;

/// <summary>The words of <c>TicketWords.resx</c> and <c>TicketWords.ja.resx</c>: what stands in tickets, unescaped.</summary>
internal static class TicketWords
{
    public static WordBook Book { get; } = new(typeof(TicketWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);
}
