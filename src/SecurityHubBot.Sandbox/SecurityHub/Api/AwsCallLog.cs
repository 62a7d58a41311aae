namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>One call, and how it ended.</summary>
/// <param name="ErrorCode">Null when it was done and answered.</param>
public sealed record LoggedAwsCall(DateTimeOffset At, string AccountId, string Region, string Operation, int Status, string? ErrorCode);

/// <summary>The newest calls.</summary>
public sealed class AwsCallLog
{
    private const int Kept = 200_000;

    private readonly Lock _gate = new();
    private readonly Queue<LoggedAwsCall> _calls = new();

    public IReadOnlyList<LoggedAwsCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public int Count(string operation) => All.Count(c => c.Operation == operation);

    internal void Add(LoggedAwsCall call)
    {
        lock (_gate)
        {
            _calls.Enqueue(call);
            if (_calls.Count > Kept)
            {
                _calls.Dequeue();
            }
        }
    }
}
