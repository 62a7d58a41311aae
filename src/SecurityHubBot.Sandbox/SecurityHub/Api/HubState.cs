namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>The standards of one account in one Region, and which of their controls are on.</summary>
internal sealed class HubState
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<SecurityControl> _controls;
    private readonly TimeProvider _time;
    private readonly List<string> _standards;
    private readonly ControlSwitches _switches;
    private readonly HashSet<string> _notReady = new(StringComparer.Ordinal);

    public HubState(OrganisationAccount account, string region, IReadOnlyList<SecurityControl> controls, ControlSwitches switches, TimeProvider time)
    {
        (AccountId, Region, _controls, _switches, _time) = (account.AccountId, region, controls, switches, time);
        (_standards, Since, IsConsolidated) = ([.. account.Standards], time.AsffNow(), account.Consolidated);
    }

    public string AccountId { get; }

    public string Region { get; }

    public DateTimeOffset Since { get; }

    public bool IsConsolidated { get; }

    public string Partition => LocalLandscape.Partition(Region);

    public IReadOnlyList<string> Standards
    {
        get
        {
            lock (_gate)
            {
                return [.. _standards];
            }
        }
    }

    public string SubscriptionArn(string standard) => $"arn:{Partition}:securityhub:{Region}:{AccountId}:subscription/{standard}";

    /// <summary>The first CIS benchmark's ARN names no Region, those of the others do.</summary>
    public string StandardArn(string standard) => OldName.StandardsIdOf(standard) is var id && id.StartsWith("ruleset/", StringComparison.Ordinal)
        ? $"arn:{Partition}:securityhub:::{id}"
        : $"arn:{Partition}:securityhub:{Region}::{id}";

    public string ControlArn(string control) => $"arn:{Partition}:securityhub:{Region}:{AccountId}:security-control/{control}";

    public string StandardControlArn(string standard, string number) => $"arn:{Partition}:securityhub:{Region}:{AccountId}:control/{standard}/{number}";

    /// <summary>The standard that an ARN of this Region names, or null.</summary>
    public string? Standard(string? arn) => StandardNames.All.Keys.FirstOrDefault(s => StandardArn(s) == arn);

    public void Enable(string standard)
    {
        lock (_gate)
        {
            if (!_standards.Contains(standard))
            {
                _standards.Add(standard);
                _switches.Forget(AccountId, Region, standard);
            }
        }
    }

    public bool IsReady(string standard)
    {
        lock (_gate)
        {
            return !_notReady.Contains(standard);
        }
    }

    public void SetReady(string standard, bool isReady)
    {
        lock (_gate)
        {
            _ = isReady ? _notReady.Remove(standard) : _notReady.Add(standard);
        }
    }

    public ControlSwitch Switch(string standard, string control) => _switches.Find(AccountId, Region, standard, control) ?? new ControlSwitch(true, null, Since);

    public void SetSwitch(string standard, string control, bool isOn, string? reason) =>
        _switches.Set(AccountId, Region, standard, control, new ControlSwitch(isOn, reason, _time.AsffNow()));

    /// <summary>Since when a control is off in every standard that has it; null while it is on in one.</summary>
    public DateTimeOffset? OffSince(string controlId)
    {
        if (Control(controlId) is not { } control || Standards.Where(control.Standards.Contains).Select(s => Switch(s, control.Id)).ToList() is not { Count: > 0 } switches)
        {
            return null;
        }

        return switches.Exists(s => s.IsOn) ? null : switches.Max(s => s.UpdatedAt);
    }

    public SecurityControl? Control(string? id) => _controls.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The standards by the tail of their ARN, with AWS's names.</summary>
internal static class StandardNames
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["aws-foundational-security-best-practices/v/1.0.0"] = "AWS Foundational Security Best Practices v1.0.0",
        ["aws-resource-tagging-standard/v/1.0.0"] = "AWS Resource Tagging Standard v1.0.0",
        ["cis-aws-foundations-benchmark/v/1.2.0"] = "CIS AWS Foundations Benchmark v1.2.0",
        ["cis-aws-foundations-benchmark/v/1.4.0"] = "CIS AWS Foundations Benchmark v1.4.0",
        ["cis-aws-foundations-benchmark/v/3.0.0"] = "CIS AWS Foundations Benchmark v3.0.0",
        ["cis-aws-foundations-benchmark/v/5.0.0"] = "CIS AWS Foundations Benchmark v5.0.0",
        ["nist-800-53/v/5.0.0"] = "NIST Special Publication 800-53 Revision 5",
        ["nist-800-171/v/2.0.0"] = "NIST Special Publication 800-171 Revision 2",
        ["pci-dss/v/3.2.1"] = "PCI DSS v3.2.1",
        ["pci-dss/v/4.0.1"] = "PCI DSS v4.0.1",
        ["service-managed-aws-control-tower/v/1.0.0"] = "Service-Managed Standard: AWS Control Tower v1.0.0",
    };
}
