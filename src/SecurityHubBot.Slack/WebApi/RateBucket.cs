namespace SecurityHubBot.Slack.WebApi;

/// <summary>
/// One rate limit: a call every <paramref name="interval"/>, the first <paramref name="burst"/> at once, in order of arrival.
/// A 429 closes it until the time Slack named.
/// </summary>
internal sealed class RateBucket(TimeSpan interval, int burst, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset _spentUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;
    private int _waiting;

    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _waiting == 0 && _spentUntil <= time.GetUtcNow() && _closedUntil <= time.GetUtcNow();
        }
    }

    /// <summary>When a call that arrives now would go out, behind those that wait already.</summary>
    public DateTimeOffset NextAllowedAt()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return Later(now, FreeAt(now) + (interval * _waiting));
        }
    }

    /// <summary>Waits for a turn; false when it would take longer than <paramref name="longest"/>.</summary>
    public async Task<bool> TryEnter(TimeSpan longest, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + longest;
        if (NextAllowedAt() > deadline)
            return false;

        Interlocked.Increment(ref _waiting);
        try
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                return await Take(deadline, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Close(TimeSpan retryAfter)
    {
        lock (_gate)
            _closedUntil = Later(_closedUntil, time.GetUtcNow() + retryAfter);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> Take(DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                var now = time.GetUtcNow();
                var free = FreeAt(now);
                if (free > deadline)
                    return false;
                if (free <= now)
                {
                    _spentUntil = Later(_spentUntil, now) + interval;
                    return true;
                }

                wait = free - now;
            }

            // Timers count whole milliseconds and would otherwise fire a little early, again and again.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
        }
    }

    private DateTimeOffset FreeAt(DateTimeOffset now) => Later(Later(_spentUntil, now) - (interval * (burst - 1)), _closedUntil);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
