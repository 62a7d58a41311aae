namespace SecurityHubBot.Tickets.Trackers;

/// <summary>The tracker did not do what was asked. The type says what that means for the next attempt.</summary>
public abstract class TrackerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The tracker's own words, when it gave any.</summary>
    public string? Reason { get; protected init; }
}

/// <summary>Refused, and will be again until somebody changes something: a missing field, a workflow, a project that is not there.</summary>
public sealed class TicketRefusedException : TrackerException
{
    public TicketRefusedException(string what, string reason, IReadOnlyDictionary<string, string>? fields = null)
        : base($"{what}: {reason}") => (Reason, Fields) = (reason, fields ?? new Dictionary<string, string>());

    /// <summary>What is wrong with which field, where the tracker says so.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }
}

/// <summary>The key is wrong, or may not do this.</summary>
public sealed class TrackerUnauthorizedException : TrackerException
{
    public TrackerUnauthorizedException(string what, string? reason)
        : base($"{what}: {reason ?? "the key is refused"}") => Reason = reason;
}

/// <summary>There is no such ticket or project, or none that the bot may see.</summary>
public sealed class TicketNotFoundException(string what) : TrackerException($"{what}: not found");

public sealed class TrackerRateLimitException(string what, TimeSpan retryAfter) : TrackerException($"{what}: too many requests")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>The tracker cannot be reached or fails; nothing was done.</summary>
public sealed class TrackerUnavailableException(string what, string reason, Exception? inner = null) : TrackerException($"{what}: {reason}", inner);

/// <summary>No answer came: what was asked for may have been done.</summary>
public sealed class TrackerUncertainException(string what, string reason, Exception? inner = null) : TrackerException($"{what}: {reason}", inner);
