using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>
/// Makes one message in Slack equal to what its case says now. Whatever happens in between, the row says what is known, and
/// the next attempt goes on from there.
/// </summary>
internal sealed partial class MessageSync(
    MessageQueue queue, MessageContent content, MessagePoster poster, CardTarget targets, ElsewhereFinder places, SyncOptions options, Telemetry telemetry, TimeProvider time, ILogger<MessageSync> logger)
{
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
            if (row.Uncertain is { } post)
            {
                if (post.LookLater(time.GetUtcNow(), options.UncertainDelay) is { } lookAt)
                {
                    await queue.RetryAt(row, lookAt, "the outcome of the last post is not known yet", failed: false, cancellationToken);
                    return "uncertain";
                }

                row = await poster.FindPosted(row, cancellationToken);
            }

            return await content.Load(row.Number, cancellationToken) switch
            {
                null => await poster.TakeDown(row, cancellationToken),
                { } context when row.IsCard => await Card(row, context, cancellationToken),
                { } context when row.IsElsewhere => await Elsewhere(row, context, cancellationToken),
                { Card: { } card } context => await InThread(row, context, card, cancellationToken),
                _ => await WaitForCard(row, cancellationToken),
            };
        }
        catch (SlackRateLimitException exception)
        {
            return await Limited(row, exception, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.Failed(logger, row.Number.ToString(), row.Slot, exception.Message, exception is SlackCallException ? null : exception);
            await queue.RetryAt(row, time.GetUtcNow() + Backoff.After(row.Attempts), exception.Message, failed: true, cancellationToken);
            return "failed";
        }
    }

    private async Task<string> Card(MessageRow row, MessageContext context, CancellationToken cancellationToken)
    {
        if (row is { IsRefresh: true, FallbackReason: not null })
        {
            // Once a day Slack is asked again, in case nobody told that the channel can be used now.
            await queue.RecordFallback(row, reason: null, channel: null, cancellationToken);
            row = row with { FallbackReason = null, FallbackChannel = null };
        }

        if (await targets.Find(row, context.Account, cancellationToken) is not { } target)
        {
            Log.NoSecurityChannel(logger, row.Number.ToString());
            await queue.RetryAt(row, time.GetUtcNow() + Backoff.After(row.Attempts), "Slack:SecurityChannel is not to be found", failed: true, cancellationToken);
            return "failed";
        }

        if (!await queue.Enter(row, target.Channel, cancellationToken))
        {
            return "queued";
        }

        return await Move(row, context, target, cancellationToken) ?? await ShowCard(row, context, target, cancellationToken);
    }

    /// <summary>A step on the way to another channel, each from what the row says: posted there first, then the old place points to it.</summary>
    /// <returns>Null when the card may be shown at its target.</returns>
    private async Task<string?> Move(MessageRow row, MessageContext context, Target target, CancellationToken cancellationToken)
    {
        switch (row)
        {
            case { Ts: not null, OldTs: not null }:
                await poster.PointToCard(row, MovedCard.Render(content.Model(context, target.Fallback), row.Channel!, permalink: null), cancellationToken);
                await queue.GiveBack(row, cancellationToken);
                return "moved";
            case { Ts: not null } when row.Channel != target.Channel:
                await queue.BeginMove(row, cancellationToken);
                return "moving";
            case { Ts: null, OldTs: not null } when row.OldChannel == target.Channel:
                await queue.EndMove(row, cancellationToken);
                return "moving";
            default:
                return null;
        }
    }

    private async Task<string> ShowCard(MessageRow row, MessageContext context, Target target, CancellationToken cancellationToken)
    {
        try
        {
            return await poster.Show(row, context, content.Render(row, context, target.Fallback)!, target.Channel, thread: null, cancellationToken);
        }
        catch (SlackException exception) when (target.Fallback is null && FallbackReason.FromSlackError(exception.ErrorCode, context.Account?.Channel ?? "") is { } reason)
        {
            // Not the account's channel, then: the security channel gets the card, with the reason on it.
            Log.FallsBack(logger, row.Number.ToString(), target.Channel, exception.ErrorCode);
            await queue.RecordFallback(row, reason.Cause.ToString(), context.Account!.Channel, cancellationToken);
            await queue.LookAtCardAgain(row, cancellationToken);
            await queue.GiveBack(row, cancellationToken);
            return "fell_back";
        }
        catch (SlackException exception) when (row.Ts is not null && MessagePoster.IsGone(exception))
        {
            Log.Lost(logger, row.Number.ToString(), row.Slot);
            await queue.RecordLost(row, cancellationToken);
            return "lost";
        }
    }

    private async Task<string> InThread(MessageRow row, MessageContext context, CardLink card, CancellationToken cancellationToken)
    {
        if (content.Render(row, context, fallback: null) is not { } message)
        {
            return await poster.TakeDown(row, cancellationToken);
        }

        try
        {
            return await poster.Show(row, context, message, card.Channel, card.Ts, cancellationToken);
        }
        catch (SlackException exception) when (row.Ts is not null && MessagePoster.IsGone(exception))
        {
            await queue.RecordLost(row, cancellationToken);
            return "lost";
        }
        catch (SlackException exception) when (MessagePoster.IsGone(exception) || FallbackReason.FromSlackError(exception.ErrorCode, card.Channel) is not null)
        {
            // The card is gone, or its channel: its own update finds that out and posts it again, and this follows.
            await queue.LookAtCardAgain(row, cancellationToken);
            throw;
        }
    }

    private async Task<string> Elsewhere(MessageRow row, MessageContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (await places.Find(row, cancellationToken) is not { } place)
            {
                await queue.RetryAt(row, time.GetUtcNow() + Backoff.After(row.Attempts), "there is no channel for it", failed: true, cancellationToken);
                return "failed";
            }

            return content.Render(row, context, fallback: null, place.Language) is { } message
                ? await poster.Show(row, context, message, place.Channel, thread: null, cancellationToken)
                : await poster.TakeDown(row, cancellationToken);
        }
        catch (SlackException exception) when (row.Ts is not null && MessagePoster.IsGone(exception))
        {
            // Somebody deleted it. A request has to be seen; what was told once is not told again.
            await (row.Kind == CaseMessageStore.ApprovalKind ? queue.RecordLost(row, cancellationToken) : queue.RecordNothing(row, cancellationToken));
            return "lost";
        }
        catch (SlackException exception) when (row.Kind == CaseMessageStore.DirectKind && CannotBeTold(exception))
        {
            Log.NotTold(logger, row.Number.ToString(), exception.ErrorCode);
            await queue.RecordNothing(row, cancellationToken);
            return "nothing";
        }
        catch (SlackException exception) when (row is { Kind: CaseMessageStore.ApprovalKind, FallbackReason: null }
            && FallbackReason.FromSlackError(exception.ErrorCode, row.Slot) is { } reason)
        {
            Log.FallsBack(logger, row.Number.ToString(), "Slack:ApprovalChannel", exception.ErrorCode);
            await queue.RecordFallback(row, reason.Cause.ToString(), channel: null, cancellationToken);
            await queue.GiveBack(row, cancellationToken);
            return "fell_back";
        }
    }

    /// <summary>Who left, or cannot be written to, is not told; the thread says it anyway.</summary>
    public static bool CannotBeTold(SlackException exception) => exception.ErrorCode is
        "user_not_found" or "user_disabled" or "user_not_visible" or "cannot_dm_bot" or "messages_tab_disabled" or "channel_not_found" or "is_archived";

    private async Task<string> WaitForCard(MessageRow row, CancellationToken cancellationToken)
    {
        await queue.RetryAt(row, time.GetUtcNow() + options.Poll, "waiting for the card", failed: false, cancellationToken);
        return "waiting";
    }

    private async Task<string> Limited(MessageRow row, SlackRateLimitException exception, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + exception.RetryAfter;
        if (exception.Method == SlackMethods.Post)
        {
            await queue.HoldBackChannel(row, until, cancellationToken);
        }

        await queue.RetryAt(row, until, exception.Message, failed: false, cancellationToken);
        return "rate_limited";
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Case} {Slot} is not shown yet: {Reason}")]
        public static partial void Failed(ILogger logger, string @case, string slot, string reason, Exception? exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Case} has no channel, and Slack:SecurityChannel is not to be found: correct it or invite the bot.")]
        public static partial void NoSecurityChannel(ILogger logger, string @case);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Case} cannot be posted to {Channel} ({ErrorCode}); the security channel gets it.")]
        public static partial void FallsBack(ILogger logger, string @case, string channel, string errorCode);

        [LoggerMessage(Level = LogLevel.Information, Message = "Somebody is not told about {Case} directly ({ErrorCode}); the thread says it.")]
        public static partial void NotTold(ILogger logger, string @case, string errorCode);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Case} {Slot} was deleted in Slack; posting it again.")]
        public static partial void Lost(ILogger logger, string @case, string slot);
    }
}
