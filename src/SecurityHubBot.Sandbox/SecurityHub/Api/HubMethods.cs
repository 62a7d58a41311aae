using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>The hub itself, its members and its home Region.</summary>
internal sealed class HubMethods(LocalLandscape landscape)
{
    private const int MostMembers = 50;

    private string AggregatorArn => $"arn:{LocalLandscape.Partition(landscape.HomeRegion)}:securityhub:{landscape.HomeRegion}:{landscape.AdministratorId}:finding-aggregator/{StableId.Guid(landscape.AdministratorId)}";

    public JsonObject DescribeHub(AwsCall call)
    {
        var hub = landscape.Hub(call.Account, call.Region);
        var arn = $"arn:{hub.Partition}:securityhub:{call.Region}:{call.Account}:hub/default";
        return (call.Text("HubArn") ?? arn) == arn
            ? new JsonObject
            {
                ["HubArn"] = arn,
                ["SubscribedAt"] = AsffTime.Format(hub.Since),
                ["AutoEnableControls"] = true,
                ["ControlFindingGenerator"] = hub.IsConsolidated ? "SECURITY_CONTROL" : "STANDARD_CONTROL",
            }
            : throw AwsError.NotFound("The hub was not found.");
    }

    public JsonObject ListMembers(AwsCall call)
    {
        // A member has no members, and is told so with an empty list.
        var members = call.Account == landscape.AdministratorId
            ? landscape.Organisation.Accounts.Where(a => a.AccountId != call.Account && landscape.IsMember(a.AccountId)).Select(Member).ToList()
            : [];
        var (page, token) = call.Page(members, MostMembers, MostMembers);
        return Paged("Members", page, token);
    }

    public JsonObject DescribeOrganizationConfiguration(AwsCall call)
    {
        OnlyAdministrator(call);
        return new JsonObject
        {
            ["AutoEnable"] = !landscape.Central.IsOn,
            ["MemberAccountLimitReached"] = false,
            ["AutoEnableStandards"] = landscape.Central.IsOn ? "NONE" : "DEFAULT",
            ["OrganizationConfiguration"] = new JsonObject { ["ConfigurationType"] = landscape.Central.IsOn ? "CENTRAL" : "LOCAL", ["Status"] = "ENABLED" },
        };
    }

    public JsonObject ListFindingAggregators(AwsCall call)
    {
        var arns = call.Account == landscape.AdministratorId ? new List<JsonObject> { new() { ["FindingAggregatorArn"] = AggregatorArn } } : [];
        var (page, token) = call.Page(arns, 100, 100);
        return Paged("FindingAggregators", page, token);
    }

    public JsonObject GetFindingAggregator(AwsCall call)
    {
        if (call.Account != landscape.AdministratorId || call.Path != AggregatorArn)
        {
            throw AwsError.NotFound("The finding aggregator was not found.");
        }

        return new JsonObject
        {
            ["FindingAggregatorArn"] = AggregatorArn,
            ["FindingAggregationRegion"] = landscape.HomeRegion,
            ["RegionLinkingMode"] = "SPECIFIED_REGIONS",
            ["Regions"] = new JsonArray([.. landscape.Regions.Where(r => r != landscape.HomeRegion).Select(r => JsonValue.Create(r))]),
        };
    }

    public static JsonObject Paged(string name, IEnumerable<JsonNode> items, string? token)
    {
        var answer = new JsonObject { [name] = new JsonArray([.. items]) };
        if (token is not null)
        {
            answer["NextToken"] = token;
        }

        return answer;
    }

    private void OnlyAdministrator(AwsCall call)
    {
        if (call.Account != landscape.AdministratorId)
        {
            throw new AwsError("InvalidAccessException", StatusCodes.Status401Unauthorized, "The account is not the delegated Security Hub administrator of the organization.");
        }
    }

    private JsonObject Member(OrganisationAccount account) => new()
    {
        ["AccountId"] = account.AccountId,
        ["Email"] = $"aws+{account.Name}@example.com",
        ["MasterId"] = landscape.AdministratorId,
        ["AdministratorId"] = landscape.AdministratorId,
        ["MemberStatus"] = landscape.StatusOf(account.AccountId) == "ACTIVE" ? "Enabled" : "AccountSuspended",
        ["InvitedAt"] = AsffTime.Format(landscape.Begin),
        ["UpdatedAt"] = AsffTime.Format(landscape.Begin),
    };
}
