using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>One call of the bot to the workspace (<c>in</c>) or one delivery of the workspace to the bot (<c>out</c>).</summary>
/// <param name="Name">The Web API method, or the kind of delivery such as <c>event app_mention</c>.</param>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
public sealed record WorkspaceCall(DateTimeOffset At, string Direction, string Name, int Status, TimeSpan Took, bool Ok, string? Error)
{
    /// <summary>What was sent, for assertions in tests; not shown on the page.</summary>
    public JsonObject Sent { get; init; } = [];

    public JsonObject? Answer { get; init; }

    internal JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["at"] = At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
            ["direction"] = Direction,
            ["name"] = Name,
            ["status"] = Status,
            ["ms"] = Math.Round(Took.TotalMilliseconds, 1),
            ["ok"] = Ok,
        };
        if (Error is not null)
            json["error"] = Error;

        return json;
    }
}

/// <summary>The newest calls, oldest first.</summary>
internal sealed class CallLog
{
    private const int Kept = 10_000;
    private readonly Lock _gate = new();
    private readonly Queue<WorkspaceCall> _calls = new();

    public IReadOnlyList<WorkspaceCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public void Add(WorkspaceCall call)
    {
        lock (_gate)
        {
            _calls.Enqueue(call);
            while (_calls.Count > Kept)
            {
                _calls.Dequeue();
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
        }
    }

    public JsonArray Newest(int count) => All.TakeLast(count).Select(c => (JsonNode)c.ToJson()).ToJsonArray();
}
