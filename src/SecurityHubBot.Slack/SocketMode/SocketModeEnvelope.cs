using System.Text.Json;

namespace SecurityHubBot.Slack.SocketMode;

/// <summary>One message of the socket. Source: "Using Socket Mode", docs.slack.dev.</summary>
internal sealed record SocketModeEnvelope
{
    public string Type { get; init; } = "";

    public string EnvelopeId { get; init; } = "";

    public JsonElement Payload { get; init; }

    public bool AcceptsResponsePayload { get; init; }

    /// <summary>Of a disconnect: warning, refresh_requested or link_disabled.</summary>
    public string? Reason { get; init; }
}
