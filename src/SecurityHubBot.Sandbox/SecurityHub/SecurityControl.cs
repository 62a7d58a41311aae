namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>A security control that the simulated Security Hub can check, as the real one describes it.</summary>
/// <param name="Rule">The AWS Config rule behind it, or null where Security Hub uses its own.</param>
/// <param name="Standards">Tails of the ARNs of the standards that have this control.</param>
/// <param name="Requirements">AWS's <c>RelatedRequirements</c> in the consolidated spelling.</param>
/// <param name="PerStandard">The control's own number and title in standards that number by themselves (CIS).</param>
/// <param name="Annotation">What the rule says about a failing resource.</param>
public sealed record SecurityControl(
    string Id,
    string Title,
    string Severity,
    string Description,
    string? Rule,
    string ResourceType,
    IReadOnlyList<string> Standards,
    IReadOnlyList<string>? Requirements = null,
    IReadOnlyDictionary<string, StandardControl>? PerStandard = null,
    string? Annotation = null)
{
    /// <summary>A GuardDuty finding type rather than a control: its findings have no compliance.</summary>
    public bool IsThreat => Id == GuardDutyFinding.Type;

    public bool ChecksTheAccount => ResourceType == ResourceKinds.Account;
}

public sealed record StandardControl(string Id, string Title);

/// <summary>The controls that the simulated Security Hub knows.</summary>
public static class SecurityControls
{
    public static IReadOnlyList<SecurityControl> All { get; } = [.. EmbeddedData.List<SecurityControl>("data/controls.json"), GuardDutyFinding.Control];

    private static readonly Dictionary<string, SecurityControl> ById = All.ToDictionary(c => c.Id, StringComparer.OrdinalIgnoreCase);

    public static SecurityControl? Find(string id) => ById.GetValueOrDefault(id);

    public static SecurityControl Get(string id) => Find(id) ?? throw new InvalidOperationException($"There is no control {id} in the catalogue.");
}
