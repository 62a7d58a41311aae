using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>
/// Makes one message in Slack equal to what its case says now. Whatever happens in between, the row says what is known, and
/// the next attempt goes on from there.
/// </summary>
internal sealed partial class MessageSync(
    ISlackApiClient slack,
    ISlackRateLimits limits,
    MessageQueue queue,
    MessageContent content,
    MessageFinder finder,
    CardTarget targets,
    SyncOptions options,
    Telemetry telemetry,
    TimeProvider time,
    ILogger<MessageSync> logger)
{
    // Slack's words for "the message that was meant is not there".
    private static readonly HashSet<string> Gone = ["message_not_found", "thread_not_found", "cannot_reply_to_message", "cant_update_message"];

    private const int MaxBackoffExponent = 9;

    public async Task Make(MessageRow row, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Continue($"show {row.Kind}", row.TraceParent);
        activity?.SetTag("shub.case", row.Number.ToString());
        var outcome = await Attempt(row, cancellationToken);
        activity?.SetTag("shub.outcome", outcome);
        telemetry.Messages.Add(1, new("kind", row.Kind), new("outcome", outcome));
    }

    private async Task<string> Attempt(MessageRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await content.Load(row.Number, cancellationToken) switch
            {
                null => await Nothing(row, cancellationToken),
                { } context when row.IsCard => await Card(row, context, cancellationToken),
                { Card: { } card } context => await InThread(row, context, card, cancellationToken),
                _ => await Again(row, time.GetUtcNow() + options.Poll, "waiting for the card", cancellationToken),
            };
        }
        catch (SlackRateLimitException exception)
        {
            var until = time.GetUtcNow() + exception.RetryAfter;
            await queue.HoldBackAccount(row, until, cancellationToken);
            return await Again(row, until, exception.Message, cancellationToken, "rate_limited");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.Failed(logger, row.Number.ToString(), row.Slot, exception.Message, exception is SlackCallException ? null : exception);
            return await Again(row, time.GetUtcNow() + Backoff(row), exception.Message, cancellationToken, "failed");
        }
    }

    private async Task<string> Card(MessageRow row, MessageContext context, CancellationToken cancellationToken)
    {
        if (await targets.Find(row, context.Account, cancellationToken) is not { } target)
        {
            Log.NoSecurityChannel(logger, row.Number.ToString());
            return await Again(row, time.GetUtcNow() + Backoff(row), "Slack:SecurityChannel is not to be found", cancellationToken, "failed");
        }

        if (row is { Ts: not null, PostingSince: null } && row.Channel != target.Channel)
        {
            await queue.BeginMove(row, cancellationToken);
            await queue.GiveBack(row, cancellationToken);
            return "moving";
        }

        await FinishMove(row, context, target, cancellationToken);
        var message = content.Render(row, context, target.Fallback)!;
        try
        {
            return await Show(row, context, message, target.Channel, thread: null, cancellationToken);
        }
        catch (SlackException exception) when (FallbackReason.FromSlackError(exception.ErrorCode, context.Account?.Channel ?? "") is { } reason && target.Fallback is null)
        {
            // Not the account's channel, then: the security channel gets the card, with the reason on it.
            Log.FallsBack(logger, row.Number.ToString(), target.Channel, exception.ErrorCode);
            await queue.RecordNotPosted(row, cancellationToken);
            await queue.RecordFallback(row, reason.Cause.ToString(), context.Account!.Channel, cancellationToken);
            await queue.GiveBack(row, cancellationToken);
            return "fell_back";
        }
        catch (SlackException exception) when (row.Ts is not null && Gone.Contains(exception.ErrorCode))
        {
            Log.Lost(logger, row.Number.ToString(), row.Slot);
            await queue.RecordLost(row, cancellationToken);
            return "lost";
        }
    }

    private async Task<string> InThread(MessageRow row, MessageContext context, CardPlace card, CancellationToken cancellationToken)
    {
        if (content.Render(row, context, fallback: null) is not { } message)
        {
            return await TakeDown(row, cancellationToken);
        }

        try
        {
            return await Show(row, context, message, card.Channel, SlackTimestamp.Parse(card.Ts), cancellationToken);
        }
        catch (SlackException exception) when (Gone.Contains(exception.ErrorCode))
        {
            if (row.Ts is not null)
            {
                await queue.RecordLost(row, cancellationToken);
                return "lost";
            }

            // The card itself is gone; its own update finds that out and posts it again, and this follows.
            await queue.RecordNotPosted(row, cancellationToken);
            await queue.RefreshCard(row, cancellationToken);
            return await Again(row, time.GetUtcNow() + Backoff(row), exception.Message, cancellationToken, "lost");
        }
    }

    private async Task<string> Show(MessageRow row, MessageContext context, ThreadNote note, string channel, SlackTimestamp? thread, CancellationToken cancellationToken)
    {
        var hash = ContentHash.Of(note.Message);
        var (place, known) = (row.Channel, row.Ts);
        if (known is null && row is { PostingSince: { } since, PostingChannel: { } postingChannel })
        {
            var lookAt = Micros.ToTime(since) + options.UncertainDelay;
            if (lookAt > time.GetUtcNow())
            {
                return await Again(row, lookAt, "the outcome of the last post is not known yet", cancellationToken, "uncertain");
            }

            (place, known) = await FindPosted(row, postingChannel, thread, cancellationToken);
        }

        if (known is null)
        {
            return await Post(row, context, note, channel, thread, hash, cancellationToken);
        }

        if (row.ContentHash != hash)
        {
            await slack.Chat.Update(
                new MessageUpdate { ChannelId = place!, Ts = SlackTimestamp.Parse(known), Text = note.Message.Text, Blocks = note.Message.Blocks, Metadata = CardMetadata.For(row) },
                cancellationToken);
        }

        await queue.RecordShown(row, place!, known, hash, content.RefreshAt(row, context), cancellationToken);
        if (row.IsCard && place != channel)
        {
            // Found where an interrupted post had put it, which is no longer where it belongs.
            await queue.RefreshCard(row, cancellationToken);
        }

        return row.ContentHash == hash ? "unchanged" : "updated";
    }

    private async Task<(string? Channel, string? Ts)> FindPosted(MessageRow row, string channel, SlackTimestamp? thread, CancellationToken cancellationToken)
    {
        try
        {
            if (await finder.Find(row, channel, thread, cancellationToken) is { } ts)
            {
                Log.FoundAgain(logger, row.Number.ToString(), row.Slot);
                await queue.RecordFound(row, channel, ts.ToString(), cancellationToken);
                return (channel, ts.ToString());
            }
        }
        catch (SlackException exception) when (FallbackReason.FromSlackError(exception.ErrorCode, channel) is not null || Gone.Contains(exception.ErrorCode))
        {
            // No such channel or thread for the bot: then the post cannot have arrived there either.
        }

        await queue.RecordNotPosted(row, cancellationToken);
        return (null, null);
    }

    private async Task<string> Post(MessageRow row, MessageContext context, ThreadNote note, string channel, SlackTimestamp? thread, string hash, CancellationToken cancellationToken)
    {
        var wait = limits.NextPostAllowedAt(channel) - time.GetUtcNow();
        if (wait > options.Lease / 4)
        {
            throw new SlackRateLimitException("chat.postMessage", wait);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        await queue.BeginPosting(row, channel, cancellationToken);
        try
        {
            var posted = await slack.Chat.PostMessage(
                new Message
                {
                    Channel = channel,
                    Text = note.Message.Text,
                    Blocks = note.Message.Blocks,
                    ThreadTs = thread,
                    ReplyBroadcast = note.Broadcast ? true : null,
                    Metadata = CardMetadata.For(row),
                },
                cancellationToken);
            await queue.RecordShown(row, posted.Channel, posted.Ts.ToString(), hash, content.RefreshAt(row, context), cancellationToken);
            return "posted";
        }
        catch (SlackCallException exception) when (!exception.MayHaveBeenDone)
        {
            await queue.RecordNotPosted(row, cancellationToken);
            throw;
        }
    }

    /// <summary>What stands in the old channel becomes a pointer, so that there is one card.</summary>
    private async Task FinishMove(MessageRow row, MessageContext context, Target target, CancellationToken cancellationToken)
    {
        if (row is not { OldChannel: { } channel, OldTs: { } ts })
        {
            return;
        }

        var pointer = MovedCard.Render(content.Model(context, target.Fallback), target.Channel, permalink: null);
        try
        {
            await slack.Chat.Update(
                new MessageUpdate { ChannelId = channel, Ts = SlackTimestamp.Parse(ts), Text = pointer.Text, Blocks = pointer.Blocks, Metadata = CardMetadata.Moved(row.Number) },
                cancellationToken);
        }
        catch (SlackException)
        {
            // Deleted, archived, or the bot was removed: nothing of it can be changed any more.
        }

        await queue.RecordMoved(row, cancellationToken);
    }

    private async Task<string> TakeDown(MessageRow row, CancellationToken cancellationToken)
    {
        if (row is { Channel: { } channel, Ts: { } ts })
        {
            try
            {
                await slack.Chat.Delete(SlackTimestamp.Parse(ts), channel, cancellationToken);
            }
            catch (SlackException exception) when (Gone.Contains(exception.ErrorCode))
            {
                // Somebody was faster.
            }
        }

        return await Nothing(row, cancellationToken);
    }

    private async Task<string> Nothing(MessageRow row, CancellationToken cancellationToken)
    {
        await queue.RecordNothing(row, cancellationToken);
        return "nothing";
    }

    private async Task<string> Again(MessageRow row, DateTimeOffset at, string why, CancellationToken cancellationToken, string outcome = "waiting")
    {
        await queue.RetryAt(row, at, why, cancellationToken);
        return outcome;
    }

    private static TimeSpan Backoff(MessageRow row) => TimeSpan.FromSeconds(Math.Pow(2, Math.Min(row.Attempts, MaxBackoffExponent)));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Case} {Slot} is not shown yet: {Reason}")]
        public static partial void Failed(ILogger logger, string @case, string slot, string reason, Exception? exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Case} has no channel, and Slack:SecurityChannel is not to be found: correct it or invite the bot.")]
        public static partial void NoSecurityChannel(ILogger logger, string @case);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Case} cannot be posted to {Channel} ({ErrorCode}); the security channel gets it.")]
        public static partial void FallsBack(ILogger logger, string @case, string channel, string errorCode);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Case} {Slot} was deleted in Slack; posting it again.")]
        public static partial void Lost(ILogger logger, string @case, string slot);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Case} {Slot} had been posted although no answer came; found by its metadata.")]
        public static partial void FoundAgain(ILogger logger, string @case, string slot);
    }
}
