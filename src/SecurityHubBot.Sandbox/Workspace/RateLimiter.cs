namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>HTTP 429: the caller may come back after <paramref name="retryAfter"/>.</summary>
internal sealed class RateLimitedException(TimeSpan retryAfter, string code = "ratelimited") : Exception(code)
{
    public TimeSpan RetryAfter { get; } = retryAfter;

    public string Code { get; } = code;
}

/// <summary>Slack's rate limits: calls per method in a sliding minute, and messages per channel in a bucket that fills at one per second.</summary>
internal sealed class RateLimiter(WorkspaceLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _windows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Left, DateTimeOffset At)> _buckets = new(StringComparer.Ordinal);

    public void Call(string method, int? perMinute)
    {
        var limit = limits.CallsPerMinute.TryGetValue(method, out var own) ? own : perMinute;
        if (limits.EnforceRates && limit is { } max)
        {
            lock (_gate)
            {
                Take(method, max, "ratelimited");
            }
        }
    }

    public void Post(string channel)
    {
        if (!limits.EnforceRates)
            return;

        lock (_gate)
        {
            var now = time.GetUtcNow();
            var (left, at) = _buckets.TryGetValue(channel, out var bucket) ? bucket : (limits.PostBurst, now);
            left = Math.Min(limits.PostBurst, left + ((now - at).TotalSeconds * limits.PostsPerSecondPerChannel));
            if (left < 1)
            {
                _buckets[channel] = (left, now);
                throw new RateLimitedException(TimeSpan.FromSeconds(Math.Ceiling((1 - left) / limits.PostsPerSecondPerChannel)));
            }

            Take("messages of the workspace", limits.PostsPerMinute, "rate_limited");
            _buckets[channel] = (left - 1, now);
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _windows.Clear();
            _buckets.Clear();
        }
    }

    private void Take(string what, int max, string code)
    {
        if (!_windows.TryGetValue(what, out var window))
        {
            _windows[what] = window = new Queue<DateTimeOffset>();
        }

        var now = time.GetUtcNow();
        while (window.TryPeek(out var oldest) && oldest + Window <= now)
        {
            window.Dequeue();
        }

        if (window.Count >= max)
        {
            throw new RateLimitedException(TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((window.Peek() + Window - now).TotalSeconds))), code);
        }

        window.Enqueue(now);
    }
}
