using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Findings;

namespace SecurityHubBot.Domain.Cases;

/// <summary>Everything the decision about one case depends on.</summary>
/// <param name="Current">The case as stored, or null when there is none yet.</param>
/// <param name="Findings">All stored findings of this control, account and Region.</param>
/// <param name="IsTracked">Whether the control's policy here is <c>track</c>.</param>
/// <param name="Policy">The policy's word, for the sentence that says why a case was withdrawn.</param>
/// <param name="DueOn">The due date an episode beginning on the given instant has.</param>
public sealed record CaseQuestion(
    CaseKey Key,
    Case? Current,
    IReadOnlyList<FindingFact> Findings,
    bool IsTracked,
    string Policy,
    Severity Severity,
    IReadOnlyList<StandardId> Standards,
    string Title,
    Func<DateTimeOffset, DateOnly> DueOn,
    DateTimeOffset Now)
{
    /// <summary>The case's exceptions; those that are not approved change nothing.</summary>
    public IReadOnlyList<CaseException> Exceptions { get; init; } = [];

    /// <summary>The account is no member of the organisation any more: nobody there can fix anything.</summary>
    public bool HasLeft { get; init; }
}

/// <summary>The case as it should be, and what happened on the way; a null case means that none is needed.</summary>
public sealed record CaseOutcome(Case? Case, IReadOnlyList<CaseEvent> Events)
{
    public static readonly CaseOutcome Nothing = new(null, []);
}

/// <summary>Decides what a case should be. Pure: no I/O, no clock, no logger.</summary>
public static class CaseDecider
{
    /// <summary>Failing again within this time after the fix is the same episode with the same due date.</summary>
    public static readonly TimeSpan SameEpisode = TimeSpan.FromHours(24);

    public static CaseOutcome Decide(CaseQuestion question)
    {
        var states = ResourceFold.Fold(question.Findings);
        var current = question.Current;
        if (question.HasLeft)
        {
            return current is { IsClosed: false } ? Leave(current, question) : new CaseOutcome(current, []);
        }

        if (!question.IsTracked)
        {
            return current is { IsClosed: false } ? Withdraw(current, question) : new CaseOutcome(current, []);
        }

        var failing = states.Where(s => s.Value.State == CaseResourceState.Failing).Select(s => s.Value.Resource).ToList();
        return current switch
        {
            null => failing.Count == 0 ? CaseOutcome.Nothing : Open(question, failing),
            { IsClosed: false } => Continue(current, question, states),
            _ => failing.Count == 0 ? new CaseOutcome(current, []) : Reopen(current, question, failing),
        };
    }

    private static CaseOutcome Open(CaseQuestion question, List<FindingResource> failing)
    {
        var opened = new Case(
            default,
            question.Key,
            CaseState.Open,
            question.Severity,
            question.Title,
            question.Standards,
            Episode: 1,
            question.Now,
            question.DueOn(question.Now),
            Assignee: null,
            AcceptedAt: null,
            ClosedAt: null,
            Ticket: null,
            FailingSince(failing, question.Now));
        return new CaseOutcome(opened, [new CaseEvent.Opened(failing.Count)]);
    }

    private static CaseOutcome Continue(Case current, CaseQuestion question, IReadOnlyDictionary<string, FoldedResource> states)
    {
        var events = new List<CaseEvent>();
        var resources = MergeResources(current.Resources, states, question.Now);
        var next = Describe(current, question, events) with { Resources = resources };
        if (next.Unfixed.Any())
        {
            AddResourceEvent(current, next, events);
            return new CaseOutcome(Cover(next, question, events), events);
        }

        events.Add(new CaseEvent.Fixed(current.Assignee, question.Now - current.OpenedAt, resources.Count));
        return new CaseOutcome(next with { State = CaseState.Fixed, ClosedAt = question.Now }, events);
    }

    /// <summary>Excepted while approved exceptions cover all that is not fixed; open again, with a fresh due date, when they no longer do.</summary>
    private static Case Cover(Case next, CaseQuestion question, List<CaseEvent> events)
    {
        var uncovered = Uncovered(next, question);
        if (uncovered == 0)
        {
            return next.State == CaseState.Excepted ? next : Except(next, events);
        }

        if (next.State != CaseState.Excepted)
        {
            return next;
        }

        var due = question.DueOn(question.Now);
        events.RemoveAll(e => e is CaseEvent.DueChanged);
        events.Add(new CaseEvent.Reopened(due, uncovered));
        return next with { State = next.Assignee is null ? CaseState.Open : CaseState.Accepted, OpenedAt = question.Now, DueOn = due, Snooze = null };
    }

    private static Case Except(Case next, List<CaseEvent> events)
    {
        events.Add(new CaseEvent.Excepted(next.Unfixed.Count()));
        return next with { State = CaseState.Excepted };
    }

