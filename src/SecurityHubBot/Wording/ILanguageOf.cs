using SecurityHubBot.Domain;

namespace SecurityHubBot.Wording;

/// <summary>In which language somebody is answered.</summary>
public interface ILanguageOf
{
    /// <param name="channelId">Where it happens; null in a modal that does not know.</param>
    Task<Language> For(string userId, string? channelId, CancellationToken cancellationToken);
}
