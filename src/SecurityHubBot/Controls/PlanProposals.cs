using SecurityHubBot.Audit;
using SecurityHubBot.Aws;

namespace SecurityHubBot.Controls;

/// <summary>What came of asking for what differs to be switched.</summary>
internal abstract record ProposalOutcome
{
    private ProposalOutcome()
    {
    }

    /// <summary><c>Aws:Region</c> is not set, so that nothing can be compared.</summary>
    public sealed record NoRegion : ProposalOutcome;

    /// <summary><c>Aws:Mode</c> is <c>observe</c>.</summary>
    public sealed record Observes : ProposalOutcome;

    /// <param name="Plan">The one that has to end before.</param>
    public sealed record BeingApplied(long Plan) : ProposalOutcome;

    public sealed record NothingDiffers(ControlPlan Plan) : ProposalOutcome;

    /// <summary>Configuration policies differ, and were not asked for.</summary>
    public sealed record OnlyPoliciesDiffer(ControlPlan Plan) : ProposalOutcome;

    /// <param name="Id">Its number, by which the bot asks for it in the security channel.</param>
    public sealed record Proposed(long Id, ControlPlan Plan, bool WithPolicies) : ProposalOutcome;
}

/// <summary>The rules by which a plan is put before operators, whether it is asked for at a shell or in Slack.</summary>
internal sealed class PlanProposals(PlanStore store, AwsOptions options) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private (DateTimeOffset MadeAt, bool WithPolicies, long Id)? _last;

    /// <param name="make">Reads every account and Region.</param>
    /// <param name="withPolicies">Whether configuration policies are to be changed too.</param>
    public async Task<ProposalOutcome> Ask(Func<CancellationToken, Task<ControlPlan>> make, bool withPolicies, AuditActor by, CancellationToken cancellationToken)
    {
        if (!options.IsSet)
        {
            return new ProposalOutcome.NoRegion();
        }

        if (!options.Acts)
        {
            return new ProposalOutcome.Observes();
        }

        // Known before everything is read for nothing; what counts is what is so when it is stored.
        if (await store.BeingApplied(cancellationToken) is { } running)
        {
            return new ProposalOutcome.BeingApplied(running);
        }

        var plan = await make(cancellationToken);
        if (plan.Size == 0 && (!withPolicies || plan.IsEmpty))
        {
            return plan.IsEmpty ? new ProposalOutcome.NothingDiffers(plan) : new ProposalOutcome.OnlyPoliciesDiffer(plan);
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Propose(plan, withPolicies, by, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ProposalOutcome> Propose(ControlPlan plan, bool withPolicies, AuditActor by, CancellationToken cancellationToken)
    {
        // Two who asked at the same time have got the same plan, and it is put before operators once.
        if (_last is { } last && (last.MadeAt, last.WithPolicies) == (plan.MadeAt, withPolicies) && await store.Plan(last.Id, cancellationToken) is { State: PlanState.Proposed })
        {
            return new ProposalOutcome.Proposed(last.Id, plan, withPolicies);
        }

        var (id, isNew) = await store.Propose(plan, withPolicies, by, cancellationToken);
        _last = isNew ? (plan.MadeAt, withPolicies, id) : _last;
        return isNew ? new ProposalOutcome.Proposed(id, plan, withPolicies) : new ProposalOutcome.BeingApplied(id);
    }
}
