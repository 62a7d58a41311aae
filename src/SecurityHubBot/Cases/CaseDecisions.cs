using System.Diagnostics;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Hosting;
using SecurityHubBot.Members;
using SecurityHubBot.Persistence;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Cases;

/// <summary>Loads what a case depends on, decides (in the domain), and stores the outcome.</summary>
internal sealed class CaseDecisions(IDirectory directory, ControlCatalogue catalogue, DueDates dueDates, WorkflowLooks workflows, Telemetry telemetry, TimeProvider time)
{
    /// <summary>Decides the cases of the claimed rows, which are deleted in the same transaction.</summary>
    public async Task Decide(DbSession session, IReadOnlyList<QueuedCase> claimed)
    {
        await session.ShareDirectory();
        var snapshot = await directory.For(session);
        var left = await MemberStore.Left(session, [.. claimed.Select(q => q.AccountId).Distinct(StringComparer.Ordinal)]);
        // One order for everybody, so that two instances cannot wait for each other.
        foreach (var group in claimed.GroupBy(q => q.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            await session.LockCase(group.Key);
            await DecideOne(session, group.First(), snapshot, left.Contains(group.First().AccountId));
        }

        await DecisionQueue.Delete(session, claimed);
    }

    private async Task DecideOne(DbSession session, QueuedCase queued, DirectorySnapshot snapshot, bool hasLeft)
    {
        using var activity = Telemetry.Continue("decide case", queued.TraceParent);
        var (control, facts) = await FindingFacts.Find(session, queued);
        var key = new CaseKey(AccountId.Parse(queued.AccountId), queued.Region, control ?? ControlId.Parse(queued.ControlKey));
        var current = await CaseStore.Find(session, key);
        if (control is null && current is null)
        {
            return;
        }

        var now = time.GetUtcNow();
        var exceptions = current is null ? [] : await ExceptionStore.Of(session, current.Number);
        var (decision, outcome) = Judge(key, facts, current, exceptions, snapshot, now, hasLeft);
        await FindingFacts.Record(session, queued, decision);
        if (outcome.Case is { } after && (current is null || outcome.Events.Count > 0 || HasMoved(current, after)))
        {
            await CaseRecorder.Record(session, current, after, outcome.Events, CaseRecorder.Bot, Activity.Current?.Id ?? queued.TraceParent, now, decision.Policy.Code());
        }

        await workflows.AtGroup(session, queued.AccountId, queued.Region, queued.ControlKey);
        telemetry.Decisions.Add(1, new KeyValuePair<string, object?>("policy", decision.Policy.Code()));
        telemetry.DecisionDelay.Record((now - Micros.ToTime(queued.QueuedAt)).TotalSeconds);
    }

    /// <summary>What would come of deciding now, with these tables; a preview of a change asks with the tables as they would be.</summary>
    public (PolicyDecision Policy, CaseOutcome Outcome) Judge(
        CaseKey key, IReadOnlyList<FindingFact> facts, Case? current, IReadOnlyList<CaseException> exceptions, DirectorySnapshot snapshot, DateTimeOffset now, bool hasLeft = false)
    {
        var policy = DecidePolicy(key, facts, current, snapshot);
        return (policy, CaseDecider.Decide(Question(key, current, facts, policy, now) with { Exceptions = exceptions, HasLeft = hasLeft }));
    }

    private PolicyDecision DecidePolicy(CaseKey key, IReadOnlyList<FindingFact> facts, Case? current, DirectorySnapshot snapshot) =>
        PolicyRules.Decide(new PolicyQuestion(
            key.Control,
            Entry(key.Control),
            FailedSeverity(facts) ?? current?.Severity,
            Standards(facts, current),
            key.Account,
            AccountOf(key, snapshot)?.Environment,
            snapshot.Policies));

    private CaseQuestion Question(CaseKey key, Case? current, IReadOnlyList<FindingFact> facts, PolicyDecision decision, DateTimeOffset now)
    {
        var severity = Entry(key.Control)?.Severity ?? FailedSeverity(facts) ?? current?.Severity ?? Severity.Medium;
        var title = facts.Where(f => f.IsActive).Select(f => f.Title).FirstOrDefault() ?? facts.Select(f => f.Title).FirstOrDefault();
        return new CaseQuestion(
            key,
            current,
            facts,
            decision.Policy == ResponsePolicy.Track,
            decision.Policy.Code(),
            severity,
            Standards(facts, current),
            title is null ? current?.Title ?? key.Control.ToString() : FindingTitle.Display(title),
            at => dueDates.For(at, severity, decision.DueDays, key.Account),
            now);
    }

    private static Severity? FailedSeverity(IReadOnlyList<FindingFact> facts) => facts
        .Where(f => f.IsActive && f.Compliance == ComplianceStatus.Failed && f.Severity != Severity.Informational)
        .Select(f => (Severity?)f.Severity)
        .Max();

    private static List<StandardId> Standards(IReadOnlyList<FindingFact> facts, Case? current)
    {
        var active = facts.Where(f => f.IsActive).SelectMany(f => f.Standards).ToList();
        var known = active.Count > 0 ? active : facts.SelectMany(f => f.Standards).ToList();
        return [.. (known.Count > 0 ? known : current?.Standards ?? []).Distinct().OrderBy(s => s.ToString(), StringComparer.Ordinal)];
    }

    private CatalogueControl? Entry(ControlId control) => catalogue.TryGet(control, out var entry) ? entry : null;

    private static Account? AccountOf(CaseKey key, DirectorySnapshot snapshot) => snapshot.Accounts.GetValueOrDefault(key.Account);

    private static bool HasMoved(Case before, Case after) =>
        before with { Resources = [], Standards = [] } != after with { Resources = [], Standards = [] }
        || !before.Resources.SequenceEqual(after.Resources)
        || !before.Standards.SequenceEqual(after.Standards);
}
