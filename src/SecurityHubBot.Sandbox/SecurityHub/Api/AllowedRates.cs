namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>The allowance of each account, Region and operation, as AWS documents it for Security Hub; that of Organizations is a guess, as AWS does not say it.</summary>
internal sealed class AllowedRates(TimeProvider time)
{
    /// <summary>Stands for the account where the allowance is that of the whole organisation.</summary>
    public const string Organization = "organization";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Account, string Region, string Operation), (double Tokens, DateTimeOffset At)> _buckets = [];

    public bool Take(string account, string region, string operation)
    {
        var (rate, burst) = operation switch
        {
            "GetFindings" => (3, 6),
            "BatchEnableStandards" => (1, 1),
            "UpdateStandardsControl" => (1, 5),
            _ when account == Organization => (5, 10),
            _ => (10, 30),
        };
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var (tokens, at) = _buckets.GetValueOrDefault((account, region, operation), (burst, now));
            var left = Math.Min(burst, tokens + ((now - at).TotalSeconds * rate) + 1e-6);
            _buckets[(account, region, operation)] = (left >= 1 ? left - 1 : left, now);
            return left >= 1;
        }
    }
}
