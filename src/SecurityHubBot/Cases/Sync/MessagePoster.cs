using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>Posts, changes and deletes one message, so that dying at any point leaves a row from which the next attempt goes on.</summary>
internal sealed partial class MessagePoster(
    ISlackApiClient slack, ISlackRateLimits limits, MessageQueue queue, MessageContent content, MessageFinder finder, TimeProvider time, ILogger<MessagePoster> logger)
{
    // Longer than this, a worker has better to do than to wait for its turn.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    /// <summary>Slack's words for "the message that was meant is not there".</summary>
    public static bool IsGone(SlackException exception) =>
        exception.ErrorCode is "message_not_found" or "thread_not_found" or "cannot_reply_to_message" or "cant_update_message";

    /// <summary>A post whose outcome is not known is looked for; the row afterwards, with the message or without.</summary>
    public async Task<MessageRow> FindPosted(MessageRow row, CancellationToken cancellationToken)
    {
        try
        {
            if (await finder.Find(row.Uncertain!, metadata => CardMetadata.Marks(metadata, row), cancellationToken) is { } ts)
            {
                Log.FoundAgain(logger, row.Number.ToString(), row.Slot);
                await queue.RecordArrived(row, row.PostingChannel!, ts.ToString(), hash: null, cancellationToken);
                return row with { Channel = row.PostingChannel, Ts = ts.ToString(), ContentHash = null, PostingSince = null };
            }
        }
        catch (SlackException exception) when (FallbackReason.FromSlackError(exception.ErrorCode, row.PostingChannel!) is not null || IsGone(exception))
        {
            // No such channel or thread for the bot: then the post cannot have arrived there either.
        }

        await queue.RecordNotPosted(row, cancellationToken);
        return row with { PostingSince = null };
    }

    /// <summary>Makes the message say this: changed where it stands, or posted to the channel.</summary>
    public Task<string> Show(MessageRow row, MessageContext context, ThreadNote note, string channel, string? thread, CancellationToken cancellationToken) =>
        row is { Channel: { } place, Ts: { } known }
            ? Update(row, context, note.Message, new CardLink(place, known), cancellationToken)
            : Post(row, context, note, channel, thread, cancellationToken);

    public async Task<string> TakeDown(MessageRow row, CancellationToken cancellationToken)
    {
        if (row is { Channel: { } channel, Ts: { } ts })
        {
            try
            {
                await slack.Chat.Delete(SlackTimestamp.Parse(ts), channel, cancellationToken);
            }
            catch (SlackException exception) when (IsGone(exception))
            {
                // Somebody was faster.
            }
        }

        await queue.RecordNothing(row, cancellationToken);
        return "nothing";
    }

    /// <summary>What stands in the old channel becomes a pointer, so that there is one card.</summary>
    public async Task PointToCard(MessageRow row, RenderedMessage pointer, CancellationToken cancellationToken)
    {
        try
        {
            await WaitFor(SlackMethods.Update, limits.NextAllowedAt(SlackMethods.Update), cancellationToken);
            await slack.Chat.Update(
                new MessageUpdate
                {
                    ChannelId = row.OldChannel!,
                    Ts = SlackTimestamp.Parse(row.OldTs!),
                    Text = pointer.Text,
                    Blocks = pointer.Blocks,
                    Metadata = CardMetadata.Moved(row.Number),
                },
                cancellationToken);
        }
        catch (SlackException)
        {
            // Deleted, archived, or the bot was removed: nothing of it can be changed any more.
        }

        await queue.RecordMoved(row, cancellationToken);
    }

    private async Task<string> Update(MessageRow row, MessageContext context, RenderedMessage message, CardLink place, CancellationToken cancellationToken)
    {
        var hash = ContentHash.Of(message);
        var isNew = row.ContentHash != hash;
        if (isNew)
        {
            await WaitFor(SlackMethods.Update, limits.NextAllowedAt(SlackMethods.Update), cancellationToken);
            await queue.BeginUpdating(row, cancellationToken);
            await slack.Chat.Update(
                new MessageUpdate { ChannelId = place.Channel, Ts = SlackTimestamp.Parse(place.Ts), Text = message.Text, Blocks = message.Blocks, Metadata = CardMetadata.For(row) },
                cancellationToken);
        }

        await queue.RecordShown(row, place.Ts, new Shown(place.Channel, place.Ts, hash, content.RefreshAt(row, context)), cancellationToken);
        return isNew ? "updated" : "unchanged";
    }

    private async Task<string> Post(MessageRow row, MessageContext context, ThreadNote note, string channel, string? thread, CancellationToken cancellationToken)
    {
        await WaitFor(SlackMethods.Post, limits.NextPostAllowedAt(channel), cancellationToken);
        await queue.BeginPosting(row, channel, thread, cancellationToken);
        try
        {
            var posted = await slack.Chat.PostMessage(
                new Message
                {
                    Channel = channel,
                    Text = note.Message.Text,
                    Blocks = note.Message.Blocks,
                    ThreadTs = thread is null ? null : SlackTimestamp.Parse(thread),
                    ReplyBroadcast = note.Broadcast ? true : null,
                    Metadata = CardMetadata.For(row),
                },
                cancellationToken);
            await RecordPosted(row, context, posted.Channel, posted.Ts.ToString(), ContentHash.Of(note.Message), cancellationToken);
            return "posted";
        }
        catch (SlackCallException exception) when (!exception.MayHaveBeenDone)
        {
            await queue.RecordNotPosted(row, cancellationToken);
            throw;
        }
    }

    private async Task RecordPosted(MessageRow row, MessageContext context, string channel, string ts, string hash, CancellationToken cancellationToken)
    {
        if (row.OldTs is null)
        {
            await queue.RecordShown(row, known: null, new Shown(channel, ts, hash, content.RefreshAt(row, context)), cancellationToken);
            return;
        }

        // A card that has moved: its old place is still to become a pointer.
        await queue.RecordArrived(row, channel, ts, hash, cancellationToken);
        await queue.GiveBack(row, cancellationToken);
    }

    private async Task WaitFor(string method, DateTimeOffset allowedAt, CancellationToken cancellationToken)
    {
        var wait = allowedAt - time.GetUtcNow();
        if (wait > LongestWait)
        {
            throw new SlackRateLimitException(method, wait);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Case} {Slot} had been posted although no answer came; found by its metadata.")]
        public static partial void FoundAgain(ILogger logger, string @case, string slot);
    }
}

/// <summary>Slack's names of the calls that are limited most.</summary>
internal static class SlackMethods
{
    public const string Post = "chat.postMessage";
    public const string Update = "chat.update";
}
