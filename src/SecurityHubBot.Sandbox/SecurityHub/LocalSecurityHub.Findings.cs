using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.SecurityHub.Api;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>The findings as Security Hub's API gives and updates them.</summary>
public sealed partial class LocalSecurityHub : IFindingShelf
{
    private (int Version, TrackedResource[] Resources) _ordered = (-1, []);
    private (int Count, Dictionary<string, string> Keys) _byFinding = (-1, []);

    IEnumerable<(string Key, JsonObject Finding)> IFindingShelf.After(string? key)
    {
        // Within a resource the findings have a number: a page may end between two of them.
        var (after, number) = key?.Split('/') is [var k, var n] && int.TryParse(n, out var parsed) ? (k, parsed) : (key, int.MaxValue);
        foreach (var resource in Ordered().SkipWhile(r => string.CompareOrdinal(r.Key, after) < 0))
        {
            var findings = Findings(resource);
            for (var index = resource.Key == after ? Math.Min(number, findings.Count) + 1 : 0; index < findings.Count; index++)
            {
                yield return ($"{resource.Key}/{index}", findings[index]);
            }
        }
    }

    JsonObject? IFindingShelf.Find(string id, string productArn)
    {
        lock (_lock)
        {
            return Locate(id, productArn)?.Finding;
        }
    }

    bool IFindingShelf.Update(string id, string productArn, JsonObject values)
    {
        lock (_lock)
        {
            if (Locate(id, productArn) is not { } found)
            {
                return false;
            }

            var updates = new Dictionary<string, JsonObject>(found.Resource.Updates ?? [], StringComparer.Ordinal);
            var all = updates.GetValueOrDefault(id)?.DeepClone().AsObject() ?? [];
            FindingUpdate.Apply(all, values);
            updates[id] = all;
            _store.Save(found.Resource with { Updates = updates });
            FindingUpdate.Apply(found.Finding, values);
            SendEvent(EventBridgeEvent.Wrap(found.Finding, _time.AsffNow()), $"{found.Resource.ControlId} {found.Resource.Name}");
            return true;
        }
    }

    /// <summary>Sends an event that belongs to no resource here: that of an imported finding.</summary>
    internal void SendImported(JsonObject sent) => SendEvent(sent, (string?)sent["detail"]?["findings"]?[0]?["Title"] ?? "");

    private void SendEvent(JsonObject sent, string what) =>
        _ = _sender.Enqueue(sent["resources"]![0]!.GetValue<string>(), what, sent.ToJsonString(EmbeddedData.Json));

    private TrackedResource[] Ordered()
    {
        lock (_lock)
        {
            if (_ordered.Version != _store.Version)
            {
                _ordered = (_store.Version, [.. _store.All.OrderBy(r => r.Key, StringComparer.Ordinal)]);
            }

            return _ordered.Resources;
        }
    }

    private (TrackedResource Resource, JsonObject Finding)? Locate(string id, string productArn)
    {
        // A finding's id depends on its resource alone: only new resources make new ones.
        if (_byFinding.Count != _store.Count)
        {
            _byFinding = (_store.Count, _store.All.SelectMany(r => Findings(r).Select(f => ((string)f["Id"]!, r.Key))).ToDictionary(StringComparer.Ordinal));
        }

        if (!_byFinding.Keys.TryGetValue(id, out var key) || _store.Find(key) is not { } resource)
        {
            return null;
        }

        return Findings(resource).FirstOrDefault(f => (string?)f["Id"] == id && (string?)f["ProductArn"] == productArn) is { } finding ? (resource, finding) : null;
    }

    private static IReadOnlyList<JsonObject> WithUpdates(TrackedResource resource, IReadOnlyList<JsonObject> findings)
    {
        if (resource.Updates is { Count: > 0 } updates)
        {
            foreach (var finding in findings)
            {
                if (updates.TryGetValue((string)finding["Id"]!, out var values))
                {
                    FindingUpdate.Apply(finding, values);
                }
            }
        }

        return findings;
    }
}
