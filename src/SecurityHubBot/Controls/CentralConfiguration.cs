using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Aws;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Controls;

namespace SecurityHubBot.Controls;

/// <summary>A configuration policy that the delegated administrator holds.</summary>
/// <param name="Whole">As it came, so that a change leaves everything else as it is.</param>
internal sealed record CentralPolicy(string Id, string Name, ConfiguredControls Controls, GetConfigurationPolicyResponse Whole);

/// <summary>Which accounts are configured centrally and by what; nothing may be switched in those themselves.</summary>
internal sealed record CentralConfiguration(IReadOnlyDictionary<AccountId, string> PolicyOf, IReadOnlyList<CentralPolicy> Policies)
{
    public static CentralConfiguration None { get; } = new(new Dictionary<AccountId, string>(), []);
}

internal sealed class CentralConfigurations(AwsPatience patience, AwsClients aws)
{
    // docs.aws.amazon.com/securityhub/1.0/APIReference, GetConfigurationPolicyAssociation.
    private const string SelfManaged = "SELF_MANAGED_SECURITY_HUB";

    private const int MostAtOnce = 100;

    public async Task<CentralConfiguration> Read(IReadOnlyCollection<AccountId> accounts, CancellationToken cancellationToken)
    {
        var hub = await aws.Home(cancellationToken);
        var configuration = await patience.Run("DescribeOrganizationConfiguration", () => Configuration(hub, cancellationToken), cancellationToken);
        if (configuration?.OrganizationConfiguration?.ConfigurationType != "CENTRAL")
        {
            return CentralConfiguration.None;
        }

        Dictionary<AccountId, string> policyOf = [];
        foreach (var chunk in accounts.Chunk(MostAtOnce))
        {
            foreach (var (account, policy) in await Associations(hub, chunk, cancellationToken))
            {
                policyOf[account] = policy;
            }
        }

        var used = policyOf.Values.ToHashSet(StringComparer.Ordinal);
        List<CentralPolicy> policies = [];
        foreach (var id in (await Ids(hub, cancellationToken)).Where(used.Contains))
        {
            policies.Add(await Policy(hub, id, cancellationToken));
        }

        return new CentralConfiguration(policyOf, policies);
    }

    public async Task<CentralPolicy> Policy(IAmazonSecurityHub hub, string id, CancellationToken cancellationToken)
    {
        var whole = await patience.Run("GetConfigurationPolicy", () => hub.GetConfigurationPolicyAsync(new GetConfigurationPolicyRequest { Identifier = id }, cancellationToken), cancellationToken);
        var policy = whole.ConfigurationPolicy?.SecurityHub;
        var controls = policy?.SecurityControlsConfiguration;
        // A policy that names neither leaves everything on.
        var listsEnabled = controls?.EnabledSecurityControlIdentifiers is { Count: > 0 } && controls.DisabledSecurityControlIdentifiers is not { Count: > 0 };
        var listed = (listsEnabled ? controls!.EnabledSecurityControlIdentifiers : controls?.DisabledSecurityControlIdentifiers) ?? [];
        return new CentralPolicy(
            id,
            whole.Name ?? id,
            new ConfiguredControls(
                [.. (policy?.EnabledStandardIdentifiers ?? []).Where(s => StandardId.TryParse(s, out _)).Select(StandardId.Parse)],
                listsEnabled,
                [.. listed.Where(c => ControlId.TryParse(c, out _)).Select(ControlId.Parse)]),
            whole);
    }

    /// <summary>Everything that the policy says but for its list of controls stays as it is.</summary>
    public async Task Update(IAmazonSecurityHub hub, CentralPolicy policy, ConfigurationPolicyChange change, string reason, CancellationToken cancellationToken)
    {
        var whole = policy.Whole.ConfigurationPolicy ?? throw new InvalidOperationException("Security Hub gave a configuration policy without content.");
        var list = policy.Controls.With(change).Controls.Order().Select(c => c.ToString()).ToList();
        var controls = whole.SecurityHub!.SecurityControlsConfiguration ??= new SecurityControlsConfiguration();
        (controls.EnabledSecurityControlIdentifiers, controls.DisabledSecurityControlIdentifiers) = policy.Controls.ListsEnabled ? (list, null) : ((List<string>?)null, list);
        var request = new UpdateConfigurationPolicyRequest { Identifier = policy.Id, UpdatedReason = reason, ConfigurationPolicy = whole };
        await patience.Run("UpdateConfigurationPolicy", () => hub.UpdateConfigurationPolicyAsync(request, cancellationToken), cancellationToken);
    }

    // Where the account administers nobody through Organizations there is no such configuration.
    private static async Task<DescribeOrganizationConfigurationResponse?> Configuration(IAmazonSecurityHub hub, CancellationToken cancellationToken)
    {
        try
        {
            return await hub.DescribeOrganizationConfigurationAsync(new DescribeOrganizationConfigurationRequest(), cancellationToken);
        }
        catch (AmazonSecurityHubException e) when (e.ErrorCode == "InvalidAccessException")
        {
            return null;
        }
    }

    private async Task<List<string>> Ids(IAmazonSecurityHub hub, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        string? token = null;
        do
        {
            var request = new ListConfigurationPoliciesRequest { NextToken = token };
            var page = await patience.Run("ListConfigurationPolicies", () => hub.ListConfigurationPoliciesAsync(request, cancellationToken), cancellationToken);
            ids.AddRange(page.ConfigurationPolicySummaries.Select(p => p.Id).OfType<string>());
            token = page.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return ids;
    }

    private async Task<List<(AccountId Account, string Policy)>> Associations(IAmazonSecurityHub hub, AccountId[] accounts, CancellationToken cancellationToken)
    {
        var request = new BatchGetConfigurationPolicyAssociationsRequest
        {
            ConfigurationPolicyAssociationIdentifiers = [.. accounts.Select(a => new ConfigurationPolicyAssociation { Target = new Target { AccountId = a.ToString() } })],
        };
        var answer = await patience.Run("BatchGetConfigurationPolicyAssociations", () => hub.BatchGetConfigurationPolicyAssociationsAsync(request, cancellationToken), cancellationToken);
        var found = answer.ConfigurationPolicyAssociations.Select(a => (a.TargetId, a.ConfigurationPolicyId)).ToList();
        foreach (var target in answer.Failures().Select(f => f.Item.Target).OfType<Target>())
        {
            found.Add((target.AccountId, await Association(hub, target, cancellationToken)));
        }

        return [.. found.Where(f => AccountId.TryParse(f.Item1, out _) && f.Item2 is not (null or SelfManaged)).Select(f => (AccountId.Parse(f.Item1!), f.Item2!))];
    }

    /// <summary>Null where the account has none, so that it is its own.</summary>
    private async Task<string?> Association(IAmazonSecurityHub hub, Target target, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetConfigurationPolicyAssociationRequest { Target = target };
            return (await patience.Run("GetConfigurationPolicyAssociation", () => hub.GetConfigurationPolicyAssociationAsync(request, cancellationToken), cancellationToken)).ConfigurationPolicyId;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }
}
