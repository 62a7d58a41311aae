using System.Diagnostics.CodeAnalysis;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Catalogue;

/// <summary>Every control that AWS has published, by id in any letter case. <c>SOURCES.md</c> says where the data is from.</summary>
public sealed class ControlCatalogue
{
    private const int Columns = 10;
    private const int FirstCisColumn = 5;
    private const int TitleColumn = 9;

    private static readonly StandardId[] CisVersions =
    [
        StandardId.Parse("cis-aws-foundations-benchmark/v/1.2.0"),
        StandardId.Parse("cis-aws-foundations-benchmark/v/1.4.0"),
        StandardId.Parse("cis-aws-foundations-benchmark/v/3.0.0"),
        StandardId.Parse("cis-aws-foundations-benchmark/v/5.0.0"),
    ];

    private static readonly Lazy<ControlCatalogue> Embedded = new(LoadEmbedded);

    private readonly Dictionary<ControlId, CatalogueControl> _controls;

    private ControlCatalogue(IEnumerable<CatalogueControl> controls)
    {
        _controls = controls.ToDictionary(c => c.Id);
        Active = [.. _controls.Values.Where(c => !c.IsRetired).OrderBy(c => c.Id)];
        Retired = [.. _controls.Values.Where(c => c.IsRetired).OrderBy(c => c.Id)];
    }

    public static ControlCatalogue Default => Embedded.Value;

    public IReadOnlyList<CatalogueControl> Active { get; }

    /// <summary>Controls that no longer exist; findings and tables from their time still name them.</summary>
    public IReadOnlyList<CatalogueControl> Retired { get; }

    public bool TryGet(ControlId id, [NotNullWhen(true)] out CatalogueControl? control) => _controls.TryGetValue(id, out control);

    public CatalogueControl? Find(ControlId id) => _controls.GetValueOrDefault(id);

    private static ControlCatalogue LoadEmbedded()
    {
        var rules = CategoryRules.Load();
        var japanese = EmbeddedTable.ReadRows("titles_ja.tsv", columns: 2).ToDictionary(r => ControlId.Parse(r[0]), r => r[1]);
        var active = EmbeddedTable.ReadRows("controls.tsv", Columns).Select(r => Read(r, rules, japanese, isRetired: false));
        var retired = EmbeddedTable.ReadRows("retired_controls.tsv", Columns).Select(r => Read(r, rules, japanese, isRetired: true));
        return new ControlCatalogue(active.Concat(retired));
    }

    private static CatalogueControl Read(string[] cells, CategoryRules rules, Dictionary<ControlId, string> japanese, bool isRetired)
    {
        var id = ControlId.Parse(cells[0]);
        if (!Severities.TryParse(cells[1], out var severity))
        {
            throw new InvalidOperationException($"The catalogue's severity of {id} is '{cells[1]}'.");
        }

        // AWS no longer publishes the category of most retired controls; nearly all of those are network end points.
        var (category, kind) = rules.Find(id, cells[4])
            ?? (isRetired ? (Category.Essential, OtherKind.None) : throw new InvalidOperationException($"No rule gives {id} a category: '{cells[4]}'."));
        var standards = cells[3].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(StandardId.Parse).ToArray();
        return new CatalogueControl(
            id, severity, cells[2], standards, cells[4], category, kind, CisNumbers(cells), cells[TitleColumn], japanese[id], isRetired);
    }

    private static Dictionary<StandardId, string> CisNumbers(string[] cells) =>
        CisVersions
            .Select((standard, i) => (standard, Number: cells[FirstCisColumn + i]))
            .Where(c => c.Number.Length > 0)
            .ToDictionary(c => c.standard, c => c.Number);
}
