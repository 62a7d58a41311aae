namespace Amazon.RateLimits;

/// <summary>
/// So many calls per second, and a few at once after a rest. Who waits is served in order, and whoever gives up leaves the queue
/// to the others.
/// </summary>
internal sealed class TokenBucket : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private readonly double _rate;
    private readonly double _burst;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private double _tokens;
    private DateTimeOffset _counted;
    private bool _timerRuns;

    public TokenBucket(double rate, double burst, TimeProvider time)
    {
        (_rate, _burst, _time, _tokens, _counted) = (rate, burst, time, burst, time.GetUtcNow());
        _timer = time.CreateTimer(_ => Serve(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public async Task Take(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            Refill();
            if (_waiting.Count == 0 && _tokens >= 1)
            {
                _tokens--;
                return;
            }

            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            SetTimer();
        }

        await using var givingUp = cancellationToken.Register(() => Leave(place, cancellationToken));
        await place.Value.Task;
    }

    /// <summary>The other side says that it is too much: nobody goes for so long, and then at the rate, without a burst.</summary>
    public void Pause(TimeSpan pause)
    {
        lock (_gate)
        {
            Refill();
            var until = _time.GetUtcNow() + pause;
            // Counting starts a token before the end, so that the first goes exactly then.
            (_tokens, _counted) = (0, Later(_counted, until - TimeSpan.FromSeconds(1 / _rate)));
            SetTimer();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Serve()
    {
        lock (_gate)
        {
            _timerRuns = false;
            Refill();
            while (_waiting.First is { } first && _tokens >= 1)
            {
                _waiting.RemoveFirst();
                _tokens--;
                first.Value.TrySetResult();
            }

            SetTimer();
        }
    }

    private void Leave(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
                place.Value.TrySetCanceled(cancellationToken);
            }
        }
    }

    private void Refill()
    {
        var now = _time.GetUtcNow();
        if (now > _counted)
        {
            // A hair more than nothing is lost to rounding: a timer that fires when a token is due must find it.
            _tokens = Math.Min(_burst, _tokens + ((now - _counted).TotalSeconds * _rate) + 1e-6);
            _counted = now;
        }
    }

    private void SetTimer()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        var due = _counted + TimeSpan.FromSeconds(Math.Max(0, 1 - _tokens) / _rate) - _time.GetUtcNow();
        if (!_timerRuns || due > TimeSpan.Zero)
        {
            _timerRuns = true;
            _timer.Change(due > TimeSpan.FromMilliseconds(1) ? due : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
