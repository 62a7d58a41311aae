namespace SecurityHubBot.Slack.WebApi;

/// <summary>A Web API call that did not end well. Which case it is says whether Slack may have done what was asked.</summary>
public abstract class SlackCallException : Exception
{
    private protected SlackCallException(string method, string message, Exception? inner = null)
        : base(message, inner) => Method = method;

    /// <summary>Such as <c>chat.postMessage</c>.</summary>
    public string Method { get; }

    /// <summary>True when Slack may have done it: look before repeating. False: certainly not done.</summary>
    public bool MayHaveBeenDone => this is SlackUncertainException;

    internal abstract string Outcome { get; }
}

/// <summary>Slack refused (<c>ok: false</c>). Not done, and the same call will be refused again unless something changes.</summary>
public sealed class SlackException(string method, string errorCode, IReadOnlyList<string>? details = null)
    : SlackCallException(method, $"Slack refused {method}: {errorCode}{(details is { Count: > 0 } ? $" ({string.Join("; ", details)})" : "")}.")
{
    /// <summary>Slack's code, such as <c>channel_not_found</c>; <c>http_404</c> when the answer was no JSON.</summary>
    public string ErrorCode { get; } = errorCode;

    /// <summary>What Slack adds for wrong arguments and blocks, such as <c>[ERROR] must be less than 151 characters</c>.</summary>
    public IReadOnlyList<string> Details { get; } = details ?? [];

    internal override string Outcome => "refused";
}

/// <summary>Slack, or our own limiter for it, asks to wait longer than a call may wait. Not done.</summary>
public sealed class SlackRateLimitException(string method, TimeSpan retryAfter)
    : SlackCallException(method, $"Slack's rate limit for {method} is reached; it may be called again in {Math.Ceiling(retryAfter.TotalSeconds)} s.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;

    internal override string Outcome => "rate_limited";
}

/// <summary>No connection could be made. Not done.</summary>
public sealed class SlackUnreachableException(string method, Exception inner)
    : SlackCallException(method, $"Slack could not be reached for {method}.", inner)
{
    internal override string Outcome => "unreachable";
}

/// <summary>
/// The request may have been carried out: no answer in time, connection lost after sending, HTTP 5xx, Slack's own
/// <c>internal_error</c>, or an answer nobody can read. Repeating could do it twice.
/// </summary>
public sealed class SlackUncertainException(string method, string reason, Exception? inner = null)
    : SlackCallException(method, $"Slack may or may not have carried out {method}: {reason}.", inner)
{
    /// <summary>A few words such as <c>timeout</c> or <c>http_500</c>.</summary>
    public string Reason { get; } = reason;

    internal override string Outcome => "uncertain";
}
