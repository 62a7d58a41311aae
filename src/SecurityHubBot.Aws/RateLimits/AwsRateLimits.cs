using System.Collections.Concurrent;

namespace Amazon.RateLimits;

/// <summary>Calls per second and calls at once.</summary>
public sealed record CallRate(double PerSecond, int Burst);

/// <summary>
/// The rates that Security Hub allows to an account in a Region, per operation, and AWS Organizations to an organisation, held on
/// our side. One for all clients of a process: whoever acts in the same account and Region waits in the same line.
/// </summary>
public sealed class AwsRateLimits(TimeProvider time) : IDisposable
{
    /// <summary>How long nobody calls after the first refusal; it doubles with each further one.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Stands for the account where the allowance is that of the whole organisation.</summary>
    public const string Organization = "organization";

    private static readonly CallRate Others = new(10, 30);

    // AWS's API documentation, the text about throttling of the service; per account, Region and operation.
    private static readonly Dictionary<string, CallRate> Documented = new(StringComparer.Ordinal)
    {
        ["BatchEnableStandards"] = new(1, 1),
        ["GetFindings"] = new(3, 6),
        ["UpdateStandardsControl"] = new(1, 5),
        // Organizations is throttled without its documentation saying from where on: a guess on the careful side.
        ["DescribeOrganizationalUnit"] = new(5, 10),
        ["ListAccounts"] = new(5, 10),
        ["ListParents"] = new(5, 10),
    };

    private readonly ConcurrentDictionary<(string Account, string Region, string Operation), Line> _lines = new();

    /// <summary>What AWS documents for an operation, or what is taken for it.</summary>
    public static CallRate Of(string operation) => Documented.GetValueOrDefault(operation, Others);

    /// <summary>Waits for one's turn.</summary>
    public Task Take(string accountId, string region, string operation, CancellationToken cancellationToken) =>
        For(accountId, region, operation).Bucket.Take(cancellationToken);

    /// <summary>How many wait for their turn.</summary>
    public int Waiting(string accountId, string region, string operation) => For(accountId, region, operation).Bucket.Waiting;

    public void Dispose()
    {
        foreach (var line in _lines.Values)
        {
            line.Bucket.Dispose();
        }
    }

    /// <summary>AWS refused a call as one too many: something else spends the same allowance.</summary>
    internal void Refused(string accountId, string region, string operation)
    {
        var line = For(accountId, region, operation);
        var refusals = Math.Min(Interlocked.Increment(ref line.Refusals), 6);
        var pause = FirstPause * Math.Pow(2, refusals - 1);
        line.Bucket.Pause(pause < LongestPause ? pause : LongestPause);
    }

    internal void Accepted(string accountId, string region, string operation) =>
        Volatile.Write(ref For(accountId, region, operation).Refusals, 0);

    private Line For(string accountId, string region, string operation) =>
        _lines.GetOrAdd((accountId, region, operation), static (key, time) => new Line(Of(key.Operation), time), time);

    private sealed class Line(CallRate rate, TimeProvider time)
    {
        public int Refusals;

        // A fifth of the burst stays free: calls that leave in time arrive closer together than they left.
        public TokenBucket Bucket { get; } = new(rate.PerSecond, Math.Ceiling(rate.Burst * 0.8), time);
    }
}
