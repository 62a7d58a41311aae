namespace SecurityHubBot.Tickets.Sync;

/// <summary>While the tracker asks to wait, or does not answer, this instance asks it nothing: not once for every ticket.</summary>
internal sealed class TrackerPause(TimeProvider time)
{
    private const int MaxExponent = 6;

    private readonly Lock _lock = new();
    private int _failures;
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>How long to wait still; zero or less when not at all.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_lock)
            {
                return _until - time.GetUtcNow();
            }
        }
    }

    public void For(TimeSpan wait)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + wait;
            _until = until > _until ? until : _until;
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _failures = 0;
        }
    }

    /// <summary>1 s, 2 s, 4 s, … up to a minute after failures that follow one another.</summary>
    public void Failed()
    {
        lock (_lock)
        {
            _until = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(_failures++, MaxExponent)));
        }
    }
}
