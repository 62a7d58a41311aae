using System.Collections.Concurrent;
using System.Diagnostics;

namespace SecurityHubBot.Slack.WebApi;

/// <summary>Lets a worker ask before it calls, so that it can do something else instead of waiting.</summary>
public interface ISlackRateLimits
{
    /// <summary>When <c>chat.postMessage</c> to this channel would go out if it were called now; now when at once.</summary>
    DateTimeOffset NextPostAllowedAt(string channelId);

    /// <summary>When this method, such as <c>chat.update</c>, would go out if it were called now; now when at once.</summary>
    DateTimeOffset NextAllowedAt(string method);
}

/// <summary>One limit per method, and for posts one per channel: what waits for one channel does not hold up another.</summary>
internal sealed class SlackRateLimits(TimeProvider time) : ISlackRateLimits
{
    private const int PostBurst = 3;
    private const int KeptChannels = 2000;

    private static readonly TimeSpan PostInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, RateBucket> _methods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RateBucket> _channels = new(StringComparer.Ordinal);

    public DateTimeOffset NextPostAllowedAt(string channelId)
    {
        var method = NextAllowedAt(SlackMethod.PostMessage.Name);
        return _channels.TryGetValue(channelId, out var bucket) && bucket.NextAllowedAt() is var channel && channel > method ? channel : method;
    }

    public DateTimeOffset NextAllowedAt(string method) =>
        _methods.TryGetValue(method, out var bucket) ? bucket.NextAllowedAt() : time.GetUtcNow();

    /// <summary>Waits until the call may go out, at most <paramref name="longest"/>.</summary>
    /// <returns>The time waited.</returns>
    /// <exception cref="SlackRateLimitException">It would take longer.</exception>
    public async Task<TimeSpan> Enter(SlackMethod method, string? postChannel, TimeSpan longest, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var bucket in Buckets(method, postChannel))
        {
            var left = longest - time.GetElapsedTime(started);
            if (!await bucket.TryEnter(left, cancellationToken))
                throw new SlackRateLimitException(method.Name, bucket.NextAllowedAt() - time.GetUtcNow());
        }

        var waited = time.GetElapsedTime(started);
        if (waited > TimeSpan.Zero)
            SlackTelemetry.RateLimitWait.Record(waited.TotalSeconds, new TagList { { "method", method.Name } });
        return waited;
    }

    /// <summary>Slack said 429: this method, or for posts this method in this channel, waits as long as it was told.</summary>
    public void Close(SlackMethod method, string? postChannel, TimeSpan retryAfter) =>
        Buckets(method, postChannel).First().Close(retryAfter);

    private IEnumerable<RateBucket> Buckets(SlackMethod method, string? postChannel)
    {
        if (postChannel is not null)
            yield return ForChannel(postChannel);
        yield return _methods.GetOrAdd(method.Name, _ => new RateBucket(method.Interval, method.Burst, time));
    }

    private RateBucket ForChannel(string channel)
    {
        if (_channels.Count > KeptChannels)
        {
            foreach (var (id, bucket) in _channels)
            {
                if (bucket.IsIdle)
                    _channels.TryRemove(KeyValuePair.Create(id, bucket));
            }
        }

        return _channels.GetOrAdd(channel, _ => new RateBucket(PostInterval, PostBurst, time));
    }
}
