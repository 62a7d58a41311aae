using System.Runtime.InteropServices;
using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Domain.Scores;

/// <summary>
/// The facts about some accounts, added up by control: as large as there are controls, however many findings, accounts and Regions.
/// A control has failed when it has failed in any of them, as in Security Hub's administrator account and aggregation Region.
/// </summary>
public sealed class ScoreSheet
{
    private readonly Dictionary<(ControlId Control, StandardSet Standards), FindingCounts> _enabled = [];
    private readonly HashSet<(ControlId Control, StandardId? Standard)> _disabled = [];

    public void Add(ControlFact fact, IEnabledControls enabled)
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(enabled);
        if (Enabled(fact, enabled) is { } standards)
        {
            Count((fact.Control, standards), fact.Findings);
        }
    }

    public void Add(ScoreSheet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (key, findings) in other._enabled)
        {
            Count(key, findings);
        }

        _disabled.UnionWith(other._disabled);
    }

    public ScoreCard Card(ControlCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var all = new Dictionary<ControlId, FindingCounts>();
        var byStandard = _disabled.Where(d => d.Standard is not null).Select(d => d.Standard!.Value).Distinct()
            .ToDictionary(s => s, _ => new Dictionary<ControlId, FindingCounts>());
        foreach (var (key, findings) in _enabled)
        {
            Count(all, key.Control, findings);
            foreach (var standard in key.Standards.Standards)
            {
                Count(CollectionsMarshal.GetValueRefOrAddDefault(byStandard, standard, out _) ??= [], key.Control, findings);
            }
        }

        var off = _disabled.Select(d => d.Control).Distinct().Count(c => !all.ContainsKey(c));
        return new ScoreCard(
            Line(all, off, catalogue),
            [
                .. byStandard
                    .OrderBy(s => s.Key.IsFoundationalBestPractices ? 0 : 1).ThenBy(s => s.Key.ToString(), StringComparer.Ordinal)
                    .Select(s => new StandardScore(s.Key, Line(s.Value, _disabled.Count(d => d.Standard == s.Key && !s.Value.ContainsKey(d.Control)), catalogue))),
            ]);
    }

    /// <summary>The standards in which the control is switched on there; null when it is in none.</summary>
    private StandardSet? Enabled(ControlFact fact, IEnabledControls enabled)
    {
        var named = fact.Standards.Standards;
        if (named.Count == 0)
        {
            return IsEnabled(standard: null) ? fact.Standards : null;
        }

        var on = 0;
        var isOn = new bool[named.Count];
        for (var i = 0; i < named.Count; i++)
        {
            isOn[i] = IsEnabled(named[i]);
            on += isOn[i] ? 1 : 0;
        }

        return on == named.Count ? fact.Standards : on == 0 ? null : new StandardSet(named.Where((_, i) => isOn[i]));

        bool IsEnabled(StandardId? standard)
        {
            var isEnabled = enabled.IsEnabled(fact.Account, fact.Region, fact.Control, standard);
            if (!isEnabled)
            {
                _disabled.Add((fact.Control, standard));
            }

            return isEnabled;
        }
    }

    private void Count((ControlId Control, StandardSet Standards) key, FindingCounts findings)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_enabled, key, out _);
        counts += findings;
    }

    private static void Count(Dictionary<ControlId, FindingCounts> controls, ControlId control, FindingCounts findings)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(controls, control, out _);
        counts += findings;
    }

    private static ScoreLine Line(Dictionary<ControlId, FindingCounts> controls, int disabled, ControlCatalogue catalogue)
    {
        var statuses = controls.Values.CountBy(c => c.Status).ToDictionary();
        int Of(ControlStatus status) => statuses.GetValueOrDefault(status);
        var failed = controls.Where(c => c.Value.Status == ControlStatus.Failed)
            .GroupBy(c => ScoreRules.SeverityOf(c.Key, c.Value, catalogue), c => (long)c.Value.Failed).ToList();
        return new ScoreLine(
            new Score(Of(ControlStatus.Passed), Of(ControlStatus.Failed), Of(ControlStatus.Unknown)),
            new Failures(failed.ToDictionary(g => g.Key, g => g.Count()), failed.ToDictionary(g => g.Key, g => g.Sum())),
            controls.Values.Sum(c => (long)c.Suppressed),
            Of(ControlStatus.NoData),
            disabled);
    }
}
