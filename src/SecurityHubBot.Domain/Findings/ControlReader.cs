using System.Text.Json;

namespace SecurityHubBot.Domain.Findings;

/// <summary>The control that a finding is about, and the standards that it names.</summary>
internal sealed record ControlOfFinding(ControlId? Id, IReadOnlyList<StandardId> Standards);

/// <summary>Collects what a Security Hub finding says about its control and standards; <see cref="ControlResolver"/> decides.</summary>
internal static class ControlReader
{
    public static readonly ControlOfFinding None = new(null, []);

    private const int MaxText = 2048;

    private static readonly string[] StandardFields =
        ["StandardsArn", "StandardsGuideArn", "StandardsSubscriptionArn", "StandardsGuideSubscriptionArn"];

    public static ControlOfFinding Read(JsonElement json, JsonElement? compliance, FindingNames names, FieldReader fields)
    {
        var product = fields.Object(json, "", "ProductFields");
        var standardOfProduct = product is { } p ? StandardOf(p, fields) : null;
        var associated = compliance is { } c ? Associated(c, fields) : [];
        var clues = new ControlClues(
            compliance is { } with ? ControlOf(with, fields) : null,
            names,
            standardOfProduct,
            product is { } own ? ProductText(own, "ControlId", fields) ?? ProductText(own, "RuleId", fields) : null,
            product is { } related ? ProductText(related, "RelatedAWSResources:0/name", fields) : null);
        return new ControlOfFinding(ControlResolver.Resolve(clues), Standards(associated, clues));
    }

    /// <summary>A per-standard finding belongs to its own standard even where the list beside it spells that one differently.</summary>
    private static List<StandardId> Standards(List<StandardId> associated, ControlClues clues)
    {
        var own = clues.Standard ?? StandardControl.Find(clues.Names.GeneratorId)?.Standard ?? StandardControl.Find(clues.Names.Id)?.Standard;
        if (own is { } standard && !associated.Contains(standard))
        {
            associated.Add(standard);
        }

        return associated;
    }

    private static string? ControlOf(JsonElement compliance, FieldReader fields)
    {
        var text = fields.Text(compliance, ".Compliance", "SecurityControlId", MaxText);
        if (text is null || ControlId.TryParse(text, out _))
        {
            return text;
        }

        fields.Fail(".Compliance.SecurityControlId", "is not a control id such as S3.13.");
        return null;
    }

    private static List<StandardId> Associated(JsonElement compliance, FieldReader fields)
    {
        var standards = new List<StandardId>();
        if (fields.Array(compliance, ".Compliance", "AssociatedStandards") is not { } list)
        {
            return standards;
        }

        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = $".Compliance.AssociatedStandards[{index++}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                fields.Fail(at, $"must be an object but is {JsonContent.NameOf(item.ValueKind)}.");
            }
            else if (StandardId.TryParse(fields.Text(item, at, "StandardsId", MaxText), out var standard) && !standards.Contains(standard))
            {
                standards.Add(standard);
            }
        }

        return standards;
    }

    private static StandardId? StandardOf(JsonElement product, FieldReader fields)
    {
        foreach (var name in StandardFields)
        {
            if (StandardId.TryParse(ProductText(product, name, fields), out var standard))
            {
                return standard;
            }
        }

        return StandardControl.Find(ProductText(product, "StandardsControlArn", fields) ?? "")?.Standard;
    }

    private static string? ProductText(JsonElement product, string name, FieldReader fields) =>
        fields.Text(product, ".ProductFields", name, MaxText);
}
