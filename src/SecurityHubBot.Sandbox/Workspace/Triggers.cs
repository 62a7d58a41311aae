using System.Security.Cryptography;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>Trigger ids: each lives three seconds and opens one view for the person whose click it came from.</summary>
internal sealed class Triggers(TimeProvider time, TimeSpan life)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Trigger> _issued = new(StringComparer.Ordinal);

    /// <summary>Whether one may still open a view.</summary>
    public bool AnyAlive
    {
        get
        {
            lock (_gate)
            {
                return _issued.Values.Any(t => !t.Used && time.GetUtcNow() <= t.Expires);
            }
        }
    }

    public string Issue(string user)
    {
        var id = $"{RandomNumberGenerator.GetInt32(int.MaxValue)}.{RandomNumberGenerator.GetInt32(int.MaxValue)}.{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        lock (_gate)
        {
            _issued[id] = new Trigger(user, time.GetUtcNow() + life, Used: false);
        }

        return id;
    }

    /// <summary>Uses a trigger up and says whose it was.</summary>
    public string Exchange(string id)
    {
        lock (_gate)
        {
            if (!_issued.TryGetValue(id, out var trigger))
                throw new SlackApiException("invalid_trigger_id");
            if (trigger.Used)
                throw new SlackApiException("exchanged_trigger_id");
            if (time.GetUtcNow() > trigger.Expires)
                throw new SlackApiException("expired_trigger_id");

            _issued[id] = trigger with { Used = true };
            return trigger.User;
        }
    }

    private sealed record Trigger(string User, DateTimeOffset Expires, bool Used);
}
