using System.Text.Json;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>Which controls were switched where, kept in a file so that a restart finds them so.</summary>
internal sealed class ControlSwitches
{
    private readonly string? _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Account, string Region, string Standard, string Control), ControlSwitch> _switches = [];
    private bool _isNew;

    /// <param name="file">Null keeps them in memory only.</param>
    /// <exception cref="SandboxStartException">The file holds something else.</exception>
    public ControlSwitches(string? file)
    {
        _file = file;
        if (file is not null && File.Exists(file))
        {
            foreach (var kept in Read(file))
            {
                _switches[(kept.Account, kept.Region, kept.Standard, kept.Control)] = kept.Switch;
            }
        }
    }

    public ControlSwitch? Find(string account, string region, string standard, string control)
    {
        lock (_gate)
        {
            return _switches.GetValueOrDefault((account, region, standard, control));
        }
    }

    public void Set(string account, string region, string standard, string control, ControlSwitch state)
    {
        lock (_gate)
        {
            _switches[(account, region, standard, control)] = state;
            _isNew = true;
        }
    }

    /// <summary>A standard that is enabled again has all its controls on.</summary>
    public void Forget(string account, string region, string standard)
    {
        lock (_gate)
        {
            foreach (var key in _switches.Keys.Where(k => k.Account == account && k.Region == region && k.Standard == standard).ToList())
            {
                _switches.Remove(key);
                _isNew = true;
            }
        }
    }

    public bool Any()
    {
        lock (_gate)
        {
            return _switches.Count > 0;
        }
    }

    public void Save()
    {
        lock (_gate)
        {
            if (_file is null || !_isNew)
            {
                return;
            }

            var kept = _switches.Select(s => new Kept(s.Key.Account, s.Key.Region, s.Key.Standard, s.Key.Control, s.Value)).ToList();
            WholeFile.Write(_file, JsonSerializer.Serialize(kept, EmbeddedData.Json));
            _isNew = false;
        }
    }

    private static List<Kept> Read(string file)
    {
        try
        {
            var read = JsonSerializer.Deserialize<List<Kept?>>(File.ReadAllText(file), EmbeddedData.Json) ?? [];
            return [.. read.Select(k => k is { Account: not null, Region: not null, Standard: not null, Control: not null, Switch: not null } ? k : throw new JsonException("a switch without its place"))];
        }
        catch (JsonException exception)
        {
            throw new SandboxStartException($"{file} does not hold switched controls ({exception.Message}): delete it, or begin again with --reset.");
        }
    }

    private sealed record Kept(string Account, string Region, string Standard, string Control, ControlSwitch Switch);
}

/// <summary>One control in one standard: on or off, why, and since when.</summary>
internal sealed record ControlSwitch(bool IsOn, string? Reason, DateTimeOffset UpdatedAt)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string Status => IsOn ? "ENABLED" : "DISABLED";
}
