namespace SecurityHubBot.Slack.Events;

/// <summary>The envelope around an event. Its id is the same in every delivery of the same event.</summary>
public sealed record EventCallback
{
    public string Type { get; init; } = "";

    public string? TeamId { get; init; }

    public string? ApiAppId { get; init; }

    public string EventId { get; init; } = "";

    /// <summary>Seconds since 1970.</summary>
    public long EventTime { get; init; }

    public Event? Event { get; init; }

    /// <summary>What to answer to <c>url_verification</c>.</summary>
    public string? Challenge { get; init; }

    public IReadOnlyList<EventAuthorization> Authorizations { get; init; } = [];
}

/// <summary>For whom the event is delivered.</summary>
public sealed record EventAuthorization
{
    public string? TeamId { get; init; }

    /// <summary>The bot's user id.</summary>
    public string? UserId { get; init; }

    public bool IsBot { get; init; }
}
