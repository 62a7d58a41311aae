using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SecurityHubBot.Tests.Tickets.Loopback;

/// <summary>Redmine 5's REST API as a real Redmine 5.0.4 answered it; the tests of the adapter run on both.</summary>
public sealed class LoopbackRedmine : LoopbackTracker
{
    private const string Identifier = "sec";
    private static readonly (int Id, string Name, bool IsClosed)[] Statuses = [(1, "New", false), (2, "In Progress", false), (5, "Closed", true)];

    public override string Name => "redmine";

    public override string Project => Identifier;

    public override string Label(LoopbackIssue issue) => $"#{issue.Number}";

    public override string Address(LoopbackIssue issue) => new Uri(Url, $"issues/{issue.Number}").AbsoluteUri;

    public override HttpRequestMessage? Webhook(LoopbackIssue issue, string secret) => null;

    protected override bool IsAuthorized(HttpRequest request) => request.Headers["X-Redmine-API-Key"] == Key;

    protected override Reply Unauthorized() => new(401);

    protected override Reply Handle(Call call) => (call.Method, call.Path) switch
    {
        ("POST", ["issues.json"]) => Create(call),
        ("GET", ["issues.json"]) => List(call),
        ("GET", ["trackers.json"]) => new Reply(200, new JsonObject { ["trackers"] = new JsonArray(Named(1, "Bug"), Named(3, "Support")) }),
        (_, ["issues", var file]) when Find(file) is { } issue => call.Method == "PUT" ? Change(call, issue) : new Reply(200, new JsonObject { ["issue"] = Json(issue, full: true) }),
        _ => new Reply(404),
    };

    private Reply Create(Call call)
    {
        // Without the content type Redmine reads nothing of the body, and says something else.
        if (call.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            return Invalid("Project cannot be blank", "Tracker cannot be blank", "Status cannot be blank");
        }

        var given = call.Json()["issue"]!;
        if (given["project_id"]?.GetValue<string>() != Identifier)
        {
            return Invalid("Project cannot be blank", "Tracker cannot be blank", "Status cannot be blank");
        }

        if (Wrong(given) is { } wrong)
        {
            return wrong;
        }

        var issue = Add(Project, "");
        Set(issue, given);
        return new Reply(201, new JsonObject { ["issue"] = Json(issue, full: false) });
    }

    private Reply Change(Call call, LoopbackIssue issue)
    {
        var given = call.Json()["issue"]!;
        if (given["subject"] is not null && Wrong(given) is { } wrong)
        {
            return wrong;
        }

        Set(issue, given);
        return new Reply(204);
    }

    private void Set(LoopbackIssue issue, JsonNode given)
    {
        issue.Title = given["subject"]?.GetValue<string>() ?? issue.Title;
        issue.Body = given["description"]?.DeepClone() ?? issue.Body;
        issue.DueOn = given["due_date"]?.GetValue<string>() ?? issue.DueOn;
        issue.Marker = given["custom_fields"]?[0]!["value"]!.GetValue<string>() ?? issue.Marker;
        if (given["notes"] is { } notes)
        {
            issue.Comments.Add(notes.DeepClone());
        }

        // What the workflow does not allow is left out without a word.
        if (given["status_id"] is { } status && !IsWorkflowClosed)
        {
            issue.IsClosed = Statuses.First(s => s.Id.ToString(CultureInfo.InvariantCulture) == status.ToString()).IsClosed;
        }

        Touch(issue);
    }

    private Reply List(Call call)
    {
        if (call.Query("project_id") is { Length: > 0 } project && project is not (Identifier or "1"))
        {
            return new Reply(404);
        }

        var found = Issues.Where(i => call.Query("status_id") == "*" || !i.IsClosed);
        if (call.Query("description") is ['~', .. var part])
        {
            found = found.Where(i => i.BodyText.Contains(part, StringComparison.OrdinalIgnoreCase));
        }

        if (call.Query("cf_1") is { Length: > 0 } marker)
        {
            found = found.Where(i => i.Marker == marker);
        }

        if (call.Query("updated_on") is ['>', '=', .. var since])
        {
            var from = DateTimeOffset.Parse(since, CultureInfo.InvariantCulture);
            found = found.Where(i => i.UpdatedAt >= from).OrderBy(i => i.UpdatedAt);
        }

        var offset = int.TryParse(call.Query("offset"), CultureInfo.InvariantCulture, out var skipped) ? skipped : 0;
        var limit = Math.Min(100, int.Parse(call.Query("limit"), CultureInfo.InvariantCulture));
        return new Reply(200, new JsonObject { ["issues"] = new JsonArray([.. found.Skip(offset).Take(limit).Select(i => Json(i, full: false))]), ["offset"] = offset, ["limit"] = limit });
    }

    private static Reply? Wrong(JsonNode given)
    {
        if (given["subject"]?.GetValue<string>() is not { Length: > 0 } subject)
        {
            return Invalid("Subject cannot be blank");
        }

        if (subject.Length > 255)
        {
            return Invalid("Subject is too long (maximum is 255 characters)");
        }

        return string.CompareOrdinal(given["due_date"]?.GetValue<string>(), given["start_date"]?.GetValue<string>()) < 0 ? Invalid("Due date must be greater than start date") : null;
    }

    private static Reply Invalid(params string[] errors) => new(422, new JsonObject { ["errors"] = new JsonArray([.. errors.Select(e => JsonValue.Create(e))]) });

    private LoopbackIssue? Find(string file) => Issues.FirstOrDefault(i => $"{i.Number}.json" == file);

    private JsonNode Json(LoopbackIssue issue, bool full)
    {
        var json = new JsonObject
        {
            ["id"] = issue.Number,
            ["project"] = Named(1, "Security"),
            ["status"] = Status(Statuses.First(s => s.IsClosed == issue.IsClosed)),
            ["subject"] = issue.Title,
            ["description"] = issue.Body?.DeepClone(),
            ["due_date"] = issue.DueOn,
            ["custom_fields"] = new JsonArray(new JsonObject { ["id"] = 1, ["name"] = "Bot mark", ["value"] = issue.Marker ?? "" }),
            ["created_on"] = Iso(issue.CreatedAt),
            ["updated_on"] = Iso(issue.UpdatedAt),
            ["closed_on"] = issue.IsClosed ? Iso(issue.UpdatedAt) : null,
        };
        if (issue.Assignee is { } name)
        {
            json["assigned_to"] = Named(7, name);
        }

        if (full)
        {
            json["journals"] = new JsonArray([.. issue.Comments.Select(c => new JsonObject { ["notes"] = c.DeepClone() })]);
            json["allowed_statuses"] = new JsonArray([.. Statuses.Where(s => !IsWorkflowClosed || s.IsClosed == issue.IsClosed).Select(Status)]);
        }

        return json;
    }

    private static JsonObject Status((int Id, string Name, bool IsClosed) status) => new() { ["id"] = status.Id, ["name"] = status.Name, ["is_closed"] = status.IsClosed };

    private static JsonObject Named(int id, string name) => new() { ["id"] = id, ["name"] = name };
}
