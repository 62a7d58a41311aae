using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Cases.Sync;

/// <summary>Where a card belongs, and why it is not its account's own channel.</summary>
internal sealed record Target(string Channel, FallbackReason? Fallback);

/// <summary>The account's channel, or the security channel with a reason.</summary>
internal sealed class CardTarget(ChannelDirectory channels, SlackSettings settings)
{
    /// <returns>Null when even the security channel is not to be found.</returns>
    public async Task<Target?> Find(MessageRow row, Account? account, CancellationToken cancellationToken)
    {
        var (channel, reason) = await Own(row, account, cancellationToken);
        if (channel is not null)
        {
            return new Target(channel, Fallback: null);
        }

        var security = await channels.Resolve(settings.SecurityChannel, cancellationToken);
        return security is null ? null : new Target(security, reason);
    }

    private async Task<(string? Channel, FallbackReason? Reason)> Own(MessageRow row, Account? account, CancellationToken cancellationToken)
    {
        if (account is null)
        {
            return (null, new FallbackReason(FallbackCause.UnknownAccount));
        }

        if (string.IsNullOrWhiteSpace(account.Channel))
        {
            return (null, new FallbackReason(FallbackCause.NoChannel));
        }

        // What Slack refused before stays refused until the row or the channel changes.
        if (row.FallbackChannel == account.Channel && Enum.TryParse<FallbackCause>(row.FallbackReason, out var cause))
        {
            return (null, new FallbackReason(cause, account.Channel));
        }

        var channel = await channels.Resolve(account.Channel, cancellationToken);
        return channel is null ? (null, new FallbackReason(FallbackCause.ChannelNotFound, account.Channel)) : (channel, null);
    }
}
