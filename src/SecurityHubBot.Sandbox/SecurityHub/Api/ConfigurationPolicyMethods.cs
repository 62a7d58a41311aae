using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>A configuration policy of the delegated administrator.</summary>
internal sealed record ConfigurationPolicy(string Id, string Name, string Description, JsonObject Policy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Central configuration: policies that hold in all Regions of the accounts that follow them.</summary>
internal sealed class CentralConfiguration(TimeProvider time)
{
    public const string SelfManaged = "SELF_MANAGED_SECURITY_HUB";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ConfigurationPolicy> _policies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _followed = new(StringComparer.Ordinal);

    /// <summary>Whether the organisation is configured centrally at all.</summary>
    public bool IsOn
    {
        get
        {
            lock (_gate)
            {
                return _policies.Count > 0;
            }
        }
    }

    public IReadOnlyList<ConfigurationPolicy> Policies
    {
        get
        {
            lock (_gate)
            {
                return [.. _policies.Values.OrderBy(p => p.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <param name="id">Its id or its ARN, which ends with it.</param>
    public ConfigurationPolicy? Find(string id)
    {
        lock (_gate)
        {
            return _policies.GetValueOrDefault(id[(id.LastIndexOf('/') + 1)..]);
        }
    }

    /// <summary>The policy that an account or unit follows, <see cref="SelfManaged"/>, or null where nothing is associated.</summary>
    public string? Followed(string target)
    {
        lock (_gate)
        {
            return _followed.GetValueOrDefault(target);
        }
    }

    public bool Manages(string account) => Followed(account) is not (null or SelfManaged);

    public void Follow(string target, string policy)
    {
        lock (_gate)
        {
            _followed[target] = policy;
        }
    }

    public ConfigurationPolicy Put(string id, string name, string description, JsonObject policy)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return _policies[id] = new ConfigurationPolicy(id, name, description, (JsonObject)policy.DeepClone(), _policies.GetValueOrDefault(id)?.CreatedAt ?? now, now);
        }
    }
}

internal sealed class ConfigurationPolicyMethods(LocalLandscape landscape)
{
    private const int Most = 100;

    public JsonObject List(AwsCall call)
    {
        Allowed(call);
        var (page, token) = call.Page(landscape.Central.Policies, Most, Most);
        return HubMethods.Paged("ConfigurationPolicySummaries", page.Select(p => new JsonObject
        {
            ["Arn"] = Arn(p),
            ["Id"] = p.Id,
            ["Name"] = p.Name,
            ["Description"] = p.Description,
            ["UpdatedAt"] = AsffTime.Format(p.UpdatedAt),
            ["ServiceEnabled"] = (bool?)p.Policy["SecurityHub"]?["ServiceEnabled"] ?? true,
        }), token);
    }

    public JsonObject Get(AwsCall call)
    {
        Allowed(call);
        return Whole(landscape.Central.Find(call.Path) ?? throw AwsError.NotFound("The configuration policy was not found."));
    }

    public JsonObject Update(AwsCall call)
    {
        Allowed(call);
        var policy = landscape.Central.Find(call.Path) ?? throw AwsError.NotFound("The configuration policy was not found.");
        var content = call.Body["ConfigurationPolicy"] as JsonObject ?? policy.Policy;
        Check(content);
        var updated = landscape.Central.Put(policy.Id, call.Text("Name") ?? policy.Name, call.Text("Description") ?? policy.Description, content);
        foreach (var account in landscape.Organisation.Accounts.Where(a => landscape.Central.Followed(a.AccountId) == policy.Id))
        {
            landscape.Follow(account, updated);
        }

        return Whole(updated);
    }

    public JsonObject Association(AwsCall call)
    {
        Allowed(call);
        var target = call.Body["Target"] as JsonObject ?? throw AwsError.InvalidInput("Missing required parameter: Target");
        return Association(target) ?? throw AwsError.NotFound("The target has no configuration policy association.");
    }

    public JsonObject Associations(AwsCall call)
    {
        Allowed(call);
        JsonArray found = [], unprocessed = [];
        foreach (var item in call.Objects("ConfigurationPolicyAssociationIdentifiers"))
        {
            if (item["Target"] is JsonObject target && Association(target) is { } association)
            {
                found.Add(association);
            }
            else
            {
                unprocessed.Add(new JsonObject { ["ConfigurationPolicyAssociationIdentifiers"] = item.DeepClone(), ["ErrorCode"] = "ResourceNotFoundException", ["ErrorReason"] = "The association was not found." });
            }
        }

        return new JsonObject { ["ConfigurationPolicyAssociations"] = found, ["UnprocessedConfigurationPolicyAssociations"] = unprocessed };
    }

    private JsonObject? Association(JsonObject target)
    {
        var (name, type) = target.Count == 1 ? (target.First().Key, target.First().Key switch { "AccountId" => "ACCOUNT", "OrganizationalUnitId" => "ORGANIZATIONAL_UNIT", "RootId" => "ROOT", _ => "" }) : ("", "");
        if (type.Length == 0)
        {
            throw AwsError.InvalidInput("Invalid parameter 'Target': exactly one of AccountId, OrganizationalUnitId and RootId is expected.");
        }

        var id = (string?)target[name] ?? "";
        return landscape.Central.Followed(id) is { } policy
            ? new JsonObject
            {
                ["ConfigurationPolicyId"] = policy,
                ["TargetId"] = id,
                ["TargetType"] = type,
                ["AssociationType"] = "APPLIED",
                ["UpdatedAt"] = AsffTime.Format(landscape.Begin),
                ["AssociationStatus"] = "SUCCESS",
            }
            : null;
    }

    // A policy lists either what is on or what is off.
    private static void Check(JsonObject content)
    {
        var controls = content["SecurityHub"]?["SecurityControlsConfiguration"];
        if (controls?["EnabledSecurityControlIdentifiers"] is JsonArray && controls["DisabledSecurityControlIdentifiers"] is JsonArray)
        {
            throw AwsError.InvalidInput("Invalid parameter 'SecurityControlsConfiguration': only one of the two lists may be given.");
        }
    }

    private JsonObject Whole(ConfigurationPolicy policy) => new()
    {
        ["Arn"] = Arn(policy),
        ["Id"] = policy.Id,
        ["Name"] = policy.Name,
        ["Description"] = policy.Description,
        ["UpdatedAt"] = AsffTime.Format(policy.UpdatedAt),
        ["CreatedAt"] = AsffTime.Format(policy.CreatedAt),
        ["ConfigurationPolicy"] = policy.Policy.DeepClone(),
    };

    private string Arn(ConfigurationPolicy policy) =>
        $"arn:{LocalLandscape.Partition(landscape.HomeRegion)}:securityhub:{landscape.HomeRegion}:{landscape.AdministratorId}:configuration-policy/{policy.Id}";

    // The delegated administrator, in the home Region.
    private void Allowed(AwsCall call)
    {
        if (call.Account != landscape.AdministratorId || call.Region != landscape.HomeRegion || !landscape.Central.IsOn)
        {
            throw new AwsError("AccessDeniedException", StatusCodes.Status403Forbidden, "Central configuration is used by the delegated administrator in the home Region only, and only where it is on.");
        }
    }
}
