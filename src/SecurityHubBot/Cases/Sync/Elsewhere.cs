using System.Collections.Concurrent;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Cases.Sync;

/// <summary>Where a message belongs that does not stand with its case's card, and the language there.</summary>
internal sealed record Elsewhere(string Channel, Language Language);

/// <summary>Finds the approval channel, and the direct message with a person.</summary>
internal sealed class ElsewhereFinder(
    ISlackApiClient slack, ChannelDirectory channels, SlackSettings settings, OrganisationOptions organisation, ILanguageOf languages)
{
    private readonly ConcurrentDictionary<string, string> _directs = new(StringComparer.Ordinal);

    /// <returns>Null when there is no such place.</returns>
    public Task<Elsewhere?> Find(MessageRow row, CancellationToken cancellationToken) =>
        row.Kind == CaseMessageStore.DirectKind ? Person(row, cancellationToken) : Approvals(row, cancellationToken);

    /// <summary>Without an approval channel, or when it cannot be used, the security channel gets the requests: nobody should wait for nothing.</summary>
    private async Task<Elsewhere?> Approvals(MessageRow row, CancellationToken cancellationToken)
    {
        var own = string.IsNullOrWhiteSpace(settings.ApprovalChannel) || row.FallbackReason is not null
            ? null
            : await channels.Resolve(settings.ApprovalChannel, cancellationToken);
        var channel = own ?? await channels.Resolve(settings.SecurityChannel, cancellationToken);
        return channel is null ? null : new Elsewhere(channel, organisation.DefaultLanguage);
    }

    private async Task<Elsewhere?> Person(MessageRow row, CancellationToken cancellationToken)
    {
        if (DirectNote.TryParse(row.Payload) is not { } note)
        {
            return null;
        }

        // Opened first, because only its channel can be searched for a message of which nobody knows whether it arrived.
        if (!_directs.TryGetValue(note.User, out var channel))
        {
            channel = await slack.Conversations.Open([note.User], cancellationToken);
            _directs[note.User] = channel;
        }

        return new Elsewhere(channel, await languages.For(note.User, channelId: null, cancellationToken));
    }
}
