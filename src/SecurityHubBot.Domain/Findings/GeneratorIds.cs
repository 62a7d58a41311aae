using System.Collections.Frozen;

namespace SecurityHubBot.Domain.Findings;

/// <summary>
/// AWS's table from per-standard ids to security controls (published with consolidated findings in 2023), keyed by
/// <c>standard/v/version/id</c>. One id, CIS 1.2.0's 1.1, stands for two controls.
/// </summary>
internal static class GeneratorIds
{
    private const string Resource = "generator_ids.tsv";

    private static readonly FrozenDictionary<string, IReadOnlyList<ControlId>> Controls = Load();

    public static int Count => Controls.Count;

    public static IReadOnlyList<ControlId> Find(string key) => Controls.TryGetValue(key, out var controls) ? controls : [];

    private static FrozenDictionary<string, IReadOnlyList<ControlId>> Load()
    {
        using var stream = typeof(GeneratorIds).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The embedded table {Resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Skip(1)
            .Select(line => line.Split('\t'))
            .GroupBy(columns => columns[0], columns => ControlId.Parse(columns[1]), StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, IReadOnlyList<ControlId> (g) => g.ToArray(), StringComparer.OrdinalIgnoreCase);
    }
}
