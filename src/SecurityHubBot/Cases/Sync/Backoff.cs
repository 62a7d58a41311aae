namespace SecurityHubBot.Cases.Sync;

/// <summary>How long to wait before the next attempt: twice as long after each failure, up to some minutes.</summary>
internal static class Backoff
{
    private const int MaxExponent = 9;

    /// <param name="failures">How many there have been before this one.</param>
    /// <param name="first">After the first failure; a second when null.</param>
    public static TimeSpan After(int failures, TimeSpan? first = null) => (first ?? TimeSpan.FromSeconds(1)) * (1 << Math.Min(failures, MaxExponent));
}