    private static int Uncovered(Case next, CaseQuestion question)
    {
        var covered = ExceptionCover.Approved(question.Exceptions);
        return next.Unfixed.Count(r => !covered.Includes(r.Id));
    }

    private static CaseOutcome Reopen(Case current, CaseQuestion question, List<FindingResource> failing)
    {
        var isSameEpisode = question.Now - (current.ClosedAt ?? question.Now) <= SameEpisode;
        var events = new List<CaseEvent>();
        var described = Describe(current, question, events) with
        {
            State = CaseState.Open,
            ClosedAt = null,
            Resources = FailingSince(failing, question.Now),
        };
        if (Uncovered(described, question) == 0)
        {
            // What was accepted for good reasons stays quiet when it comes back before the end.
            return new CaseOutcome(Except(described, events), events);
        }

        if (isSameEpisode)
        {
            var relapsed = described with { State = current.Assignee is null ? CaseState.Open : CaseState.Accepted };
            return new CaseOutcome(relapsed, [new CaseEvent.Relapsed(failing.Count), .. events]);
        }

        var episode = described with
        {
            Episode = current.Episode + 1,
            OpenedAt = question.Now,
            DueOn = question.DueOn(question.Now),
            Assignee = null,
            AcceptedAt = null,
            Snooze = null,
        };
        return new CaseOutcome(episode, [new CaseEvent.NewEpisode(episode.Episode, episode.DueOn, failing.Count)]);
    }

    private static CaseOutcome Withdraw(Case current, CaseQuestion question) =>
        new(current with { State = CaseState.Withdrawn, ClosedAt = question.Now }, [new CaseEvent.Withdrawn(question.Policy)]);

    private static CaseOutcome Leave(Case current, CaseQuestion question) =>
        new(current with { State = CaseState.Withdrawn, ClosedAt = question.Now }, [new CaseEvent.AccountLeft()]);

    /// <summary>Brings severity, title, standards and due date up to date; a changed policy or account may have moved them.</summary>
    private static Case Describe(Case current, CaseQuestion question, List<CaseEvent> events)
    {
        var due = question.DueOn(current.OpenedAt);
        if (question.Severity != current.Severity)
        {
            events.Add(new CaseEvent.SeverityChanged(current.Severity, question.Severity));
        }

        if (due != current.DueOn)
        {
            events.Add(new CaseEvent.DueChanged(current.DueOn, due));
        }

        var isSame = question.Standards.SequenceEqual(current.Standards);
        return current with
        {
            Severity = question.Severity,
            Title = question.Title,
            Standards = isSame ? current.Standards : question.Standards,
            DueOn = due,
        };
    }

    private static void AddResourceEvent(Case before, Case after, List<CaseEvent> events)
    {
        var known = before.Resources.ToDictionary(r => r.Id, r => r.State, StringComparer.Ordinal);
        var added = after.Unfixed.Count(r => !known.TryGetValue(r.Id, out var state) || state == CaseResourceState.Fixed);
        var fixedNow = after.Resources.Count(r => r.State == CaseResourceState.Fixed && known.TryGetValue(r.Id, out var state) && state != CaseResourceState.Fixed);
        if (added > 0 || fixedNow > 0)
        {
            events.Add(new CaseEvent.ResourcesChanged(added, fixedNow, after.Unfixed.Count()));
        }
    }

    private static List<CaseResource> MergeResources(IReadOnlyList<CaseResource> before, IReadOnlyDictionary<string, FoldedResource> states, DateTimeOffset now)
    {
        var merged = new List<CaseResource>(before.Count);
        foreach (var resource in before)
        {
            merged.Add(Next(resource, states.GetValueOrDefault(resource.Id)?.State ?? CaseResourceState.Fixed, now));
        }

        var known = before.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        merged.AddRange(FailingSince(states.Values.Where(s => s.State == CaseResourceState.Failing && !known.Contains(s.Resource.Id)).Select(s => s.Resource), now));
        return merged;
    }

    private static CaseResource Next(CaseResource before, CaseResourceState state, DateTimeOffset now) => (before.State, state) switch
    {
        // A fixed resource that AWS can no longer judge is not failing again.
        (CaseResourceState.Fixed, not CaseResourceState.Failing) => before,
        (CaseResourceState.Fixed, CaseResourceState.Failing) => before with { State = state, FirstFailedAt = now, FixedAt = null },
        (_, CaseResourceState.Fixed) => before with { State = state, FixedAt = now },
        _ => before with { State = state },
    };

    private static List<CaseResource> FailingSince(IEnumerable<FindingResource> resources, DateTimeOffset now) =>
        [.. resources.OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => new CaseResource(r.Id, r.Type, r.Region, r.Partition, CaseResourceState.Failing, now, FixedAt: null))];
}
