using System.Collections.Concurrent;
using SecurityHubBot.Cases;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Wording;

/// <summary>A person's own language as set in Slack; else that of the accounts whose channel it is; else the organisation's.</summary>
internal sealed partial class PersonLanguage(ISlackApiClient slack, IDirectory directory, OrganisationOptions organisation, TimeProvider time, ILogger<PersonLanguage> logger) : ILanguageOf
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);
    // An answer in the wrong language is better than none: Slack gives three seconds for all of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (Language? Language, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public async Task<Language> For(string userId, string? channelId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(userId, out var known) && known.Until > time.GetUtcNow())
        {
            return known.Language ?? await OfChannel(channelId, cancellationToken);
        }

        try
        {
            var user = await slack.Users.Info(userId, includeLocale: true, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            Language? language = Languages.TryParse(user.Locale, out var own) ? own : null;
            Keep(userId, language);
            return language ?? await OfChannel(channelId, cancellationToken);
        }
        catch (Exception exception) when (exception is SlackCallException or TimeoutException)
        {
            Log.NotKnown(logger, userId, exception.Message);
            return await OfChannel(channelId, cancellationToken);
        }
    }

    private void Keep(string userId, Language? language)
    {
        if (_known.Count > MostKept)
        {
            _known.Clear();
        }

        _known[userId] = (language, time.GetUtcNow() + KeptFor);
    }

    private async Task<Language> OfChannel(string? channelId, CancellationToken cancellationToken)
    {
        var accounts = (await directory.Current(cancellationToken)).Accounts.Values;
        return accounts.FirstOrDefault(a => a.Channel == channelId)?.Language ?? organisation.DefaultLanguage;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The language of {User} could not be asked from Slack: {Reason}")]
        public static partial void NotKnown(ILogger logger, string user, string reason);
    }
}
