namespace SecurityHubBot.Domain.Policies;

/// <summary>The whole policy table, immutable, indexed by control so that one decision is one look-up.</summary>
public sealed class PolicyTable
{
    private readonly Dictionary<ControlId, PolicyRow[]> _byControl;

    private PolicyTable(Dictionary<ControlId, PolicyRow[]> byControl, IReadOnlyList<PolicyRow> ignored)
    {
        _byControl = byControl;
        Ignored = ignored;
        Rows = [.. byControl.OrderBy(c => c.Key).SelectMany(c => c.Value)];
    }

    public static PolicyTable Empty { get; } = Create([]);

    /// <summary>By control, and for one control the row for any standard first.</summary>
    public IReadOnlyList<PolicyRow> Rows { get; }

    /// <summary>
    /// Rows that another row for the same standard and control leaves without effect. A store whose keys know letter case
    /// (DynamoDB) can hold <c>s3.1</c> beside <c>S3.1</c>; the stricter one counts, so that the outcome never depends on the
    /// order in which they were read.
    /// </summary>
    public IReadOnlyList<PolicyRow> Ignored { get; }

    public static PolicyTable Create(IEnumerable<PolicyRow> rows)
    {
        var byKey = rows.GroupBy(r => (r.Control, r.Standard)).Select(StrictestFirst).ToList();
        var byControl = byKey
            .Select(g => g[0])
            .GroupBy(r => r.Control)
            .ToDictionary(g => g.Key, g => g.OrderBy(r => r.Standard?.ToString() ?? "", StringComparer.Ordinal).ToArray());
        return new PolicyTable(byControl, [.. byKey.SelectMany(g => g.Skip(1))]);
    }

    /// <summary>The row that counts: the one for the standard, else the one for any standard.</summary>
    public PolicyRow? Find(StandardId? standard, ControlId control)
    {
        if (!_byControl.TryGetValue(control, out var rows))
        {
            return null;
        }

        PolicyRow? forAny = null;
        foreach (var row in rows)
        {
            if (row.Standard is null)
            {
                forAny = row;
            }
            else if (row.Standard == standard)
            {
                return row;
            }
        }

        return forAny;
    }

    private static List<PolicyRow> StrictestFirst(IEnumerable<PolicyRow> rows) =>
        [.. rows.OrderByDescending(r => r.Policy is { } policy ? (int)policy : -1).ThenBy(r => r.Control.ToString(), StringComparer.Ordinal)];
}
