using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>Standards, controls, and which of them are on in an account and a Region.</summary>
internal sealed class ControlMethods(LocalLandscape landscape)
{
    private const int Most = 100;

    public JsonObject GetEnabledStandards(AwsCall call)
    {
        var hub = Hub(call);
        var wanted = (call.Body["StandardsSubscriptionArns"] as JsonArray)?.Select(a => (string?)a).ToHashSet();
        var all = hub.Standards.Where(s => wanted is null || wanted.Contains(hub.SubscriptionArn(s))).ToList();
        var (page, token) = call.Page(all, Most, Most);
        return HubMethods.Paged("StandardsSubscriptions", page.Select(s => Subscription(hub, s)), token);
    }

    public JsonObject DescribeStandards(AwsCall call)
    {
        var hub = Hub(call);
        var (page, token) = call.Page([.. StandardNames.All], Most, Most);
        return HubMethods.Paged("Standards", page.Select(s => new JsonObject
        {
            ["StandardsArn"] = hub.StandardArn(s.Key),
            ["Name"] = s.Value,
            ["Description"] = s.Value,
            ["EnabledByDefault"] = s.Key.StartsWith("aws-foundational", StringComparison.Ordinal) || s.Key == "cis-aws-foundations-benchmark/v/1.2.0",
            ["StandardsManagedBy"] = new JsonObject { ["Company"] = "AWS", ["Product"] = s.Key.StartsWith("service-managed", StringComparison.Ordinal) ? "AWS Control Tower" : "Security Hub" },
        }), token);
    }

    public JsonObject BatchEnableStandards(AwsCall call)
    {
        var hub = Hub(call);
        var standards = call.Objects("StandardsSubscriptionRequests", max: 25).Select(r => hub.Standard((string?)r["StandardsArn"])
            ?? throw AwsError.InvalidInput("Invalid parameter 'StandardsArn'.")).ToList();
        standards.ForEach(hub.Enable);
        return new JsonObject { ["StandardsSubscriptions"] = new JsonArray([.. standards.Select(s => Subscription(hub, s))]) };
    }

    public JsonObject DescribeStandardsControls(AwsCall call)
    {
        var hub = Hub(call);
        var standard = hub.Standards.FirstOrDefault(s => hub.SubscriptionArn(s) == call.Path) ?? throw AwsError.NotFound("The standards subscription was not found.");
        var (page, token) = call.Page(Controls(standard), Most, Most);
        return HubMethods.Paged("Controls", page.Select(c => StandardsControl(hub, standard, c)), token);
    }

    public JsonObject UpdateStandardsControl(AwsCall call)
    {
        var hub = Hub(call);
        var (standard, control) = hub.Standards.SelectMany(s => Controls(s).Select(c => (Standard: s, Control: c)))
            .FirstOrDefault(x => hub.StandardControlArn(x.Standard, Number(x.Control, x.Standard)) == call.Path);
        if (control is null || !hub.IsReady(standard))
        {
            throw AwsError.NotFound("The control was not found, or its standard is not ready for updates.");
        }

        var isOn = IsOn(call.Required("ControlStatus"), "ControlStatus");
        hub.SetSwitch(standard, control.Id, isOn, isOn ? null : call.Required("DisabledReason"));
        return [];
    }

    public JsonObject ListSecurityControlDefinitions(AwsCall call)
    {
        var hub = Hub(call);
        var standard = call.Text("StandardsArn") is { } arn ? hub.Standard(arn) ?? throw AwsError.InvalidInput("Invalid parameter 'StandardsArn'.") : null;
        var all = landscape.Controls.Where(c => standard is null || c.Standards.Contains(standard)).OrderBy(c => c.Id, StringComparer.Ordinal).ToList();
        var (page, token) = call.Page(all, Most, Most);
        return HubMethods.Paged("SecurityControlDefinitions", page.Select(c =>
        {
            var definition = Described(c, c.Id);
            definition["CurrentRegionAvailability"] = "AVAILABLE";
            return definition;
        }), token);
    }

