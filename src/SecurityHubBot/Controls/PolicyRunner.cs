using SecurityHubBot.Aws;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Controls;

namespace SecurityHubBot.Controls;

/// <summary>Makes one configuration policy as the plan says, as far as that is still wanted and not so already.</summary>
internal sealed class PolicyRunner(ControlPlanner planner, ControlLandscapes landscapes, CentralConfigurations centrals, AwsClients aws)
{
    public async Task<BatchOutcome> Run(BatchRow batch, Wanted what, CancellationToken cancellationToken)
    {
        var planned = ControlJson.Read<PlannedPolicy>(batch.Changes);
        var landscape = await landscapes.Read(cancellationToken);
        var central = await centrals.Read([.. landscape.Names.Keys], cancellationToken);
        if (central.Policies.FirstOrDefault(p => p.Id == planned.Id) is not { } policy)
        {
            return new BatchOutcome.Ended([], 0, [new ControlTrouble(ControlTroubleKind.Changed, planned.Name, "", planned.Id)]);
        }

        var now = await planner.PolicyChange(policy, [.. central.PolicyOf.Where(p => p.Value == policy.Id).Select(p => p.Key)], what, new ControlDefinitions(), cancellationToken);
        var change = new ConfigurationPolicyChange(Both(now.SwitchOff, planned.SwitchOff), Both(now.SwitchOn, planned.SwitchOn), []);
        if (!change.IsEmpty)
        {
            var hub = await aws.Home(cancellationToken);
            await centrals.Update(hub, policy, change, ControlReason.Of($"plan {batch.PlanId}"), cancellationToken);
        }

        // What is so already was so before, or was done by a run that did not live to write it down.
        List<PlannedSwitch> switched = [.. planned.SwitchOff.Where(c => !IsOn(c)).Select(c => Switch(c, on: false)), .. planned.SwitchOn.Where(IsOn).Select(c => Switch(c, on: true))];
        return new BatchOutcome.Ended(switched, planned.Size - switched.Count, []);

        bool IsOn(string control) => policy.Controls.With(change).IsOn(ControlId.Parse(control));
    }

    private static PlannedSwitch Switch(string control, bool on) => new("*", control, on, "");

    private static List<ControlId> Both(IEnumerable<ControlId> wanted, IReadOnlyList<string> planned) => [.. wanted.Where(c => planned.Any(p => ControlId.Parse(p) == c))];
}
