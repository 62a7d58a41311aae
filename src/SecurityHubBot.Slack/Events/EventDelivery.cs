using System.Text;
using System.Text.Json;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Events;

/// <summary>An event as it came, and what it says.</summary>
internal sealed record EventDelivery(string Body, EventCallback Envelope)
{
    public static Encoding StrictUtf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="JsonException">Not an event envelope.</exception>
    /// <exception cref="DecoderFallbackException">Not UTF-8.</exception>
    public static EventDelivery Parse(byte[] body) => Parse(StrictUtf8.GetString(body));

    /// <exception cref="JsonException">Not an event envelope.</exception>
    public static EventDelivery Parse(string body)
    {
        var envelope = SlackJson.Deserialize<EventCallback>(body);
        var complete = envelope.Type switch
        {
            "" => false,
            "event_callback" => envelope is { EventId.Length: > 0, Event: not null },
            "url_verification" => envelope.Challenge is not null,
            _ => true,
        };
        return complete ? new EventDelivery(body, envelope) : throw new JsonException("The event envelope lacks its type, event_id, event or challenge.");
    }
}
