using System.Diagnostics;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Domain.Policies;

/// <summary>Which policy a control has in an account: a pure function over the policy table, the catalogue and the account.</summary>
public static class PolicyRules
{
    /// <summary>Decides per standard and takes the strictest: track, then notify, ignore, disable.</summary>
    public static PolicyDecision Decide(PolicyQuestion question)
    {
        if (question.Standards.Count == 0)
        {
            return DecideFor(standard: null, question);
        }

        PolicyDecision? strictest = null;
        foreach (var standard in question.Standards)
        {
            var decision = DecideFor(standard, question);
            if (strictest is null || Compare(decision, strictest) < 0)
            {
                strictest = decision;
            }
        }

        return strictest!;
    }

    private static PolicyDecision DecideFor(StandardId? standard, PolicyQuestion question)
    {
        var row = question.Rows.Find(standard, question.Control);
        var category = row?.Category ?? question.Catalogue?.Category;
        if (row is not null && Explicit(row, question) is var (policy, source))
        {
            return new PolicyDecision(policy, source, category ?? Category.Other, standard, row.DueDays, IsNewControl: false);
        }

        var (basic, basicSource) = category is { } known
            ? (ByCategory(known, question.Catalogue?.OtherKind ?? OtherKind.None, question.JudgedEnvironment), PolicySource.Category)
            : (OfUnknownControl(question.FailedSeverity), PolicySource.UnknownControl);
        var (adapted, adaptedSource) = AdaptToStandard(standard, basic, basicSource, question.ControlSeverity);
        return new PolicyDecision(adapted, adaptedSource, category ?? Category.Other, standard, row?.DueDays, IsNewControl: category is null);
    }

    private static (ResponsePolicy Policy, PolicySource Source)? Explicit(PolicyRow row, PolicyQuestion question)
    {
        if (row.Accounts.TryGetValue(question.Account, out var ofAccount))
        {
            return (ofAccount, PolicySource.AccountOverride);
        }

        if (row.Environments.TryGetValue(question.JudgedEnvironment, out var ofEnvironment))
        {
            return (ofEnvironment, PolicySource.EnvironmentOverride);
        }

        return row.Policy is { } policy ? (policy, PolicySource.PolicyRow) : null;
    }

    private static ResponsePolicy ByCategory(Category category, OtherKind kind, AccountEnvironment environment)
    {
        var isProduction = environment == AccountEnvironment.Production;
        return category switch
        {
            Category.Essential => ResponsePolicy.Track,
            Category.Availability => ResponsePolicy.Ignore,
            Category.Logging => isProduction ? ResponsePolicy.Track : ResponsePolicy.Notify,
            Category.EncryptionInTransit => ResponsePolicy.Track,
            Category.EncryptionAtRest => ResponsePolicy.Ignore,
            Category.Unused => ResponsePolicy.Disable,
            Category.Other => ByOtherKind(kind, isProduction),
            _ => throw new UnreachableException(),
        };
    }

    private static ResponsePolicy ByOtherKind(OtherKind kind, bool isProduction) => kind switch
    {
        OtherKind.NonSecurityLogs => ResponsePolicy.Ignore,
        OtherKind.Waf => isProduction ? ResponsePolicy.Notify : ResponsePolicy.Ignore,
        OtherKind.OsPatching => ResponsePolicy.Ignore,
        OtherKind.Tagging => ResponsePolicy.Ignore,
        OtherKind.None => ResponsePolicy.Notify,
        _ => throw new UnreachableException(),
    };

    private static ResponsePolicy OfUnknownControl(Severity? severity) =>
        severity >= Severity.High ? ResponsePolicy.Track : ResponsePolicy.Notify;

    /// <summary>CIS tracks whatever is not disabled; every other standard tells of what is MEDIUM or lower instead of tracking it.</summary>
    private static (ResponsePolicy Policy, PolicySource Source) AdaptToStandard(
        StandardId? standard, ResponsePolicy policy, PolicySource source, Severity? severity)
    {
        if (standard is { IsCisBenchmark: true })
        {
            return policy is ResponsePolicy.Disable or ResponsePolicy.Track ? (policy, source) : (ResponsePolicy.Track, PolicySource.CisBenchmark);
        }

        return policy == ResponsePolicy.Track && severity <= Severity.Medium
            ? (ResponsePolicy.Notify, PolicySource.FoundationalSeverity)
            : (policy, source);
    }

    /// <summary>
    /// Negative when <paramref name="a"/> wins. Equally strict: what a person decided before what a rule says, then the shorter
    /// time, then the standard's name, so that the order of the standards never matters.
    /// </summary>
    private static int Compare(PolicyDecision a, PolicyDecision b)
    {
        var byPolicy = b.Policy.CompareTo(a.Policy);
        if (byPolicy != 0)
        {
            return byPolicy;
        }

        var bySource = a.Source.CompareTo(b.Source);
        if (bySource != 0)
        {
            return bySource;
        }

        var byDueDays = (a.DueDays ?? int.MaxValue).CompareTo(b.DueDays ?? int.MaxValue);
        return byDueDays != 0 ? byDueDays : string.CompareOrdinal(a.Standard?.ToString(), b.Standard?.ToString());
    }
}
