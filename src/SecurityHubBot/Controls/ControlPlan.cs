using SecurityHubBot.Domain;

namespace SecurityHubBot.Controls;

/// <summary>One control to be switched in one standard.</summary>
/// <param name="Why">Kept by Security Hub beside the switch.</param>
internal sealed record PlannedSwitch(string Standard, string Control, bool On, string Why);

/// <summary>What is to be switched in one account and Region.</summary>
internal sealed record PlannedRegion(AccountId Account, string Region, IReadOnlyList<PlannedSwitch> Switches);

/// <summary>New in Security Hub and not switched on by AWS yet.</summary>
internal sealed record PendingControl(string Account, string Region, string Standard, string Control);

/// <summary>A change of a configuration policy, which then holds in all its accounts and Regions.</summary>
/// <param name="Divided">Controls that are wanted differently in its accounts or standards, which one policy cannot say.</param>
internal sealed record PlannedPolicy(string Id, string Name, int Accounts, IReadOnlyList<string> SwitchOff, IReadOnlyList<string> SwitchOn, IReadOnlyList<string> Divided)
{
    public int Size => SwitchOff.Count + SwitchOn.Count;
}

/// <summary>Why an account, or a Region of it, is not in the plan, or has to wait.</summary>
internal enum ControlTroubleKind
{
    /// <summary>The account is suspended or being closed.</summary>
    Suspended,

    /// <summary>The member role cannot be assumed.</summary>
    RoleDenied,

    /// <summary><c>Aws:MemberRoleName</c> is not set.</summary>
    NoRole,

    /// <summary>The role may not do what is needed.</summary>
    Denied,

    /// <summary>The account has not opted into the Region.</summary>
    RegionOff,

    /// <summary>Security Hub is not enabled there.</summary>
    HubOff,

    /// <summary>A standard was enabled a moment ago and its controls cannot be switched yet.</summary>
    NotReady,

    /// <summary>Somebody decided otherwise in the meantime, or it was so already.</summary>
    Changed,

    /// <summary>Anything else; the detail is AWS's code.</summary>
    Failed,
}

/// <param name="Region">Empty when it is about the whole account.</param>
internal sealed record ControlTrouble(ControlTroubleKind Kind, string Account, string Region, string Detail);

/// <summary>Everything that differs between AWS and what is wanted, at one moment.</summary>
/// <param name="Wanted">A fingerprint of the policies and exceptions that it was made from, and of the environments of the accounts in which it changes something.</param>
/// <param name="Names">Of the accounts.</param>
/// <param name="Read">Accounts and Regions that were read.</param>
internal sealed record ControlPlan(
    DateTimeOffset MadeAt,
    string Wanted,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<PlannedRegion> Regions,
    IReadOnlyList<PlannedPolicy> Policies,
    IReadOnlyList<PendingControl> Pending,
    IReadOnlyList<ControlTrouble> Troubles,
    int Read)
{
    public int Size => Regions.Sum(r => r.Switches.Count);

    /// <summary>Whether anything is to be changed.</summary>
    public bool IsEmpty => Size == 0 && Policies.All(p => p.Size == 0);

    /// <summary>Each control that is to be switched, by its id.</summary>
    public IReadOnlyList<DriftedControl> Controls() =>
    [
        .. Regions.SelectMany(r => r.Switches.Select(s => (r.Account, r.Region, Control: ControlId.Parse(s.Control), s.On)))
            .GroupBy(s => (s.Control, s.On))
            .OrderBy(g => g.Key.Control)
            .Select(g => new DriftedControl(g.Key.Control.ToString(), g.Key.On, g.Select(s => s.Account).Distinct().Count(), g.Select(s => (s.Account, s.Region)).Distinct().Count())),
    ];

    /// <param name="withPolicies">False where configuration policies are told and not changed.</param>
    public PlanNumbers Numbers(bool withPolicies = true) => new(
        Regions.Select(r => r.Account).Distinct().Count(),
        Regions.Count,
        Regions.Sum(r => r.Switches.Count(s => !s.On)),
        Regions.Sum(r => r.Switches.Count(s => s.On)),
        Regions.SelectMany(r => r.Switches.Select(s => s.Control.ToUpperInvariant())).Distinct().Count(),
        [.. Pending.Select(p => p.Control).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
        [.. Troubles.CountBy(t => t.Kind).OrderBy(t => t.Key).Select(t => new TroubleCount(t.Key, t.Value))],
        [.. Policies.Where(p => p.Size + p.Divided.Count > 0)],
        ArePoliciesLeft: !withPolicies && Policies.Any(p => p.Size > 0));
}

/// <summary>One control that is not as it should be, and in how many accounts, and accounts and Regions.</summary>
internal sealed record DriftedControl(string Control, bool On, int Accounts, int Places);

internal sealed record TroubleCount(ControlTroubleKind Kind, int Count);

/// <summary>A plan in numbers, as the message shows it.</summary>
/// <param name="ArePoliciesLeft">Configuration policies differ and are no part of the plan.</param>
internal sealed record PlanNumbers(
    int Accounts, int Places, int Off, int On, int Controls, IReadOnlyList<string> Pending, IReadOnlyList<TroubleCount> Troubles, IReadOnlyList<PlannedPolicy> Policies, bool ArePoliciesLeft = false);
