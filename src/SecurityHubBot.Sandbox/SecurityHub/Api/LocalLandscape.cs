using System.Collections.Concurrent;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>The organisation as AWS's APIs see it: who administers it, where the home Region is, and what is off.</summary>
internal sealed class LocalLandscape(Organisation organisation, string administratorId, string homeRegion, IReadOnlyList<SecurityControl> controls, ControlSwitches switches, TimeProvider time)
{
    public const string RootId = "r-a1b2";
    public const string OrganizationId = "o-a1b2c3d4e5";
    public const string ManagementAccountId = "999988887777";

    private readonly ConcurrentDictionary<string, bool> _deniedRoles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _statuses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Account, string Region), bool> _off = new();
    private readonly ConcurrentDictionary<(string Account, string Region), HubState> _hubs = new();

    private readonly ConcurrentDictionary<(string Account, string Region), bool> _notOptedIn = new();

    public Organisation Organisation => organisation;

    public string AdministratorId => administratorId;

    public string HomeRegion => homeRegion;

    public IReadOnlyList<SecurityControl> Controls => controls;

    public DateTimeOffset Begin { get; } = time.GetUtcNow();

    public IReadOnlyList<string> Regions { get; } = [.. organisation.Accounts.SelectMany(a => a.Regions).Append(homeRegion).Distinct().Order(StringComparer.Ordinal)];

    public static string Partition(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";

    public CentralConfiguration Central { get; } = new(time);

    /// <summary>Makes the controls of an account as its policy says, in every Region.</summary>
    public void Follow(OrganisationAccount account, ConfigurationPolicy policy)
    {
        var configured = policy.Policy["SecurityHub"]?["SecurityControlsConfiguration"];
        var listsEnabled = configured?["EnabledSecurityControlIdentifiers"] is System.Text.Json.Nodes.JsonArray;
        var listed = (configured?[listsEnabled ? "EnabledSecurityControlIdentifiers" : "DisabledSecurityControlIdentifiers"] as System.Text.Json.Nodes.JsonArray ?? []).Select(c => (string?)c).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var hub in Regions.Where(r => account.Regions.Contains(r)).Select(r => Hub(account.AccountId, r)))
        {
            foreach (var (standard, control) in hub.Standards.SelectMany(s => Controls.Where(c => c.Standards.Contains(s)).Select(c => (s, c.Id))))
            {
                hub.SetSwitch(standard, control, listed.Contains(control) == listsEnabled, $"configuration policy {policy.Name}");
            }
        }
    }

    public void SaveSwitches() => switches.Save();

    public void SetOptedIn(string accountId, string region, bool isOptedIn) => _notOptedIn[(accountId, region)] = !isOptedIn;

    public bool HasOptedIn(string accountId, string region) => !_notOptedIn.GetValueOrDefault((accountId, region));

    public bool IsKnown(string accountId) => accountId == ManagementAccountId || organisation.Find(accountId) is not null;

    public void DenyRole(string accountId, bool denied) => _deniedRoles[accountId] = denied;

    public bool DeniesRole(string accountId) => _deniedRoles.GetValueOrDefault(accountId);

    public void SetStatus(string accountId, string status) => _statuses[accountId] = status;

    public string StatusOf(string accountId) => _statuses.GetValueOrDefault(accountId, "ACTIVE");

    public void SetMember(string accountId, bool isMember) => _gone[accountId] = !isMember;

    public bool IsMember(string accountId) => !_gone.GetValueOrDefault(accountId);

    public void SetHub(string accountId, string region, bool isOn) => _off[(accountId, region)] = !isOn;

    /// <summary>Since when a control is off there; null while it is on, or where there is no hub.</summary>
    public DateTimeOffset? OffSince(string accountId, string region, string controlId)
    {
        if (!switches.Any() || _off.GetValueOrDefault((accountId, region)) || organisation.Find(accountId)?.Regions.Contains(region) != true)
        {
            return null;
        }

        return Hub(accountId, region).OffSince(controlId);
    }

    /// <summary>The hub of an account in a Region; AWS's refusal where there is none.</summary>
    public HubState Hub(string accountId, string region)
    {
        var account = organisation.Find(accountId);
        var isThere = account is not null && (account.Regions.Contains(region) || (accountId == administratorId && Regions.Contains(region)));
        return isThere && !_off.GetValueOrDefault((accountId, region))
            ? _hubs.GetOrAdd((accountId, region), _ => new HubState(account!, region, controls, switches, time))
            : throw AwsError.NotEnabled(accountId);
    }
}
