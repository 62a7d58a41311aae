namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>The standards of one account in one Region, and which of their controls are on.</summary>
internal sealed class HubState
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<SecurityControl> _controls;
    private readonly TimeProvider _time;
    private readonly List<string> _standards;
    private readonly Dictionary<(string Standard, string Control), ControlSwitch> _switches = [];
    private readonly HashSet<string> _notReady = new(StringComparer.Ordinal);

    public HubState(OrganisationAccount account, string region, IReadOnlyList<SecurityControl> controls, TimeProvider time)
    {
        (AccountId, Region, _controls, _time) = (account.AccountId, region, controls, time);
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
                // Enabling a standard again turns all its controls on.
                _standards.Add(standard);
                foreach (var key in _switches.Keys.Where(k => k.Standard == standard).ToList())
                {
                    _switches.Remove(key);
                }
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

    public ControlSwitch Switch(string standard, string control)
    {
        lock (_gate)
        {
            return _switches.GetValueOrDefault((standard, control)) ?? new ControlSwitch(true, null, Since);
        }
    }

    public void SetSwitch(string standard, string control, bool isOn, string? reason)
    {
        lock (_gate)
        {
            _switches[(standard, control)] = new ControlSwitch(isOn, reason, _time.AsffNow());
        }
    }

    public SecurityControl? Control(string? id) => _controls.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One control in one standard: on or off, why, and since when.</summary>
internal sealed record ControlSwitch(bool IsOn, string? Reason, DateTimeOffset UpdatedAt)
{
    public string Status => IsOn ? "ENABLED" : "DISABLED";
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
