using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>After a post whose outcome is not known: is the message there? Looked up by the metadata that it carries.</summary>
internal sealed class MessageFinder(ISlackApiClient slack, SyncOptions options)
{
    private const int PageSize = 100;
    private const int MostPages = 20;
    // Slack's clock and ours need not agree.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    /// <param name="row">Of a post that began and whose end is not known.</param>
    public async Task<SlackTimestamp?> Find(MessageRow row, CancellationToken cancellationToken)
    {
        var began = Micros.ToTime(row.PostingSince!.Value);
        var oldest = SlackTimestamp.FromDateTimeOffset(began - ClockDifference);
        // Nobody posts for longer than a lease. Without this end, a busy channel would hide the message after a long outage.
        var latest = SlackTimestamp.FromDateTimeOffset(began + options.Lease + ClockDifference);
        var thread = row.PostingThread is { } ts ? SlackTimestamp.Parse(ts) : (SlackTimestamp?)null;
        string? cursor = null;
        SlackTimestamp? found = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await Page(row.PostingChannel!, thread, (oldest, latest), cursor, cancellationToken);
            foreach (var message in answer.Messages.Where(m => CardMetadata.Marks(m.Metadata, row)))
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
