using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Changes;

/// <summary>Finds out what a change would do, by really deciding everything that it touches, and writing nothing.</summary>
internal sealed class ChangePreviews(IDirectory directory, CaseDecisions decisions, TimeProvider time)
{
    public async Task<ChangeEffect> Find(DbSession session, DirectoryEdit edit, TableRow? after)
    {
        var now = time.GetUtcNow();
        var snapshot = edit.Apply(await directory.For(session), after);
        var effect = ChangeEffect.Nothing;
        await foreach (var page in TouchedCases.Read(session, edit))
        {
            effect = page.Aggregate(effect, (sum, touched) => sum + Of(touched, snapshot, now));
        }

        return effect;
    }

    private ChangeEffect Of(TouchedCase touched, DirectorySnapshot snapshot, DateTimeOffset now)
    {
        var (policy, outcome) = decisions.Judge(touched.Key, [.. touched.Findings.Select(f => f.Fact)], touched.Current, touched.Exceptions, snapshot, now);
        var (wasOpen, isOpen) = (touched.Current is { IsClosed: false }, outcome.Case is { IsClosed: false });
        var failing = touched.Findings.Where(f => f.Fact is { IsActive: true, Compliance: ComplianceStatus.Failed }).ToList();
        var quiet = IsQuiet(policy.Policy);
        return new ChangeEffect(
            Touched: 1,
            Closes: wasOpen && !isOpen ? 1 : 0,
            Opens: !wasOpen && isOpen ? 1 : 0,
            NewDue: outcome.Events.Any(e => e is CaseEvent.DueChanged) && wasOpen && isOpen ? 1 : 0,
            Suppresses: quiet ? failing.Count(f => !IsQuiet(f.Policy)) : 0,
            Unsuppresses: quiet ? 0 : failing.Count(f => IsQuiet(f.Policy)),
            Tells: policy.Policy == ResponsePolicy.Notify ? failing.Count(f => f.Policy != ResponsePolicy.Notify.Code()) : 0);
    }

    private static bool IsQuiet(ResponsePolicy policy) => policy is ResponsePolicy.Ignore or ResponsePolicy.Disable;

    private static bool IsQuiet(string? recorded) => ResponsePolicies.TryParse(recorded, out var policy) && IsQuiet(policy);
}
