using System.Text.Json.Nodes;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Bulletins;

/// <summary>The mark by which a bulletin is recognised as ours, and as this one.</summary>
internal static class BulletinMetadata
{
    private const string EventType = "shub_bulletin";

    public static MessageMetadata For(BulletinRow row) => new()
    {
        EventType = EventType,
        EventPayload = new JsonObject { ["kind"] = row.Kind, ["audience"] = row.Audience, ["period"] = row.Period },
    };

    public static bool Marks(MessageMetadata? metadata, BulletinRow row) =>
        metadata is { EventType: EventType } && JsonNode.DeepEquals(metadata.EventPayload, For(row).EventPayload);
}
