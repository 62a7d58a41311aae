namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>What a control is called in a standard's own finding while consolidated findings are off.</summary>
/// <param name="Standard">The tail of the standard's ARN.</param>
/// <param name="Number">The control's id inside the standard: <c>S3.8</c> in the best practices, <c>2.1.5.2</c> in CIS 1.4.0.</param>
internal sealed record OldName(string Standard, string Number, string Title, string TypeSuffix, IReadOnlyList<string> Requirements)
{
    private const string Foundational = "aws-foundational-security-best-practices/v/1.0.0";
    private const string FirstCis = "cis-aws-foundations-benchmark/v/1.2.0";
    private const string Cis = "cis-aws-foundations-benchmark/";

    /// <summary>CIS 1.2.0 is a "ruleset", with other field names than every later standard.</summary>
    public bool IsRuleset => Standard == FirstCis;

    public string StandardsId => StandardsIdOf(Standard);

    public string GeneratorId => IsRuleset ? $"arn:aws:securityhub:::{StandardsId}/rule/{Number}" : $"{Standard}/{Number}";

    public static string StandardsIdOf(string standard) => standard == FirstCis ? $"ruleset/{standard}" : $"standards/{standard}";

    /// <summary>Null for a standard that has no form of its own here.</summary>
    public static OldName? For(string standard, SecurityControl control)
    {
        if (standard == Foundational)
        {
            return new OldName(standard, control.Id, $"{control.Id} {control.Title}", "AWS-Foundational-Security-Best-Practices", []);
        }

        if (standard.StartsWith(Cis, StringComparison.Ordinal) && control.PerStandard?.GetValueOrDefault(standard) is { } name)
        {
            var version = standard[(standard.LastIndexOf('/') + 1)..];
            return new OldName(
                standard, name.Id, name.Title, "CIS AWS Foundations Benchmark", [$"CIS AWS Foundations Benchmark v{version}/{name.Id}"]);
        }

        return null;
    }
}
