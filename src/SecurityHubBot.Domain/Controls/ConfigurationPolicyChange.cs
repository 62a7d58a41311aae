namespace SecurityHubBot.Domain.Controls;

/// <summary>What a configuration policy says of controls. Security Hub lets it list either those that are on or those that are off.</summary>
/// <param name="ListsEnabled">Whether <paramref name="Controls"/> are the ones that are on, and all others are off.</param>
public sealed record ConfiguredControls(IReadOnlyList<StandardId> Standards, bool ListsEnabled, IReadOnlyList<ControlId> Controls)
{
    public bool IsOn(ControlId control) => Controls.Contains(control) == ListsEnabled;

    public ConfiguredControls With(ConfigurationPolicyChange change)
    {
        var (added, removed) = ListsEnabled ? (change.SwitchOn, change.SwitchOff) : (change.SwitchOff, change.SwitchOn);
        return this with { Controls = [.. Controls.Where(c => !removed.Contains(c)).Concat(added.Where(c => !Controls.Contains(c)))] };
    }
}

/// <summary>What would have to change in a configuration policy so that its accounts are as wanted.</summary>
/// <param name="Divided">Controls that are wanted off in some of its accounts or standards and on in others: this one policy cannot say that.</param>
public sealed record ConfigurationPolicyChange(IReadOnlyList<ControlId> SwitchOff, IReadOnlyList<ControlId> SwitchOn, IReadOnlyList<ControlId> Divided)
{
    public bool IsEmpty => SwitchOff.Count + SwitchOn.Count == 0;

    /// <param name="targets">The accounts that follow the policy.</param>
    /// <param name="controls">Which controls there are in which of the policy's standards.</param>
    public static ConfigurationPolicyChange Of(
        ConfiguredControls policy, IReadOnlyList<ControlTarget> targets, IReadOnlyDictionary<StandardId, IReadOnlyList<ControlId>> controls, ControlWishes wishes)
    {
        List<ControlId> off = [], on = [], divided = [];
        var places = policy.Standards.SelectMany(s => controls.GetValueOrDefault(s, []).Select(c => (Standard: s, Control: c))).ToLookup(p => p.Control, p => p.Standard);
        foreach (var place in places.OrderBy(p => p.Key))
        {
            var wanted = place.SelectMany(standard => targets.Select(t => wishes.Of(t, standard, place.Key))).ToList();
            var isOn = policy.IsOn(place.Key);
            if (wanted.All(w => !w.IsOn))
            {
                off.AddRange(isOn ? [place.Key] : []);
            }
            else if (wanted.Any(w => !w.IsOn))
            {
                divided.Add(place.Key);
            }
            else if (!isOn && wanted.Any(w => w.IsExplicit))
            {
                // Listed as off by somebody: only a row or an exception says otherwise.
                on.Add(place.Key);
            }
        }

        return new ConfigurationPolicyChange(off, on, divided);
    }
}
