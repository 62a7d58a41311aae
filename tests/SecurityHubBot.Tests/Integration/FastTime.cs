namespace SecurityHubBot.Tests.Integration;

/// <summary>A clock that runs many times as fast, so that waits and limits are kept and a test still ends soon.</summary>
internal sealed class FastTime(DateTimeOffset start, int speed) : TimeProvider
{
    private readonly long _began = System.GetTimestamp();
    private long _ahead;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + new TimeSpan(GetTimestamp());

    public override long GetTimestamp() => (System.GetElapsedTime(_began) * speed).Ticks + Volatile.Read(ref _ahead);

    /// <summary>Only while nothing runs: what is waited for is not shortened.</summary>
    public void Jump(TimeSpan ahead) => Interlocked.Add(ref _ahead, ahead.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(System.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private TimeSpan Real(TimeSpan span) => span <= TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(span.TotalMilliseconds / speed)));

    private sealed class Timer(ITimer inner, FastTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(time.Real(dueTime), time.Real(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
