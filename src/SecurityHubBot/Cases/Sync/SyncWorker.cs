using SecurityHubBot.Hosting;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>Makes messages equal to what they should be.</summary>
internal sealed class SyncWorker(
    MessageQueue queue, MessageSync sync, ISlackRateLimits limits, SyncOptions options, Wake wake, TimeProvider time, ILogger<SyncWorker> logger)
    : LeasedWorker<MessageRow>(new WorkerPace(wake.Messages, options.Poll, options.Lease), time, logger)
{
    private readonly TimeProvider _time = time;
    private MessageRow? _refreshing;

    protected override int AtOnce => options.Workers;

    protected override string Kind => "messages";

    protected override async Task<IReadOnlyList<MessageRow>> Claim(int free, CancellationToken stoppingToken)
    {
        var rows = await queue.Claim(free, stoppingToken);
        return rows.Count == 0 && await ClaimRefresh(stoppingToken) is { } refresh ? [refresh] : rows;
    }

    protected override async Task Make(MessageRow item, CancellationToken leaseToken)
    {
        try
        {
            await sync.Make(item, leaseToken);
        }
        finally
        {
            Interlocked.CompareExchange(ref _refreshing, null, item);
        }
    }

    protected override string Name(MessageRow item) => $"{item.Number} {item.Slot}";

    /// <summary>
    /// At midnight every open card changes, and Slack takes fifty changes a minute. One at a time, and only when nothing else has to
    /// wait for it, they leave room for what people are waiting for.
    /// </summary>
    private async Task<MessageRow?> ClaimRefresh(CancellationToken stoppingToken) =>
        Volatile.Read(ref _refreshing) is not null || limits.NextAllowedAt(SlackMethods.Update) > _time.GetUtcNow()
            ? null
            : _refreshing = await queue.ClaimRefresh(stoppingToken);
}
