using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>Findings that nothing behind them changes: those that were imported, and those that a test lays in.</summary>
public sealed class LooseFindings : IFindingShelf
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<JsonObject> _event;
    private readonly SortedDictionary<string, JsonObject> _findings = new(StringComparer.Ordinal);
    private string[]? _keys;

    internal LooseFindings(TimeProvider time, Action<JsonObject> @event) => (_time, _event) = (time, @event);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _findings.Count;
            }
        }
    }

    /// <summary>Lays findings in as they are, without an event.</summary>
    public void Add(params IEnumerable<JsonObject> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        lock (_gate)
        {
            foreach (var finding in findings)
            {
                _findings[Key(finding)] = finding.DeepClone().AsObject();
            }

            _keys = null;
        }
    }

    public JsonObject? Find(string id, string productArn)
    {
        lock (_gate)
        {
            return _findings.GetValueOrDefault(Key(id, productArn))?.DeepClone().AsObject();
        }
    }

    bool IFindingShelf.Update(string id, string productArn, JsonObject values)
    {
        JsonObject changed;
        lock (_gate)
        {
            if (!_findings.TryGetValue(Key(id, productArn), out var finding))
            {
                return false;
            }

            FindingUpdate.Apply(finding, values);
            changed = finding.DeepClone().AsObject();
        }

        _event(EventBridgeEvent.Wrap(changed, _time.AsffNow()));
        return true;
    }

    IEnumerable<(string Key, JsonObject Finding)> IFindingShelf.After(string? key)
    {
        string[] keys;
        lock (_gate)
        {
            keys = _keys ??= [.. _findings.Keys];
        }

        var start = key is null ? 0 : Array.BinarySearch(keys, key, StringComparer.Ordinal);
        for (var index = start >= 0 ? start + (key is null ? 0 : 1) : ~start; index < keys.Length; index++)
        {
            JsonObject? finding;
            lock (_gate)
            {
                finding = _findings.GetValueOrDefault(keys[index])?.DeepClone().AsObject();
            }

            if (finding is not null)
            {
                yield return (keys[index], finding);
            }
        }
    }

    /// <summary>BatchImportFindings: an older <c>UpdatedAt</c> changes nothing, and what customers set stays theirs.</summary>
    internal void Import(JsonObject finding)
    {
        var now = AsffTime.Format(_time.AsffNow());
        var newer = finding.DeepClone().AsObject();
        lock (_gate)
        {
            if (_findings.TryGetValue(Key(finding), out var known))
            {
                if (string.CompareOrdinal((string?)newer["UpdatedAt"], (string?)known["UpdatedAt"]) <= 0)
                {
                    return;
                }

                foreach (var name in (string[])["Workflow", "Note", "UserDefinedFields", "VerificationState"])
                {
                    newer[name] = known[name]?.DeepClone();
                }
            }

            newer["RecordState"] ??= "ACTIVE";
            newer["WorkflowState"] ??= "NEW";
            newer["Workflow"] ??= new JsonObject { ["Status"] = "NEW" };
            newer["ProcessedAt"] = now;
            foreach (var empty in newer.Where(m => m.Value is null).Select(m => m.Key).ToList())
            {
                newer.Remove(empty);
            }

            _findings[Key(newer)] = newer;
            _keys = null;
            newer = newer.DeepClone().AsObject();
        }

        _event(EventBridgeEvent.Wrap(newer, _time.AsffNow()));
    }

    private static string Key(JsonObject finding) => Key((string)finding["Id"]!, (string)finding["ProductArn"]!);

    private static string Key(string id, string productArn) => $"{id}\n{productArn}";
}
