namespace SecurityHubBot.Domain.Controls;

/// <summary>A decision that a control stays on in one account, or in all accounts of an organisational unit, although the policy is to disable it.</summary>
/// <param name="Scope">Twelve digits, or the id of a unit (<c>ou-…</c>) or of the root (<c>r-…</c>) as AWS Organizations gives it.</param>
/// <param name="Until">The last day on which it holds.</param>
public sealed record ControlExemption(string Scope, ControlId Control, string Reason, DateOnly Until)
{
    public bool IsUnit => IsUnitId(Scope);

    public static bool IsUnitId(string scope) => scope.StartsWith("ou-", StringComparison.Ordinal) || scope.StartsWith("r-", StringComparison.Ordinal);

    public bool Covers(ControlTarget target, ControlId control, DateOnly today) =>
        Control == control && today <= Until && (Scope == target.Account.ToString() || target.Units.Contains(Scope));
}

/// <summary>An account as policies and exceptions see it.</summary>
/// <param name="Units">The organisational units above it up to the root, nearest first; empty where no exception names one.</param>
/// <param name="Environment">Null for an account that nobody has entered.</param>
public sealed record ControlTarget(AccountId Account, IReadOnlyList<string> Units, Accounts.AccountEnvironment? Environment);