    public JsonObject BatchGetSecurityControls(AwsCall call)
    {
        var hub = Hub(call);
        var ids = (call.Body["SecurityControlIds"] as JsonArray)?.Select(i => (string?)i ?? "").ToList() is { Count: > 0 and <= Most } list ? list : throw AwsError.InvalidInput("Invalid parameter 'SecurityControlIds'.");
        JsonArray found = [], unprocessed = [];
        foreach (var id in ids)
        {
            if (hub.Control(id[(id.LastIndexOf('/') + 1)..]) is { } control)
            {
                var json = Described(control, control.Id);
                json["SecurityControlArn"] = hub.ControlArn(control.Id);
                json["SecurityControlStatus"] = Enabled(hub, control).Any(s => hub.Switch(s, control.Id).IsOn) ? "ENABLED" : "DISABLED";
                json["UpdateStatus"] = "READY";
                found.Add(json);
            }
            else
            {
                unprocessed.Add(new JsonObject { ["SecurityControlId"] = id, ["ErrorCode"] = "RESOURCE_NOT_FOUND", ["ErrorReason"] = "The control was not found." });
            }
        }

        return new JsonObject { ["SecurityControls"] = found, ["UnprocessedIds"] = unprocessed };
    }

    public JsonObject ListStandardsControlAssociations(AwsCall call)
    {
        var hub = Hub(call);
        var control = hub.Control(call.Required("SecurityControlId")) ?? throw AwsError.InvalidInput("Invalid parameter 'SecurityControlId'.");
        var (page, token) = call.Page(Enabled(hub, control), Most, Most);
        return HubMethods.Paged("StandardsControlAssociationSummaries", page.Select(s => Association(hub, s, control)), token);
    }

    public JsonObject BatchGetStandardsControlAssociations(AwsCall call)
    {
        var hub = Hub(call);
        JsonArray found = [], unprocessed = [];
        foreach (var id in call.Objects("StandardsControlAssociationIds"))
        {
            if (Located(hub, id) is { } place)
            {
                var json = Association(hub, place.Standard, place.Control);
                json["StandardsControlArns"] = new JsonArray(hub.StandardControlArn(place.Standard, Number(place.Control, place.Standard)));
                found.Add(json);
            }
            else
            {
                unprocessed.Add(new JsonObject { ["StandardsControlAssociationId"] = id.DeepClone(), ["ErrorCode"] = "RESOURCE_NOT_FOUND", ["ErrorReason"] = "The association was not found." });
            }
        }

        return new JsonObject { ["StandardsControlAssociationDetails"] = found, ["UnprocessedAssociations"] = unprocessed };
    }

    public JsonObject BatchUpdateStandardsControlAssociations(AwsCall call)
    {
        var hub = Hub(call);
        var unprocessed = new JsonArray();
        var ordered = call.Fault?.Items ?? 0;
        foreach (var update in call.Objects("StandardsControlAssociationUpdates"))
        {
            var isOn = IsOn((string?)update["AssociationStatus"], "AssociationStatus");
            var error = ordered-- > 0 ? (call.Fault!.Code, "Ordered by a test.")
                : !isOn && string.IsNullOrWhiteSpace((string?)update["UpdatedReason"]) ? ("INVALID_INPUT", "UpdatedReason is required to disable a control.")
                : landscape.Central.Manages(call.Account) ? ("ACCESS_DENIED", "The account is centrally managed.")
                : Located(hub, update) is not { } place || !hub.IsReady(place.Standard) ? ("RESOURCE_NOT_FOUND", "The association was not found.")
                : Set(hub, place, isOn, (string?)update["UpdatedReason"]);
            if (error != default)
            {
                unprocessed.Add(new JsonObject { ["StandardsControlAssociationUpdate"] = update.DeepClone(), ["ErrorCode"] = error.Item1, ["ErrorReason"] = error.Item2 });
            }
        }

        return new JsonObject { ["UnprocessedAssociationUpdates"] = unprocessed };
    }

