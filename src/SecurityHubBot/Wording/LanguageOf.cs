using System.Collections.Concurrent;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Wording;

/// <summary>
/// The person's own Slack language; else that of the channel's account; else the organisation's. Nobody waits longer than a
/// second for it, and nothing fails for want of it.
/// </summary>
internal sealed partial class LanguageOf(
    ISlackApiClient slack, IDirectory directory, OrganisationOptions organisation, TimeProvider time, ILogger<LanguageOf> logger) : ILanguageOf
{
    private const int MaxKept = 10_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);
    // After a failure Slack is left alone for a while, or every click would wait for it.
    private static readonly TimeSpan FailureKeptFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    public async Task<Language> For(string userId, string? channelId, CancellationToken cancellationToken) =>
        await OfPerson(userId, cancellationToken) ?? await OfChannel(channelId, cancellationToken) ?? organisation.DefaultLanguage;

    private async Task<Language?> OfPerson(string userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(userId, out var known) && known.Until > now)
        {
            return known.Language;
        }

        if (_known.Count >= MaxKept)
        {
            _known.Clear();
        }

        var (language, kept) = await Ask(userId, cancellationToken);
        _known[userId] = new Known(language, now + kept);
        return language;
    }

    private async Task<(Language? Language, TimeSpan Kept)> Ask(string userId, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var user = await slack.Users.Info(userId, includeLocale: true, limit.Token).WaitAsync(Patience, time, cancellationToken);
            return (Languages.TryParse(user.Locale, out var language) ? language : null, KeptFor);
        }
        catch (Exception e) when (e is SlackCallException or TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await limit.CancelAsync();
            Log.Unknown(logger, userId, e.GetType().Name);
            return (null, FailureKeptFor);
        }
    }

    private async Task<Language?> OfChannel(string? channelId, CancellationToken cancellationToken)
    {
        if (channelId is null)
        {
            return null;
        }

        try
        {
            var snapshot = await directory.Current(cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return snapshot.Accounts.Values.Where(a => a.Channel == channelId).OrderBy(a => a.Id.ToString(), StringComparer.Ordinal).FirstOrDefault()?.Language;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException)
        {
            Log.Unknown(logger, channelId, e.GetType().Name);
            return null;
        }
    }

    private sealed record Known(Language? Language, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(EventId = 5101, Level = LogLevel.Information, Message = "The language of {Id} could not be found out ({Reason}); another is used")]
        public static partial void Unknown(ILogger logger, string id, string reason);
    }
}
