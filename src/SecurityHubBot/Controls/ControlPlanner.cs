using System.Collections.Concurrent;
using SecurityHubBot.Aws;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Controls;

namespace SecurityHubBot.Controls;

/// <summary>Compares every account and Region with what is wanted. Reads only.</summary>
internal sealed partial class ControlPlanner(
    WantedControls wanted, ControlLandscapes landscapes, CentralConfigurations centrals, RegionReader reader, TimeProvider time, ILogger<ControlPlanner> logger, AwsOptions options, AwsClients aws)
{
    // Each waits in the line of its own account and Region; more at once would only take memory.
    private const int AtOnce = 48;

    public async Task<ControlPlan> Make(CancellationToken cancellationToken)
    {
        var wishes = await wanted.Read(cancellationToken);
        var landscape = await landscapes.Read(cancellationToken);
        var central = await centrals.Read([.. landscape.Names.Keys], cancellationToken);
        var definitions = new ControlDefinitions();
        ConcurrentBag<PlannedRegion> regions = [];
        ConcurrentBag<PendingControl> pending = [];
        ConcurrentBag<ControlTrouble> troubles = [.. landscape.Troubles];
        var places = landscape.Names.Keys.Where(a => !central.PolicyOf.ContainsKey(a)).SelectMany(a => landscape.Regions.Select(r => (Account: a, Region: r))).ToList();
        await Parallel.ForEachAsync(places, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (place, token) =>
        {
            try
            {
                var (region, isNew, waits) = await Place(place.Account, place.Region, wishes, definitions, token);
                regions.Add(region);
                isNew.ForEach(pending.Add);
                waits.ForEach(troubles.Add);
            }
            catch (Exception e) when (!token.IsCancellationRequested)
            {
                // One account's trouble is a line in the report.
                troubles.Add(Trouble(e, place.Account.ToString(), place.Region));
            }
        });

        var changed = regions.Where(r => r.Switches.Count > 0).OrderBy(r => r.Account.ToString(), StringComparer.Ordinal).ThenBy(r => r.Region, StringComparer.Ordinal).ToList();
        return new ControlPlan(
            time.GetUtcNow(),
            wishes.Fingerprint(changed.Select(r => r.Account)),
            landscape.Names.ToDictionary(n => n.Key.ToString(), n => n.Value),
            changed,
            await Policies(central, wishes, definitions, cancellationToken),
            [.. pending.OrderBy(p => p.Control, StringComparer.Ordinal).ThenBy(p => p.Account, StringComparer.Ordinal).ThenBy(p => p.Region, StringComparer.Ordinal)],
            [.. troubles.OrderBy(t => t.Kind).ThenBy(t => t.Account, StringComparer.Ordinal).ThenBy(t => t.Region, StringComparer.Ordinal)],
            regions.Count);
    }

    private ControlTrouble Trouble(Exception e, string account, string region)
    {
        var trouble = options.MemberRoleName is null && e is InvalidOperationException ? new ControlTrouble(ControlTroubleKind.NoRole, account, region, "") : ControlTroubles.Of(e, account, region);
        // What an account does not use is as it should be, day after day.
        Log.NotRead(logger, trouble.Kind is ControlTroubleKind.HubOff or ControlTroubleKind.RegionOff ? LogLevel.Information : LogLevel.Warning, account, region, trouble.Kind.ToString(), trouble.Detail);
        return trouble;
    }

    private async Task<(PlannedRegion, List<PendingControl>, List<ControlTrouble>)> Place(AccountId account, string region, Wanted what, ControlDefinitions definitions, CancellationToken cancellationToken)
    {
        var target = await wanted.Target(what, account, cancellationToken);
        using var hub = await aws.Member(account, region, cancellationToken);
        var reading = await reader.All(hub, region, definitions, cancellationToken);
        var differences = ControlComparison.Of(target, reading.Associations, what.Wishes, reading.AutoEnables, time.GetUtcNow()).ToLookup(d => d.Verdict == ControlVerdict.PendingRelease);
        var switches = differences[false].Select(d => new PlannedSwitch(d.Association.Standard.ToString(), d.Association.Control.ToString(), d.Verdict == ControlVerdict.SwitchOn, d.Why)).ToList();
        return (
            new PlannedRegion(account, region, switches),
            [.. differences[true].Select(d => new PendingControl(account.ToString(), region, d.Association.Standard.ToString(), d.Association.Control.ToString()))],
            [.. reading.NotReady.Where(s => switches.Any(w => w.Standard == s.ToString())).Select(s => new ControlTrouble(ControlTroubleKind.NotReady, account.ToString(), region, s.ToString()))]);
    }

    private async Task<IReadOnlyList<PlannedPolicy>> Policies(CentralConfiguration central, Wanted what, ControlDefinitions definitions, CancellationToken cancellationToken)
    {
        List<PlannedPolicy> policies = [];
        foreach (var policy in central.Policies)
        {
            var change = await PolicyChange(policy, [.. central.PolicyOf.Where(p => p.Value == policy.Id).Select(p => p.Key)], what, definitions, cancellationToken);
            policies.Add(new PlannedPolicy(policy.Id, policy.Name, central.PolicyOf.Count(p => p.Value == policy.Id), Ids(change.SwitchOff), Ids(change.SwitchOn), Ids(change.Divided)));
        }

        return policies;
    }

    public async Task<ConfigurationPolicyChange> PolicyChange(CentralPolicy policy, IReadOnlyList<AccountId> accounts, Wanted what, ControlDefinitions definitions, CancellationToken cancellationToken)
    {
        var hub = await aws.Home(cancellationToken);
        Dictionary<StandardId, IReadOnlyList<ControlId>> controls = [];
        foreach (var arn in policy.Whole.ConfigurationPolicy?.SecurityHub?.EnabledStandardIdentifiers ?? [])
        {
            if (StandardId.TryParse(arn, out var standard))
            {
                controls[standard] = await definitions.Of(aws.HomeRegion, standard, () => reader.Controls(hub, arn, cancellationToken));
            }
        }

        List<ControlTarget> targets = [];
        foreach (var account in accounts)
        {
            targets.Add(await wanted.Target(what, account, cancellationToken));
        }

        return ConfigurationPolicyChange.Of(policy.Controls, targets, controls, what.Wishes);
    }

    private static List<string> Ids(IEnumerable<ControlId> controls) => [.. controls.Select(c => c.ToString())];

    private static partial class Log
    {
        [LoggerMessage(EventId = 7301, Message = "Controls of {Account} in {Region} cannot be read: {Kind} ({Code})")]
        public static partial void NotRead(ILogger logger, LogLevel level, string account, string region, string kind, string code);
    }
}
