using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Catalogue;

/// <summary>From AWS's category of a control to ours: a short list of rules, and a reviewed table of exceptions.</summary>
internal sealed class CategoryRules
{
    private static readonly (string Part, Category Category, OtherKind Kind)[] ByAwsCategory =
    [
        ("Encryption of data in transit", Category.EncryptionInTransit, OtherKind.None),
        ("Encryption of data at rest", Category.EncryptionAtRest, OtherKind.None),
        ("Data deletion protection", Category.Availability, OtherKind.None),
        ("Recover > Resilience", Category.Availability, OtherKind.None),
        ("Inventory > Tagging", Category.Other, OtherKind.Tagging),
        ("Identify > Inventory", Category.Other, OtherKind.None),
        ("Identify > Logging", Category.Logging, OtherKind.None),
        ("Vulnerability, patch, and version management", Category.Other, OtherKind.None),
        ("Detection services", Category.Essential, OtherKind.None),
        ("Secure access management", Category.Essential, OtherKind.None),
        ("Secure network configuration", Category.Essential, OtherKind.None),
        ("Restricted network access", Category.Essential, OtherKind.None),
        ("Secure development", Category.Essential, OtherKind.None),
        ("Protective services", Category.Essential, OtherKind.None),
        ("Data protection", Category.Essential, OtherKind.None),
        ("Identify > Resource configuration", Category.Essential, OtherKind.None),
        ("Identify > Compliance", Category.Essential, OtherKind.None),
    ];

    private readonly List<CategoryException> _exceptions;

    public CategoryRules(IEnumerable<CategoryException> exceptions) =>
        _exceptions = [.. exceptions.OrderBy(e => e.IsPrefix).ThenByDescending(e => e.Match.Length)];

    public IReadOnlyList<CategoryException> Exceptions => _exceptions;

    public static CategoryRules Load() =>
        new(EmbeddedTable.ReadRows("category_exceptions.tsv", columns: 4).Select(CategoryException.FromCells));

    /// <summary>Null when neither the table nor a rule says anything; <c>unused</c> is never among the answers.</summary>
    public (Category Category, OtherKind Kind)? Find(ControlId control, string awsCategory)
    {
        var exception = _exceptions.Find(e => e.Covers(control));
        return exception is not null ? (exception.Category, exception.Kind) : FindByAwsCategory(awsCategory);
    }

    public static (Category Category, OtherKind Kind)? FindByAwsCategory(string awsCategory)
    {
        foreach (var (part, category, kind) in ByAwsCategory)
        {
            if (awsCategory.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return (category, kind);
            }
        }

        return null;
    }
}

/// <summary>A line of <c>category_exceptions.tsv</c>.</summary>
internal sealed record CategoryException(string Match, bool IsPrefix, Category Category, OtherKind Kind, string Reason)
{
    public bool Covers(ControlId control) =>
        IsPrefix
            ? control.ToString().StartsWith(Match, StringComparison.OrdinalIgnoreCase)
            : control.ToString().Equals(Match, StringComparison.OrdinalIgnoreCase);

    public static CategoryException FromCells(string[] cells) =>
        Categories.TryParse(cells[1], out var category)
            ? new CategoryException(cells[0].TrimEnd('*'), cells[0].EndsWith('*'), category, OtherKinds.Parse(cells[2]), cells[3])
            : throw new InvalidOperationException($"category_exceptions.tsv: '{cells[1]}' is not a category.");
}
