using System.Text.Json.Nodes;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>The mark by which a message is recognised as ours: which case it is about, and which of the case's messages it is.</summary>
internal static class CardMetadata
{
    public const string CardEvent = "shub_case";
    private const string ThreadEvent = "shub_case_thread";

    public static MessageMetadata For(MessageRow row) => new()
    {
        EventType = row.IsCard ? CardEvent : ThreadEvent,
        EventPayload = new JsonObject { ["case"] = row.Number.ToString(), ["slot"] = row.Slot },
    };

    /// <summary>What a card that has moved away carries, so that it is not taken for the card.</summary>
    public static MessageMetadata Moved(CaseNumber number) => new()
    {
        EventType = "shub_case_moved",
        EventPayload = new JsonObject { ["case"] = number.ToString() },
    };

    public static bool Marks(MessageMetadata? metadata, MessageRow row) =>
        metadata is not null
        && metadata.EventType == (row.IsCard ? CardEvent : ThreadEvent)
        && metadata.EventPayload["case"] is JsonValue number && number.TryGetValue<string>(out var text) && text == row.Number.ToString()
        && metadata.EventPayload["slot"] is JsonValue slot && slot.TryGetValue<string>(out var name) && name == row.Slot;
}
