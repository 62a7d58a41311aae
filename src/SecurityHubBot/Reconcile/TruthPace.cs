using System.Collections.Concurrent;

namespace SecurityHubBot.Reconcile;

/// <summary>
/// AWS's limit of GetFindings, 3 calls a second and 6 at once for each account and Region, kept by ourselves so that whoever else
/// calls there is not throttled for our sake. On the program's own clock, which the limiters of System.Threading.RateLimiting do not
/// know.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/securityhub/latest/APIReference/Welcome.html</remarks>
internal sealed class TruthPace(TimeProvider time)
{
    private const int Burst = 6;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1) / 3;

    private readonly ConcurrentDictionary<string, Turns> _turns = new(StringComparer.Ordinal);

    /// <summary>Returns when the call may be made.</summary>
    public async Task Wait(TruthScope scope, CancellationToken cancellationToken)
    {
        var wait = _turns.GetOrAdd(scope.Key, _ => new Turns()).Take(time.GetUtcNow());
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>The generic cell rate algorithm: when the next call would come if all came evenly, and how far ahead of that one may be.</summary>
    private sealed class Turns
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _next = DateTimeOffset.MinValue;
        private DateTimeOffset _asked = DateTimeOffset.MinValue;

        public TimeSpan Take(DateTimeOffset now)
        {
            lock (_lock)
            {
                if (now < _asked)
                {
                    // The clock was put back: what is still to be waited is not longer for it.
                    _next -= _asked - now;
                }

                _asked = now;
                var due = _next > now ? _next : now;
                _next = due + Each;
                var wait = due - (Each * (Burst - 1)) - now;
                return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
            }
        }
    }
}
