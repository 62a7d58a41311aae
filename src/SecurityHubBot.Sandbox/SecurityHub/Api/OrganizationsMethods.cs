using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>AWS Organizations: a root, one unit per environment, and the accounts in them.</summary>
internal sealed class OrganizationsMethods(LocalLandscape landscape)
{
    private const int Most = 20;

    public JsonObject ListAccounts(AwsCall call)
    {
        Allowed(call);
        return Page(call, "Accounts", [Management(), .. landscape.Organisation.Accounts.Where(a => landscape.IsMember(a.AccountId)).Select(Account)]);
    }

    public JsonObject DescribeAccount(AwsCall call)
    {
        Allowed(call);
        var id = call.Required("AccountId");
        var account = id == LocalLandscape.ManagementAccountId ? Management()
            : landscape.Organisation.Find(id) is { } found ? Account(found)
            : throw Refuse("AccountNotFoundException", "You specified an account that doesn't exist.");
        return new JsonObject { ["Account"] = account };
    }

    public JsonObject ListAccountsForParent(AwsCall call)
    {
        Allowed(call);
        var parent = Parent(call.Required("ParentId"));
        return Page(call, "Accounts", parent == LocalLandscape.RootId
            ? [Management()]
            : [.. landscape.Organisation.Accounts.Where(a => UnitId(a.Environment) == parent).Select(Account)]);
    }

    public static JsonObject DescribeOrganization(AwsCall call)
    {
        _ = call;
        return new JsonObject
        {
            ["Organization"] = new JsonObject
            {
                ["Id"] = LocalLandscape.OrganizationId,
                ["Arn"] = Arn($"organization/{LocalLandscape.OrganizationId}"),
                ["FeatureSet"] = "ALL",
                ["MasterAccountArn"] = Arn($"account/{LocalLandscape.OrganizationId}/{LocalLandscape.ManagementAccountId}"),
                ["MasterAccountId"] = LocalLandscape.ManagementAccountId,
                ["MasterAccountEmail"] = "aws+management@example.com",
            },
        };
    }

    public JsonObject ListRoots(AwsCall call)
    {
        Allowed(call);
        return Page(call, "Roots", [new JsonObject { ["Id"] = LocalLandscape.RootId, ["Arn"] = Arn($"root/{LocalLandscape.OrganizationId}/{LocalLandscape.RootId}"), ["Name"] = "Root" }]);
    }

    public JsonObject ListParents(AwsCall call)
    {
        Allowed(call);
        var child = call.Required("ChildId");
        var parent = child == LocalLandscape.ManagementAccountId || Environments().Any(e => UnitId(e) == child) ? (LocalLandscape.RootId, "ROOT")
            : landscape.Organisation.Find(child) is { } account ? (UnitId(account.Environment), "ORGANIZATIONAL_UNIT")
            : throw Refuse("ChildNotFoundException", "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.");
        return Page(call, "Parents", [new JsonObject { ["Id"] = parent.Item1, ["Type"] = parent.Item2 }]);
    }

    public JsonObject ListOrganizationalUnitsForParent(AwsCall call)
    {
        Allowed(call);
        return Page(call, "OrganizationalUnits", Parent(call.Required("ParentId")) == LocalLandscape.RootId ? [.. Environments().Select(Unit)] : []);
    }

    public JsonObject DescribeOrganizationalUnit(AwsCall call)
    {
        Allowed(call);
        var id = call.Required("OrganizationalUnitId");
        return new JsonObject
        {
            ["OrganizationalUnit"] = Unit(Environments().FirstOrDefault(e => UnitId(e) == id)
                ?? throw Refuse("OrganizationalUnitNotFoundException", "We can't find an OU with the OrganizationalUnitId that you specified.")),
        };
    }

    internal static string UnitId(string environment) => $"ou-a1b2-{StableId.Hex(8, environment)}";

    private static AwsError Refuse(string code, string message) => new(code, StatusCodes.Status400BadRequest, message);

    private static JsonObject Page(AwsCall call, string name, IReadOnlyList<JsonObject> all)
    {
        var (page, token) = call.Page(all, Most, Most);
        return HubMethods.Paged(name, page, token);
    }

    private static string Arn(string rest) => $"arn:aws:organizations::{LocalLandscape.ManagementAccountId}:{rest}";

    private static JsonObject Unit(string environment) => new()
    {
        ["Id"] = UnitId(environment),
        ["Arn"] = Arn($"ou/{LocalLandscape.OrganizationId}/{UnitId(environment)}"),
        ["Name"] = environment,
    };

    private IEnumerable<string> Environments() => landscape.Organisation.Accounts.Select(a => a.Environment).Distinct().Order(StringComparer.Ordinal);

    private string Parent(string id) => id == LocalLandscape.RootId || Environments().Any(e => UnitId(e) == id)
        ? id
        : throw Refuse("ParentNotFoundException", "We can't find a root or OU with the ParentId that you specified.");

    private JsonObject Account(OrganisationAccount account) => Account(account.AccountId, account.Name, landscape.StatusOf(account.AccountId));

    private JsonObject Management() => Account(LocalLandscape.ManagementAccountId, "management", "ACTIVE");

    private JsonObject Account(string id, string name, string status) => new()
    {
        ["Id"] = id,
        ["Arn"] = Arn($"account/{LocalLandscape.OrganizationId}/{id}"),
        ["Email"] = $"aws+{name}@example.com",
        ["Name"] = name,
        ["Status"] = status,
        ["State"] = status,
        ["JoinedMethod"] = "CREATED",
        ["JoinedTimestamp"] = landscape.Begin.ToUnixTimeMilliseconds() / 1000.0,
    };

    // The management account and a delegated administrator may look; members may not.
    private void Allowed(AwsCall call)
    {
        if (call.Account != landscape.AdministratorId && call.Account != LocalLandscape.ManagementAccountId)
        {
            throw Refuse("AccessDeniedException", "You don't have permissions to access this resource.");
        }
    }
}
