using SecurityHubBot.Slack;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>A post that began and of which nobody knows how it ended.</summary>
/// <param name="Channel">Its id.</param>
/// <param name="Thread">The <c>ts</c> of the thread that it went into.</param>
internal sealed record UncertainPost(string Channel, string? Thread, DateTimeOffset Began)
{
    /// <summary>When to look for it: at first Slack may still be carrying it out. Null when that is now, also after a clock was put back.</summary>
    public DateTimeOffset? LookLater(DateTimeOffset now, TimeSpan delay) => Began + delay is var at && at > now && at <= now + delay ? at : null;
}

/// <summary>After a post whose outcome is not known: is the message there? Looked up by the metadata that it carries.</summary>
internal sealed class MessageFinder(ISlackApiClient slack, SyncOptions options)
{
    private const int PageSize = 100;
    private const int MostPages = 20;
    // Slack's clock and ours need not agree.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    /// <param name="post">Where to look, and when it was.</param>
    /// <param name="isIt">Says by a message's metadata whether it is the one.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<SlackTimestamp?> Find(UncertainPost post, Func<MessageMetadata?, bool> isIt, CancellationToken cancellationToken)
    {
        var oldest = SlackTimestamp.FromDateTimeOffset(post.Began - ClockDifference);
        // Nobody posts for longer than a lease. Without this end, a busy channel would hide the message after a long outage.
        var latest = SlackTimestamp.FromDateTimeOffset(post.Began + options.Lease + ClockDifference);
        var thread = post.Thread is { } ts ? SlackTimestamp.Parse(ts) : (SlackTimestamp?)null;
        string? cursor = null;
        SlackTimestamp? found = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await Page(post.Channel, thread, (oldest, latest), cursor, cancellationToken);
            foreach (var message in answer.Messages.Where(m => isIt(m.Metadata)))
            {
                // Should there ever be two, the first is the one people have seen.
                found = found is { } known && known.CompareTo(message.Ts) < 0 ? known : message.Ts;
            }

            cursor = answer.ResponseMetadata.NextCursor;
            if (string.IsNullOrEmpty(cursor))
            {
                break;
            }
        }

        return found;
    }

    private Task<ConversationMessagesResponse> Page(
        string channel, SlackTimestamp? thread, (SlackTimestamp Oldest, SlackTimestamp Latest) when, string? cursor, CancellationToken cancellationToken) =>
        thread is { } root
            ? slack.Conversations.Replies(channel, root, when.Latest, when.Oldest, inclusive: true, PageSize, includeAllMetadata: true, cursor, cancellationToken)
            : slack.Conversations.History(channel, when.Latest, when.Oldest, inclusive: true, PageSize, includeAllMetadata: true, cursor, cancellationToken);
}