    private static (string, string) Set(HubState hub, (string Standard, SecurityControl Control) place, bool isOn, string? reason)
    {
        hub.SetSwitch(place.Standard, place.Control.Id, isOn, reason);
        return default;
    }

    private HubState Hub(AwsCall call) => landscape.Hub(call.Account, call.Region);

    private List<SecurityControl> Controls(string standard) => [.. landscape.Controls.Where(c => c.Standards.Contains(standard)).OrderBy(c => c.Id, StringComparer.Ordinal)];

    private static List<string> Enabled(HubState hub, SecurityControl control) => [.. hub.Standards.Where(control.Standards.Contains)];

    private static (string Standard, SecurityControl Control)? Located(HubState hub, JsonObject id) =>
        hub.Standard((string?)id["StandardsArn"]) is { } standard && hub.Standards.Contains(standard)
        && hub.Control((string?)id["SecurityControlId"]) is { } control && control.Standards.Contains(standard)
            ? (standard, control)
            : null;

    private static bool IsOn(string? status, string name) => status switch
    {
        "ENABLED" => true,
        "DISABLED" => false,
        _ => throw AwsError.InvalidInput($"Invalid parameter '{name}': ENABLED or DISABLED is expected."),
    };

    // CIS numbers by itself, the others call a control by its id.
    private static string Number(SecurityControl control, string standard) =>
        control.PerStandard?.GetValueOrDefault(standard)?.Id ?? (standard == "pci-dss/v/3.2.1" ? $"PCI.{control.Id}" : control.Id);

    private static JsonObject Described(SecurityControl control, string id) => new()
    {
        ["SecurityControlId"] = id,
        ["Title"] = control.Title,
        ["Description"] = control.Description,
        ["RemediationUrl"] = $"https://docs.aws.amazon.com/console/securityhub/{control.Id}/remediation",
        ["SeverityRating"] = control.Severity,
    };

    private static JsonObject Subscription(HubState hub, string standard) => new()
    {
        ["StandardsSubscriptionArn"] = hub.SubscriptionArn(standard),
        ["StandardsArn"] = hub.StandardArn(standard),
        ["StandardsInput"] = new JsonObject(),
        ["StandardsStatus"] = hub.IsReady(standard) ? "READY" : "PENDING",
        ["StandardsControlsUpdatable"] = hub.IsReady(standard) ? "READY_FOR_UPDATES" : "NOT_READY_FOR_UPDATES",
    };

    private static JsonObject StandardsControl(HubState hub, string standard, SecurityControl control)
    {
        var (number, state) = (Number(control, standard), hub.Switch(standard, control.Id));
        var json = new JsonObject
        {
            ["StandardsControlArn"] = hub.StandardControlArn(standard, number),
            ["ControlStatus"] = state.Status,
            ["ControlStatusUpdatedAt"] = AsffTime.Format(state.UpdatedAt),
            ["ControlId"] = number,
            ["Title"] = control.Title,
            ["Description"] = control.Description,
            ["RemediationUrl"] = $"https://docs.aws.amazon.com/console/securityhub/{control.Id}/remediation",
            ["SeverityRating"] = control.Severity,
        };
        if (!state.IsOn)
        {
            json["DisabledReason"] = state.Reason;
        }

        return json;
    }

    private static JsonObject Association(HubState hub, string standard, SecurityControl control)
    {
        var state = hub.Switch(standard, control.Id);
        var json = new JsonObject
        {
            ["StandardsArn"] = hub.StandardArn(standard),
            ["SecurityControlId"] = control.Id,
            ["SecurityControlArn"] = hub.ControlArn(control.Id),
            ["AssociationStatus"] = state.Status,
            ["UpdatedAt"] = AsffTime.Format(state.UpdatedAt),
            ["StandardsControlTitle"] = control.Title,
            ["StandardsControlDescription"] = control.Description,
        };
        if (state.Reason is not null)
        {
            json["UpdatedReason"] = state.Reason;
        }

        return json;
    }
}
