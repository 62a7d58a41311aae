using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>An operation that there is.</summary>
internal sealed record AwsMethod(Func<AwsCall, JsonObject> Run, bool IsOrganizations = false);

/// <summary>The operations, and the methods and paths that lead to them. What is not here is unknown, as it is to AWS.</summary>
internal sealed class AwsRoutes
{
    private const string TargetPrefix = "AWSOrganizationsV20161128.";

    private static readonly (string Method, string Path, string Operation)[] Table =
    [
        ("POST", "/findings", "GetFindings"),
        ("PATCH", "/findings/batchupdate", "BatchUpdateFindings"),
        ("POST", "/findings/import", "BatchImportFindings"),
        ("GET", "/members", "ListMembers"),
        ("GET", "/accounts", "DescribeHub"),
        ("GET", "/organization/configuration", "DescribeOrganizationConfiguration"),
        ("GET", "/configurationPolicy/list", "ListConfigurationPolicies"),
        ("GET", "/configurationPolicy/get/*", "GetConfigurationPolicy"),
        ("PATCH", "/configurationPolicy/*", "UpdateConfigurationPolicy"),
        ("POST", "/configurationPolicyAssociation/get", "GetConfigurationPolicyAssociation"),
        ("POST", "/configurationPolicyAssociation/batchget", "BatchGetConfigurationPolicyAssociations"),
        ("GET", "/findingAggregator/list", "ListFindingAggregators"),
        ("GET", "/findingAggregator/get/*", "GetFindingAggregator"),
        ("POST", "/standards/get", "GetEnabledStandards"),
        ("GET", "/standards", "DescribeStandards"),
        ("POST", "/standards/register", "BatchEnableStandards"),
        ("GET", "/standards/controls/*", "DescribeStandardsControls"),
        ("PATCH", "/standards/control/*", "UpdateStandardsControl"),
        ("GET", "/securityControls/definitions", "ListSecurityControlDefinitions"),
        ("POST", "/securityControls/batchGet", "BatchGetSecurityControls"),
        ("GET", "/associations", "ListStandardsControlAssociations"),
        ("POST", "/associations/batchGet", "BatchGetStandardsControlAssociations"),
        ("PATCH", "/associations", "BatchUpdateStandardsControlAssociations"),
    ];

    public AwsRoutes(LocalLandscape landscape, FindingMethods findings)
    {
        var hub = new HubMethods(landscape);
        var controls = new ControlMethods(landscape);
        var organizations = new OrganizationsMethods(landscape);
        var policies = new ConfigurationPolicyMethods(landscape);
        Methods = new Dictionary<string, AwsMethod>(StringComparer.Ordinal)
        {
            ["GetFindings"] = new(findings.GetFindings),
            ["BatchUpdateFindings"] = new(findings.BatchUpdateFindings),
            ["BatchImportFindings"] = new(findings.BatchImportFindings),
            ["ListMembers"] = new(hub.ListMembers),
            ["DescribeHub"] = new(hub.DescribeHub),
            ["DescribeOrganizationConfiguration"] = new(hub.DescribeOrganizationConfiguration),
            ["ListConfigurationPolicies"] = new(policies.List),
            ["GetConfigurationPolicy"] = new(policies.Get),
            ["UpdateConfigurationPolicy"] = new(policies.Update),
            ["GetConfigurationPolicyAssociation"] = new(policies.Association),
            ["BatchGetConfigurationPolicyAssociations"] = new(policies.Associations),
            ["ListFindingAggregators"] = new(hub.ListFindingAggregators),
            ["GetFindingAggregator"] = new(hub.GetFindingAggregator),
            ["GetEnabledStandards"] = new(controls.GetEnabledStandards),
            ["DescribeStandards"] = new(controls.DescribeStandards),
            ["BatchEnableStandards"] = new(controls.BatchEnableStandards),
            ["DescribeStandardsControls"] = new(controls.DescribeStandardsControls),
            ["UpdateStandardsControl"] = new(controls.UpdateStandardsControl),
            ["ListSecurityControlDefinitions"] = new(controls.ListSecurityControlDefinitions),
            ["BatchGetSecurityControls"] = new(controls.BatchGetSecurityControls),
            ["ListStandardsControlAssociations"] = new(controls.ListStandardsControlAssociations),
            ["BatchGetStandardsControlAssociations"] = new(controls.BatchGetStandardsControlAssociations),
            ["BatchUpdateStandardsControlAssociations"] = new(controls.BatchUpdateStandardsControlAssociations),
            ["ListAccounts"] = new(organizations.ListAccounts, IsOrganizations: true),
            ["DescribeAccount"] = new(organizations.DescribeAccount, IsOrganizations: true),
            ["ListAccountsForParent"] = new(organizations.ListAccountsForParent, IsOrganizations: true),
            ["DescribeOrganization"] = new(OrganizationsMethods.DescribeOrganization, IsOrganizations: true),
            ["ListRoots"] = new(organizations.ListRoots, IsOrganizations: true),
            ["ListParents"] = new(organizations.ListParents, IsOrganizations: true),
            ["ListOrganizationalUnitsForParent"] = new(organizations.ListOrganizationalUnitsForParent, IsOrganizations: true),
            ["DescribeOrganizationalUnit"] = new(organizations.DescribeOrganizationalUnit, IsOrganizations: true),
        };
    }

    public IReadOnlyDictionary<string, AwsMethod> Methods { get; }

    /// <summary>The operation of a REST path, with the member that ends it. ARNs in it have slashes, some of them encoded.</summary>
    public static (string Operation, string Path) Find(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        foreach (var (method, path, operation) in Table.Where(r => r.Method == context.Request.Method))
        {
            if (path.EndsWith('*') && raw.Length >= path.Length && raw.StartsWith(path[..^1], StringComparison.Ordinal))
            {
                return (operation, Uri.UnescapeDataString(raw[(path.Length - 1)..]));
            }

            if (raw == path)
            {
                return (operation, "");
            }
        }

        throw AwsError.UnknownOperation();
    }

    public static (string Operation, string Path) Target(HttpContext context) =>
        context.Request.Headers["X-Amz-Target"].ToString() is var target && target.StartsWith(TargetPrefix, StringComparison.Ordinal)
            ? (target[TargetPrefix.Length..], "")
            : throw AwsError.UnknownOperation();
}
