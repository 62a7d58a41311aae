using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>After a post whose outcome is not known: is the message there? Looked up by the metadata that it carries.</summary>
internal sealed class MessageFinder(ISlackApiClient slack)
{
    private const int PageSize = 100;
    private const int MostPages = 20;
    // Slack's clock and ours need not agree.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    /// <param name="threadTs">The thread to look in, or null for the channel itself.</param>
    public async Task<SlackTimestamp?> Find(MessageRow row, string channel, SlackTimestamp? threadTs, CancellationToken cancellationToken)
    {
        var oldest = SlackTimestamp.FromDateTimeOffset(Micros.ToTime(row.PostingSince!.Value) - ClockDifference);
        string? cursor = null;
        SlackTimestamp? found = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await Page(channel, threadTs, oldest, cursor, cancellationToken);
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

    private Task<ConversationMessagesResponse> Page(string channel, SlackTimestamp? threadTs, SlackTimestamp oldest, string? cursor, CancellationToken cancellationToken) =>
        threadTs is { } thread
            ? slack.Conversations.Replies(channel, thread, latestTs: null, oldest, inclusive: true, PageSize, includeAllMetadata: true, cursor, cancellationToken)
            : slack.Conversations.History(channel, latestTs: null, oldest, inclusive: true, PageSize, includeAllMetadata: true, cursor, cancellationToken);
}
