using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Directories.Changes;

/// <summary>A change of one row of the policy table.</summary>
/// <param name="Standard">Null for the row for any standard.</param>
/// <param name="Cells">
/// New texts by column, or by what an override is for (<c>production</c>, <c>123456789012</c>); an empty text takes the cell away.
/// Null takes the whole row away, back to the rules.
/// </param>
public sealed record PolicyEdit(StandardId? Standard, ControlId Control, IReadOnlyDictionary<string, string>? Cells) : DirectoryEdit
{
    public const string Policy = "policy";
    public const string Category = "category";
    public const string DueDays = "due_days";
    public const string Note = "note";

    private const string Overrides = "environments";
    private const string AnyStandard = "*";

    public static bool IsOverride(string key) => AccountEnvironments.TryParse(key, out _) || AccountId.TryParse(key, out _);

    public bool Equals(PolicyEdit? other) => other is not null && Standard == other.Standard && Control == other.Control && AreSame(Cells, other.Cells);

    public override int GetHashCode() => HashCode.Combine(Standard, Control, Cells?.Count);

    internal override DirectoryTable Table => DirectoryTable.Policies;

    internal override object KeyArgs => new { standard = StandardText, control = Control.Key };

    internal override IReadOnlyDictionary<string, string> KeyCells(TableRow? row) =>
        new Dictionary<string, string> { ["standard"] = StandardText, ["control"] = row?.Cells["control"] ?? Control.ToString() };

    internal override string TouchedKey => Control.Key;

    internal override string TouchedColumn => "control_key";

    internal override RowResult<TableRow?> Apply(TableRow? row)
    {
        if (Cells is null)
        {
            return new RowResult<TableRow?>.Read(null);
        }

        var cells = Merge(PolicyRowParser.Columns, row, Cells);
        cells["standard"] = StandardText;
        cells["control"] = row?.Cells["control"] ?? Control.ToString();
        cells[Overrides] = MergeOverrides(row?.Cells[Overrides] ?? "", Cells.Where(c => IsOverride(c.Key)));
        // A row that says nothing is none.
        return cells.Where(c => c.Key is not ("standard" or "control")).All(c => string.IsNullOrEmpty(c.Value))
            ? new RowResult<TableRow?>.Read(null)
            : Read(PolicyRowParser.Parse(cells), PolicyRowParser.Format, Table);
    }

    internal override DirectorySnapshot Apply(DirectorySnapshot snapshot, TableRow? after)
    {
        var others = snapshot.Policies.Rows.Where(r => r.Control != Control || r.Standard != Standard);
        return snapshot with { Policies = PolicyTable.Create(after is null ? others : others.Append(RowOf(after))) };
    }

    internal static PolicyRow RowOf(TableRow row) =>
        PolicyRowParser.Parse(row.Cells!) is RowResult<PolicyRow>.Read { Row: var read } ? read : throw new FormatException($"The row {row.Name} cannot be read.");

    private string StandardText => Standard?.ToString() ?? AnyStandard;

    private static string MergeOverrides(string before, IEnumerable<KeyValuePair<string, string>> changes)
    {
        var overrides = before.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(o => o.Split('=', 2))
            .ToDictionary(o => o[0], o => o[1], StringComparer.OrdinalIgnoreCase);
        foreach (var (key, policy) in changes)
        {
            overrides[key] = policy;
        }

        return string.Join(';', overrides.Where(o => o.Value.Length > 0).Select(o => $"{o.Key}={o.Value}"));
    }
}
