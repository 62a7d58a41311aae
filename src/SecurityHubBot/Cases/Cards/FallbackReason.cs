namespace SecurityHubBot.Cases.Cards;

/// <summary>Why a card stands in the security channel and not in its account's.</summary>
public enum FallbackCause
{
    /// <summary>The account table has no row for the account.</summary>
    UnknownAccount,

    /// <summary>The account's row names no channel.</summary>
    NoChannel,

    /// <summary>There is no such channel, or it is private and the bot is not in it: Slack does not tell which.</summary>
    ChannelNotFound,

    NotInChannel,

    Archived,

    /// <summary>The workspace or the channel does not let the bot post.</summary>
    PostingForbidden,
}

/// <param name="Channel">The channel that could not be used, as the account table names it; null where there was none.</param>
public sealed record FallbackReason(FallbackCause Cause, string? Channel = null)
{
    /// <summary>What an error code of <c>chat.postMessage</c> says about the channel; null when it says nothing about it.</summary>
    public static FallbackReason? FromSlackError(string errorCode, string channel) => errorCode switch
    {
        "channel_not_found" or "invalid_channel" or "channel_type_not_supported" => new FallbackReason(FallbackCause.ChannelNotFound, channel),
        "not_in_channel" => new FallbackReason(FallbackCause.NotInChannel, channel),
        // chat.postMessage says is_archived, chat.update is_inactive.
        "is_archived" or "is_inactive" => new FallbackReason(FallbackCause.Archived, channel),
        "restricted_action" or "restricted_action_read_only_channel" or "restricted_action_thread_only_channel"
            or "restricted_action_non_threadable_channel" => new FallbackReason(FallbackCause.PostingForbidden, channel),
        _ => null,
    };
}
