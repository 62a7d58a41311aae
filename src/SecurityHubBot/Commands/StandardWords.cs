using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Commands;

/// <summary>What somebody's word for a standard means.</summary>
internal abstract record StandardWord
{
    private StandardWord()
    {
    }

    public sealed record One(StandardId Standard) : StandardWord;

    public sealed record Any : StandardWord;

    public sealed record Unknown : StandardWord;
}

/// <summary>Standards by the tail of their ARN, and by the short names that people use: <c>fsbp</c>, <c>cis-1.4.0</c>, <c>pci</c>.</summary>
internal static class StandardWords
{
    private static readonly Dictionary<string, string> Families = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fsbp"] = "aws-foundational-security-best-practices",
        ["cis"] = "cis-aws-foundations-benchmark",
        ["nist"] = "nist-800-53",
        ["nist-800-171"] = "nist-800-171",
        ["pci"] = "pci-dss",
        ["tagging"] = "aws-resource-tagging-standard",
        ["control-tower"] = "service-managed-aws-control-tower",
    };

    public static IReadOnlyList<StandardId> Known { get; } =
        [.. ControlCatalogue.Default.Active.SelectMany(c => c.Standards).Distinct().OrderBy(s => s.ToString(), StringComparer.Ordinal)];

    public static StandardWord Find(string word)
    {
        if (word is "*" or "any" || (Vocabulary.Flags.TryGetValue(word, out var flag) && flag == FilterFlag.Everywhere))
        {
            return new StandardWord.Any();
        }

        if (StandardId.TryParse(word.ToLowerInvariant(), out var exact))
        {
            return new StandardWord.One(exact);
        }

        // A short name that stands for several versions would be a guess.
        return Families.Where(f => word.StartsWith(f.Key, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(f => f.Key.Length)
            .Select(f => Versions(f.Value, word[f.Key.Length..].Trim('-', ' ', 'v', '_')))
            .FirstOrDefault() is [var only]
            ? new StandardWord.One(only)
            : new StandardWord.Unknown();
    }

    private static List<StandardId> Versions(string family, string version) =>
        [.. Known.Where(s => s.ToString().StartsWith($"{family}/v/{version}", StringComparison.Ordinal))];
}
