using System.Threading.Channels;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Commands;

/// <summary>
/// Shows in the person's message how far the decisions are that a change has asked for. Only a courtesy: what is to be decided stands
/// in the database, and goes on whether anybody looks or not.
/// </summary>
internal sealed partial class ChangeProgress(Database database, ISlackApiClient slack, TimeProvider time, ILogger<ChangeProgress> logger) : BackgroundService
{
    private const int MostAtOnce = 50;

    // A response_url may be used five times: once when the change was written, once for the end, and these between.
    private static readonly TimeSpan[] Between = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(5)];

    // Below the thirty minutes for which a response_url is good.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(25);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(3);

    private readonly Channel<Watch> _watches = Channel.CreateBounded<Watch>(MostAtOnce);

    private sealed record Watch(AppliedChange Applied, string ResponseUrl, CommandContext Context);

    /// <summary>What has been written is said at once; what comes of it follows.</summary>
    public async Task Follow(AppliedChange applied, string responseUrl, CommandContext context, CancellationToken cancellationToken)
    {
        await Say(responseUrl, ChangeView.Progress(applied, applied.Touched, context), cancellationToken);
        if (!_watches.Writer.TryWrite(new Watch(applied, responseUrl, context)))
        {
            // Too many at once to follow each; the message says where to look.
            Log.NotFollowed(logger, applied.Edit.TouchedKey);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var slots = new SemaphoreSlim(MostAtOnce);
        try
        {
            await foreach (var watch in _watches.Reader.ReadAllAsync(stoppingToken))
            {
                await slots.WaitAsync(stoppingToken);
                _ = Run(watch, slots, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The decisions themselves are in the database; another start goes on with them.
        }
    }

    private async Task Run(Watch watch, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            await ToTheEnd(watch, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Nobody waits for this task; what goes wrong here must not end the bot.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Failed(logger, exception, watch.Applied.Edit.TouchedKey);
        }

        slots.Release();
    }

    private async Task ToTheEnd(Watch watch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var said = 0;
        long remaining;
        while ((remaining = await Remaining(watch, cancellationToken)) > 0 && time.GetElapsedTime(started) < Longest)
        {
            var elapsed = time.GetElapsedTime(started);
            if (said < Between.Length && elapsed >= Between[said])
            {
                said++;
                await Say(watch.ResponseUrl, ChangeView.Progress(watch.Applied, remaining, watch.Context), cancellationToken);
            }

            await Task.Delay(elapsed < Between[0] ? Soon : Later, time, cancellationToken);
        }

        var end = remaining > 0
            ? ChangeView.GoesOn(watch.Applied, remaining, watch.Context)
            : ChangeView.Done(watch.Applied, await database.Read(session => ChangeOutcomes.Find(session, watch.Applied), cancellationToken), watch.Context);
        await Say(watch.ResponseUrl, end, cancellationToken);
    }

    private async Task<long> Remaining(Watch watch, CancellationToken cancellationToken)
    {
        try
        {
            return await database.Read(session => ChangeOutcomes.Remaining(session, watch.Applied), cancellationToken);
        }
        catch (Exception exception) when (database.Dialect.IsUnavailable(exception))
        {
            // Not known is not zero.
            return watch.Applied.Touched;
        }
    }

    private async Task Say(string responseUrl, RenderedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await slack.Respond(responseUrl, ShubMessage.Of(message, replace: true), cancellationToken);
        }
        catch (SlackCallException exception)
        {
            Log.NotTold(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5401, Level = LogLevel.Warning, Message = "How far a change is could not be shown")]
        public static partial void NotTold(ILogger logger, Exception e);

        [LoggerMessage(EventId = 5402, Level = LogLevel.Warning, Message = "Too many changes at once: the one of {Key} is not followed in its message")]
        public static partial void NotFollowed(ILogger logger, string key);

        [LoggerMessage(EventId = 5403, Level = LogLevel.Error, Message = "The change of {Key} could not be followed in its message")]
        public static partial void Failed(ILogger logger, Exception e, string key);
    }
}
