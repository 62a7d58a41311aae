using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SecurityHubBot.Tests.Tickets.Loopback;

/// <summary>Backlog's REST API, version 2, as far as its answers were recorded: developer.nulab.com/docs/backlog.</summary>
public sealed class LoopbackBacklog : LoopbackTracker
{
    private const int ProjectId = 100;

    public override string Name => "backlog";

    public override string Project => "SEC";

    public override string Label(LoopbackIssue issue) => $"{issue.Project}-{issue.Number}";

    public override string Address(LoopbackIssue issue) => new Uri(Url, $"view/{Label(issue)}").AbsoluteUri;

    public override HttpRequestMessage Webhook(LoopbackIssue issue, string secret) =>
        new(HttpMethod.Post, $"/tickets/webhook/backlog?secret={secret}")
        {
            Content = new StringContent(
                new JsonObject { ["type"] = 2, ["project"] = new JsonObject { ["projectKey"] = issue.Project }, ["content"] = new JsonObject { ["id"] = 9000 + issue.Number, ["key_id"] = issue.Number } }.ToJsonString(),
                Encoding.UTF8,
                "application/json"),
        };

    protected override bool IsAuthorized(HttpRequest request) => request.Query["apiKey"] == Key;

    protected override Reply Unauthorized() => Error(401, 11, "Authentication failure.");

    protected override Reply Handle(Call call) => (call.Method, call.Path) switch
    {
        ("GET", ["api", "v2", "projects", "SEC" or "100"]) => new Reply(200, new JsonObject { ["id"] = ProjectId, ["projectKey"] = Project }),
        ("GET", ["api", "v2", "projects", "SEC" or "100", "issueTypes"]) => new Reply(200, new JsonArray(Named(7, "タスク"), Named(8, "バグ"))),
        ("GET", ["api", "v2", "projects", "SEC" or "100", "statuses"]) => new Reply(200, new JsonArray(Named(1, "未対応"), Named(2, "処理中"), Named(3, "処理済み"), Named(4, "完了"))),
        ("POST", ["api", "v2", "issues"]) => Create(call),
        ("GET", ["api", "v2", "issues"]) => List(call),
        (_, ["api", "v2", "issues", var key, .. var tail]) when Find(key) is { } issue => OfIssue(call, issue, tail),
        (_, ["api", "v2", "issues", ..]) => Error(404, 6, "No issue"),
        _ => Error(404, 6, "No project"),
    };

    private Reply OfIssue(Call call, LoopbackIssue issue, string[] tail) => (call.Method, tail) switch
    {
        ("GET", []) => new Reply(200, Json(issue)),
        ("PATCH", []) => Change(call, issue),
        ("GET", ["comments"]) => new Reply(200, new JsonArray([.. Enumerable.Reverse(issue.Comments).Select(c => new JsonObject { ["content"] = c.DeepClone() })])),
        ("POST", ["comments"]) => Comment(call, issue),
        _ => Error(404, 5, "Undefined resource"),
    };

    private Reply Create(Call call)
    {
        var given = call.Form();
        foreach (var needed in (string[])["projectId", "summary", "issueTypeId", "priorityId"])
        {
            if (!given.ContainsKey(needed))
            {
                return Error(400, 7, $"error.required: {needed}");
            }
        }

        if (given["projectId"] != "100" || given["issueTypeId"] is not ("7" or "8"))
        {
            return Error(400, 7, "Invalid request.");
        }

        if (Wrong(given) is { } wrong)
        {
            return wrong;
        }

        var issue = Add(Project, "");
        Set(issue, given);
        return new Reply(201, Json(issue));
    }

    private Reply Change(Call call, LoopbackIssue issue)
    {
        var given = call.Form();
        if (given.ContainsKey("summary") && Wrong(given) is { } wrong)
        {
            return wrong;
        }

        return Set(issue, given) ? new Reply(200, Json(issue)) : Error(400, 7, "No comment content.");
    }

    private bool Set(LoopbackIssue issue, Dictionary<string, string> given)
    {
        var before = (issue.Title, issue.BodyText, issue.DueOn, issue.IsClosed);
        issue.Title = given.GetValueOrDefault("summary", issue.Title);
        issue.Body = given.TryGetValue("description", out var description) ? JsonValue.Create(description) : issue.Body;
        issue.DueOn = given.GetValueOrDefault("dueDate", issue.DueOn ?? "");
        issue.IsClosed = given.TryGetValue("statusId", out var status) ? status == "4" : issue.IsClosed;
        issue.Resolution = given.GetValueOrDefault("resolutionId", issue.Resolution ?? "");
        if (before == (issue.Title, issue.BodyText, issue.DueOn, issue.IsClosed))
        {
            return false;
        }

        Touch(issue);
        return true;
    }

    private Reply Comment(Call call, LoopbackIssue issue)
    {
        issue.Comments.Add(JsonValue.Create(call.Form()["content"]));
        Touch(issue);
        return new Reply(201, new JsonObject { ["id"] = issue.Comments.Count });
    }

    private Reply List(Call call)
    {
        if (call.Query("projectId[]") != "100")
        {
            return Error(404, 6, "No project");
        }

        IEnumerable<LoopbackIssue> found = call.Query("sort") == "updated" ? Issues.OrderByDescending(i => i.UpdatedAt) : Issues;
        if (call.Query("keyword") is { Length: > 0 } keyword)
        {
            found = found.Where(i => i.BodyText.Contains(keyword, StringComparison.OrdinalIgnoreCase) || i.Title.Contains(keyword, StringComparison.OrdinalIgnoreCase));
        }

        if (call.Query("updatedSince") is { Length: > 0 } day)
        {
            var since = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            found = found.Where(i => DateOnly.FromDateTime(i.UpdatedAt.UtcDateTime) >= since);
        }

        var offset = int.TryParse(call.Query("offset"), CultureInfo.InvariantCulture, out var skipped) ? skipped : 0;
        return new Reply(200, new JsonArray([.. found.Skip(offset).Take(int.Parse(call.Query("count"), CultureInfo.InvariantCulture)).Select(Json)]));
    }

    private static Reply? Wrong(Dictionary<string, string> given) => given["summary"] switch
    {
        "" => Error(400, 7, "error.required: summary"),
        { Length: > 255 } => Error(400, 7, "error.maxLength: summary"),
        _ => null,
    };

    private static Reply Error(int status, int code, string message) =>
        new(status, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["code"] = code, ["moreInfo"] = "" }) });

    private LoopbackIssue? Find(string key) => Issues.FirstOrDefault(i => Label(i) == key);

    private JsonNode Json(LoopbackIssue issue) => new JsonObject
    {
        ["id"] = 9000 + issue.Number,
        ["projectId"] = ProjectId,
        ["issueKey"] = Label(issue),
        ["keyId"] = issue.Number,
        ["summary"] = issue.Title,
        ["description"] = issue.Body?.DeepClone(),
        ["status"] = issue.IsClosed ? Named(4, "完了") : Named(1, "未対応"),
        ["assignee"] = issue.Assignee is { } name ? Named(3, name) : null,
        ["created"] = Iso(issue.CreatedAt),
        ["updated"] = Iso(issue.UpdatedAt),
    };

    private static JsonObject Named(int id, string name) => new() { ["id"] = id, ["name"] = name };
}
