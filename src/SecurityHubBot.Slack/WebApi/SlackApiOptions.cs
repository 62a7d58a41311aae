namespace SecurityHubBot.Slack.WebApi;

/// <summary>How the Web API is called. Bound to the configuration section <c>Slack</c> by the app.</summary>
public sealed class SlackApiOptions
{
    /// <summary>Ends in a slash; methods are appended to it.</summary>
    public Uri ApiUrl { get; set; } = new("https://slack.com/api/");

    /// <summary>The bot token, <c>xoxb-…</c>.</summary>
    public string Token { get; set; } = "";

    /// <summary>The app-level token, <c>xapp-…</c>, needed for Socket Mode only.</summary>
    public string AppToken { get; set; } = "";

    /// <summary>How long one HTTP request may take; after it the outcome is uncertain.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one call may wait for rate limits altogether before <see cref="SlackRateLimitException"/>.</summary>
    public TimeSpan MaxRateLimitWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one call is repeated after HTTP 429.</summary>
    public int MaxRateLimitRetries { get; set; } = 3;

    /// <summary>How often one call is repeated after a failure that makes repeating safe.</summary>
    public int MaxTransientRetries { get; set; } = 3;

    /// <summary>The wait before the first such repetition; doubles each time, with jitter.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often Socket Mode asks whether Slack is still there. No setting: only tests have less time.</summary>
    internal TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long Slack may take to say that it is, before the connection counts as dropped.</summary>
    internal TimeSpan PongTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
