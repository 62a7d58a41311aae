using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Bulletins;

/// <summary>Posts one bulletin, so that dying at any point leaves a row from which the next attempt goes on.</summary>
internal sealed partial class BulletinSync(
    BulletinQueue queue, BulletinPlaces places, IEnumerable<IBulletinContent> contents, MessageFinder finder, ISlackApiClient slack, SyncOptions options,
    TimeProvider time, ILogger<BulletinSync> logger)
{
    // Slack takes some seconds to make an uploaded picture ready; after so many refusals the words go without it.
    private const int PatienceWithPicture = 6;

    private readonly Dictionary<string, IBulletinContent> _contents = contents.ToDictionary(c => c.Kind, StringComparer.Ordinal);

    public async Task Make(BulletinRow row, CancellationToken cancellationToken)
    {
        try
        {
            await Attempt(row, cancellationToken);
        }
        catch (SlackRateLimitException exception)
        {
            await queue.RetryAt(row, time.GetUtcNow() + exception.RetryAfter, exception.Message, failed: false, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await Failed(row, exception.Message, exception is SlackCallException ? null : exception, cancellationToken);
        }
    }

    private async Task Attempt(BulletinRow row, CancellationToken cancellationToken)
    {
        if (!_contents.TryGetValue(row.Kind, out var content))
        {
            // An older version's kind, or during an upgrade a newer one's.
            await Failed(row, "this version does not know what it says", exception: null, cancellationToken);
            return;
        }

        if (row.Uncertain is { } post)
        {
            if (post.LookLater(time.GetUtcNow(), options.UncertainDelay) is { } lookAt)
            {
                await queue.RetryAt(row, lookAt, "the outcome of the post is not known yet", failed: false, cancellationToken);
                return;
            }

            if (await FindPosted(row, post, content, cancellationToken))
            {
                return;
            }

            row = row with { PostingSince = null, PostingChannel = null };
        }

        await Say(row, content, cancellationToken);
    }

    private async Task<bool> FindPosted(BulletinRow row, UncertainPost post, IBulletinContent content, CancellationToken cancellationToken)
    {
        try
        {
            if (await finder.Find(post, metadata => BulletinMetadata.Marks(metadata, row), cancellationToken) is { } ts)
            {
                Log.FoundAgain(logger, row.Key.ToString());
                await queue.RecordPosted(row, post.Channel, ts.ToString(), content.Posted, cancellationToken);
                return true;
            }
        }
        catch (SlackException exception) when (FallbackReason.FromSlackError(exception.ErrorCode, post.Channel) is not null)
        {
            // No such channel for the bot: then it cannot have arrived there either.
        }

        await queue.RecordNotPosted(row, cancellationToken);
        return false;
    }

    private async Task Say(BulletinRow row, IBulletinContent content, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (content.WaitUntil(row, now) is { } later && later > now)
        {
            await queue.RetryAt(row, later, "it is not the time for it", failed: false, cancellationToken);
            return;
        }

        if (await content.Render(row, cancellationToken) is not { } bulletin)
        {
            await queue.RecordNothing(row, "there was nothing to say", cancellationToken);
            return;
        }

        try
        {
            await Post(row, bulletin, content, cancellationToken);
        }
        catch (SlackException exception) when (BulletinPlaces.IsPerson(row.Audience) && MessageSync.CannotBeTold(exception))
        {
            Log.NotTold(logger, row.Key.ToString(), exception.ErrorCode);
            await queue.RecordNothing(row, exception.Message, cancellationToken);
        }
    }

    private async Task Post(BulletinRow row, Bulletin bulletin, IBulletinContent content, CancellationToken cancellationToken)
    {
        if (await places.Find(row, cancellationToken) is not { } place)
        {
            await Failed(row, "Slack:SecurityChannel is not to be found: correct it or invite the bot", exception: null, cancellationToken);
            return;
        }

        row = await WithPicture(row, bulletin, cancellationToken);
        var file = row.FileId is { Length: > 0 } id ? id : null;
        try
        {
            await Post(row, BulletinPlaces.Explained(bulletin.Write(file), place.Fallback, bulletin.Language), place.Channel, content, cancellationToken);
        }
        catch (SlackException exception) when (MayFallBack(row) && FallbackReason.FromSlackError(exception.ErrorCode, row.Audience) is { } reason)
        {
            Log.FallsBack(logger, row.Key.ToString(), exception.ErrorCode);
            await queue.RecordFallback(row, reason.Cause.ToString(), cancellationToken);
        }
        catch (SlackException exception) when (file is not null && exception.ErrorCode.StartsWith("invalid_blocks", StringComparison.Ordinal))
        {
            await PictureRefused(row, exception, cancellationToken);
        }
    }

    /// <summary>Once, and from a channel only: the security channel's own bulletins, and what is meant for one person, have nowhere else to go.</summary>
    private static bool MayFallBack(BulletinRow row) => row.FallbackReason is null && !BulletinPlaces.IsPerson(row.Audience);

    /// <summary>The picture is given to Slack once, and remembered before anything else is done with it.</summary>
    private async Task<BulletinRow> WithPicture(BulletinRow row, Bulletin bulletin, CancellationToken cancellationToken)
    {
        if (bulletin.Picture is not { } picture || row.FileId is not null)
        {
            return row;
        }

        try
        {
            var file = (await slack.Files.Upload(picture, cancellationToken: cancellationToken)).Id;
            await queue.RecordPicture(row, file, cancellationToken);
            return row with { FileId = file };
        }
        catch (SlackCallException exception) when (exception is not SlackRateLimitException && row.Attempts >= PatienceWithPicture)
        {
            Log.WithoutPicture(logger, row.Key.ToString(), exception.Message);
            return row with { FileId = "" };
        }
    }

    private async Task PictureRefused(BulletinRow row, SlackException exception, CancellationToken cancellationToken)
    {
        if (row.Attempts >= PatienceWithPicture)
        {
            Log.WithoutPicture(logger, row.Key.ToString(), exception.Message);
            await queue.RecordPicture(row, "", cancellationToken);
        }

        await Failed(row, exception.Message, exception: null, cancellationToken);
    }

    private async Task Post(BulletinRow row, RenderedMessage message, string channel, IBulletinContent content, CancellationToken cancellationToken)
    {
        await queue.BeginPosting(row, channel, cancellationToken);
        try
        {
            var posted = await slack.Chat.PostMessage(
                new Message { Channel = channel, Text = message.Text, Blocks = message.Blocks, Metadata = BulletinMetadata.For(row) }, cancellationToken);
            await queue.RecordPosted(row, posted.Channel, posted.Ts.ToString(), content.Posted, cancellationToken);
        }
        catch (SlackCallException exception) when (!exception.MayHaveBeenDone)
        {
            await queue.RecordNotPosted(row, cancellationToken);
            throw;
        }
    }

    private async Task Failed(BulletinRow row, string why, Exception? exception, CancellationToken cancellationToken)
    {
        Log.Failed(logger, row.Key.ToString(), why, exception);
        await queue.RetryAt(row, time.GetUtcNow() + Backoff.After(row.Attempts), why, failed: true, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6401, Level = LogLevel.Warning, Message = "The {Bulletin} is not posted yet: {Reason}")]
        public static partial void Failed(ILogger logger, string bulletin, string reason, Exception? exception);

        [LoggerMessage(EventId = 6402, Level = LogLevel.Information, Message = "The {Bulletin} had been posted although no answer came; found by its metadata.")]
        public static partial void FoundAgain(ILogger logger, string bulletin);

        [LoggerMessage(EventId = 6403, Level = LogLevel.Warning, Message = "The {Bulletin} cannot be posted there ({ErrorCode}); the security channel gets it.")]
        public static partial void FallsBack(ILogger logger, string bulletin, string errorCode);

        [LoggerMessage(EventId = 6404, Level = LogLevel.Warning, Message = "The {Bulletin} goes without its picture: {Reason}")]
        public static partial void WithoutPicture(ILogger logger, string bulletin, string reason);

        [LoggerMessage(EventId = 6405, Level = LogLevel.Information, Message = "The {Bulletin} cannot be told to them directly ({ErrorCode}).")]
        public static partial void NotTold(ILogger logger, string bulletin, string errorCode);
    }
}
