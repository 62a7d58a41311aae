using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SecurityHubBot.Sandbox.Workspace.State;

internal sealed record Channel(string Id, string Name, string Topic, bool IsPrivate, long Created)
{
    public bool IsArchived { get; init; }

    /// <summary>The person on the other side when this is a direct message with the bot.</summary>
    public string? ImUser { get; init; }

    public HashSet<string> Members { get; init; } = [];

    public bool IsIm => ImUser is not null;

    public string EventType => IsIm ? "im" : IsPrivate ? "group" : "channel";
}

/// <summary>A message as Slack keeps it; thread counts are added when it is shown.</summary>
internal sealed record StoredMessage(string Channel, string Ts, JsonObject Json, IReadOnlyList<string> Pings)
{
    public string? ThreadTs => (string?)Json["thread_ts"];

    public bool IsReply => ThreadTs is { } root && root != Ts;

    public bool IsBroadcast => (string?)Json["subtype"] == "thread_broadcast";

    public bool IsTombstone => (string?)Json["subtype"] == "tombstone";
}

internal sealed record Ephemeral(string Id, string Channel, string User, JsonObject Message, string? ThreadTs);

/// <summary>A file that was announced, perhaps uploaded, perhaps shared.</summary>
/// <param name="Length">In bytes, as announced.</param>
internal sealed record StoredFile(string Id, string Name, int Length, long Created)
{
    private static readonly Dictionary<string, string> MimeTypes = new(StringComparer.Ordinal)
    {
        ["csv"] = "text/csv",
        ["gif"] = "image/gif",
        ["jpg"] = "image/jpeg",
        ["json"] = "application/json",
        ["pdf"] = "application/pdf",
        ["png"] = "image/png",
        ["txt"] = "text/plain",
    };

    public string? Title { get; init; }

    /// <summary>The bytes in base64, once they are here.</summary>
    public string? Content { get; init; }

    public bool IsComplete { get; init; }

    [JsonIgnore]
    public string Extension => Path.GetExtension(Name) is { Length: > 1 } extension ? extension[1..].ToLowerInvariant() : "binary";

    [JsonIgnore]
    public string MimeType => MimeTypes.GetValueOrDefault(Extension, "application/octet-stream");

    [JsonIgnore]
    public bool IsPicture => MimeType.StartsWith("image/", StringComparison.Ordinal);
}

/// <summary>A view on a person's screen: a modal of a stack, or a Home tab.</summary>
internal sealed record OpenView(string Id, string User, JsonObject Json);

/// <summary>Where a response URL leads to.</summary>
internal sealed record ResponseTarget(string Key, string Channel, string User, DateTimeOffset Expires)
{
    public int Uses { get; init; }

    public string? MessageTs { get; init; }

    public string? EphemeralId { get; init; }

    public string? ThreadTs { get; init; }
}
