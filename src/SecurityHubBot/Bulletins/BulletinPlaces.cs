using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Bulletins;

/// <summary>Where a bulletin goes.</summary>
/// <param name="Fallback">Why that is not its audience.</param>
internal sealed record BulletinPlace(string Channel, FallbackReason? Fallback);

/// <summary>The audience's channel, the direct message with a person, or the security channel with a reason.</summary>
internal sealed class BulletinPlaces(ChannelDirectory channels, ISlackApiClient slack, SlackSettings settings)
{
    /// <returns>Null when even the security channel is not to be found.</returns>
    public async Task<BulletinPlace?> Find(BulletinRow row, CancellationToken cancellationToken)
    {
        if (IsPerson(row.Audience))
        {
            // Opened first, because only its channel can be searched for a message of which nobody knows whether it arrived.
            return new BulletinPlace(await slack.Conversations.Open([row.Audience], cancellationToken), Fallback: null);
        }

        if (!Enum.TryParse<FallbackCause>(row.FallbackReason, out var cause))
        {
            if (await channels.Resolve(row.Audience, cancellationToken) is { } own)
            {
                return new BulletinPlace(own, Fallback: null);
            }

            cause = FallbackCause.ChannelNotFound;
        }

        return await channels.Resolve(settings.SecurityChannel, cancellationToken) is { } security
            ? new BulletinPlace(security, security == await channels.Resolve(row.Audience, cancellationToken) ? null : new FallbackReason(cause, row.Audience))
            : null;
    }

    public static bool IsPerson(string audience) => audience is ['U' or 'W', ..] && SlackNames.IsUserOrGroupId(audience);

    /// <summary>The message with a line that says whom it was meant for, and why it is not there.</summary>
    public static RenderedMessage Explained(RenderedMessage message, FallbackReason? reason, Language language)
    {
        if (reason is null)
        {
            return message;
        }

        var line = BulletinWords.Say(language, $"Fallback.{reason.Cause}", FallbackNotice.Channel(reason));
        IReadOnlyList<Block> blocks = [CardText.Context(line), .. message.Blocks.Take(SlackLimits.BlocksPerMessage - 1)];
        return message with { Blocks = blocks };
    }
}
