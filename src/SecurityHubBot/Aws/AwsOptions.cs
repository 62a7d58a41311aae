using System.ComponentModel.DataAnnotations;
using Amazon;

namespace SecurityHubBot.Aws;

/// <summary>Security Hub as the bot asks it, in the delegated administrator's account. Nothing is asked without <c>Aws:Region</c>.</summary>
public sealed class AwsOptions : IValidatableObject
{
    public const string Section = "Aws";

    /// <summary>The Region in which findings of all Regions are aggregated: Security Hub's home Region.</summary>
    public string? Region { get; set; }

    /// <summary>Where Security Hub is in use, separated by commas; the home Region and those linked to it when empty.</summary>
    public string? Regions { get; set; }

    /// <summary>The role that the bot assumes in the members' accounts; without it nothing is read or switched there.</summary>
    [RegularExpression("[A-Za-z0-9+=,.@_-]{1,64}", ErrorMessage = "Aws:MemberRoleName must be the name of an IAM role, without a path and without its ARN.")]
    public string? MemberRoleName { get; set; }

    [RegularExpression("observe|act", ErrorMessage = "Aws:Mode must be 'observe' (nothing is changed in AWS) or 'act'.")]
    public string Mode { get; set; } = "observe";

    internal bool IsSet => !string.IsNullOrWhiteSpace(Region);

    /// <summary>Whether anything may be changed in AWS.</summary>
    internal bool Acts => Mode == "act";

    internal string HomeRegion => Region?.Trim() ?? throw new InvalidOperationException("Aws:Region is not set.");

    /// <summary><c>aws</c>, <c>aws-cn</c> or <c>aws-us-gov</c>.</summary>
    internal string Partition => RegionEndpoint.GetBySystemName(HomeRegion).PartitionName;

    internal IReadOnlyList<string> ListedRegions => [.. (Regions ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSet)
        {
            if (Acts)
            {
                yield return new ValidationResult("Aws:Region is missing; Aws:Mode is 'act', so set the Region in which Security Hub aggregates findings, such as ap-northeast-1.", [nameof(Region)]);
            }

            yield break;
        }

        foreach (var (key, region) in ListedRegions.Select(r => ("Aws:Regions", r)).Prepend(("Aws:Region", HomeRegion)))
        {
            if (!IsRegion(region))
            {
                yield return new ValidationResult($"{key} '{region}' is no Region; it looks like ap-northeast-1.", [nameof(Region)]);
            }
            else if (RegionEndpoint.GetBySystemName(region).PartitionName != Partition)
            {
                yield return new ValidationResult($"{key} '{region}' is in another partition than Aws:Region '{HomeRegion}'; a bot works in one.", [nameof(Regions)]);
            }
        }
    }

    // AWS opens Regions that the SDK has not heard of yet; those are known by their shape.
    private static bool IsRegion(string region) =>
        region.Length <= 32 && region.Split('-') is { Length: >= 3 } parts && parts.All(p => p.Length > 0 && p.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9'))) && char.IsAsciiDigit(region[^1]);
}
