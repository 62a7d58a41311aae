namespace SecurityHubBot.Domain.Policies;

/// <summary>What decided a policy, for the audit trail and for people who ask "why".</summary>
public enum PolicySource
{
    AccountOverride,
    EnvironmentOverride,
    PolicyRow,
    Category,
    FoundationalSeverity,
    CisBenchmark,
    UnknownControl,
}

/// <summary>The outcome of the policy rules for one control in one account.</summary>
/// <param name="Standard">The standard whose policy was the strictest; null when no standard is known.</param>
/// <param name="DueDays">The row's own number of days, when it has one.</param>
/// <param name="IsNewControl">Neither a row nor the catalogue knows the control: the security team should decide.</param>
public sealed record PolicyDecision(ResponsePolicy Policy, PolicySource Source, Category Category, StandardId? Standard, int? DueDays, bool IsNewControl);
