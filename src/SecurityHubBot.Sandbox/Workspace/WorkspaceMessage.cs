using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>A message as a test looks at it.</summary>
/// <param name="Json">As the Web API shows it, with metadata.</param>
/// <param name="Pings">Whom it notifies: <c>channel</c>, <c>here</c>, <c>everyone</c>, and ids of people and groups.</param>
public sealed record WorkspaceMessage(string Channel, string Ts, JsonObject Json, IReadOnlyList<string> Pings)
{
    public string Text => Json.Text("text") ?? "";

    public JsonArray Blocks => Json["blocks"] as JsonArray ?? [];

    /// <summary>The files it shares, as the Web API shows them.</summary>
    public JsonArray Files => Json["files"] as JsonArray ?? [];

    public JsonObject? Metadata => Json["metadata"] as JsonObject;

    public string? ThreadTs => Json.Text("thread_ts");

    public bool IsFromBot => Json.Text("bot_id") is not null;

    public bool IsTombstone => Json.Text("subtype") == "tombstone";

    public bool IsEdited => Json["edited"] is not null;

    /// <summary>Whether the whole channel would have been notified.</summary>
    public bool PingsEverybody => Pings.Intersect(["channel", "here", "everyone", "group"]).Any();

    /// <summary>The text with every text in the blocks, as a reader sees them together.</summary>
    public string AllText => string.Join('\n', [Text, .. Texts(Blocks)]);

    /// <summary>The action ids of everything that can be pressed.</summary>
    public IReadOnlyList<string> ActionIds =>
        [.. Blocks.Objects().SelectMany(Workspace.Blocks.BlockDefaults.ElementsOf).Select(e => e.Text("action_id")).OfType<string>()];

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Texts),
        JsonObject json => json.SelectMany(p => p.Key == "text" && p.Value is JsonValue value && value.TryGetValue<string>(out var text) ? [text] : Texts(p.Value)),
        _ => [],
    };
}
