using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace SecurityHubBot.Tests.Tickets.Loopback;

/// <summary>Jira Cloud's REST API, version 3, as far as its answers were recorded: developer.atlassian.com/cloud/jira/platform/rest/v3.</summary>
public sealed partial class LoopbackJira : LoopbackTracker
{
    private const int PageSize = 100;

    public override string Name => "jira";

    public override string Project => "SEC";

    /// <summary>The due date is on no screen of the project.</summary>
    public bool HasNoDueDate { get; set; }

    public override string Label(LoopbackIssue issue) => $"{issue.Project}-{issue.Number}";

    public override string Address(LoopbackIssue issue) => new Uri(Url, $"browse/{Label(issue)}").AbsoluteUri;

    public override HttpRequestMessage Webhook(LoopbackIssue issue, string secret)
    {
        var body = new JsonObject { ["webhookEvent"] = "jira:issue_updated", ["issue"] = new JsonObject { ["id"] = "10001", ["key"] = Label(issue) } }.ToJsonString();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
        return new HttpRequestMessage(HttpMethod.Post, "/tickets/webhook/jira")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "X-Hub-Signature", $"sha256={signature}" } },
        };
    }

    protected override bool IsAuthorized(HttpRequest request) =>
        request.Headers.Authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"bot@example.net:{Key}"));

    protected override Reply Unauthorized() => new(401, new JsonObject { ["message"] = "Client must be authenticated to access this resource.", ["status-code"] = 401 });

    protected override Reply Handle(Call call) => (call.Method, call.Path) switch
    {
        ("POST", ["rest", "api", "3", "issue"]) => Create(call),
        ("POST", ["rest", "api", "3", "search", "jql"]) => Search(call),
        (_, ["rest", "api", "3", "issue", var key, .. var tail]) when Find(key) is { } issue => OfIssue(call, issue, tail),
        _ => NotFound(),
    };

    private Reply OfIssue(Call call, LoopbackIssue issue, string[] tail) => (call.Method, tail) switch
    {
        ("GET", []) => new Reply(200, Json(issue)),
        ("PUT", []) => Change(call, issue),
        ("GET", ["transitions"]) => new Reply(200, new JsonObject { ["transitions"] = new JsonArray([.. Ways(issue)]) }),
        ("POST", ["transitions"]) => Move(call, issue),
        ("GET", ["comment"]) => new Reply(200, new JsonObject { ["comments"] = new JsonArray([.. Enumerable.Reverse(issue.Comments).Select(c => new JsonObject { ["body"] = c.DeepClone() })]) }),
        ("POST", ["comment"]) => Comment(call, issue),
        _ => NotFound(),
    };

    private Reply Create(Call call)
    {
        var fields = call.Json()["fields"]!;
        if (fields["project"]?["key"]?.GetValue<string>() != Project)
        {
            return Invalid("project", "valid project is required");
        }

        if (fields["issuetype"]?["name"]?.GetValue<string>() is not ("Task" or "Bug"))
        {
            return Invalid("issuetype", "Specify a valid issue type");
        }

        if (Wrong(fields) is { } wrong)
        {
            return wrong;
        }

        var issue = Add(Project, "");
        Set(issue, fields);
        issue.Labels.AddRange(fields["labels"]!.AsArray().Select(l => l!.GetValue<string>()));
        return new Reply(201, new JsonObject { ["id"] = $"{10000 + issue.Number}", ["key"] = Label(issue), ["self"] = $"{Url}rest/api/3/issue/{10000 + issue.Number}" });
    }

    private Reply Change(Call call, LoopbackIssue issue)
    {
        var fields = call.Json()["fields"]!;
        if (Wrong(fields) is { } wrong)
        {
            return wrong;
        }

        Set(issue, fields);
        return new Reply(204);
    }

    private void Set(LoopbackIssue issue, JsonNode fields)
    {
        issue.Title = fields["summary"]!.GetValue<string>();
        issue.Body = fields["description"]!.DeepClone();
        issue.DueOn = fields["duedate"]?.GetValue<string>();
        Touch(issue);
    }

    private Reply Move(Call call, LoopbackIssue issue)
    {
        var id = call.Json()["transition"]!["id"]!.GetValue<string>();
        if (Ways(issue).All(w => w["id"]!.GetValue<string>() != id))
        {
            return new Reply(400, new JsonObject { ["errorMessages"] = new JsonArray($"Transition id '{id}' is not valid for this issue."), ["errors"] = new JsonObject() });
        }

        issue.IsClosed = id == "31";
        Touch(issue);
        return new Reply(204);
    }

    private Reply Comment(Call call, LoopbackIssue issue)
    {
        if (IsNoDocument(call.Json()["body"]))
        {
            return Invalid("comment", "Comment body is not valid!");
        }

        issue.Comments.Add(call.Json()["body"]!.DeepClone());
        Touch(issue);
        return new Reply(201, new JsonObject { ["id"] = "1" });
    }

    private Reply Search(Call call)
    {
        var question = call.Json();
        var jql = question["jql"]!.GetValue<string>();
        IEnumerable<LoopbackIssue> found;
        if (Labelled().Match(jql) is { Success: true } labelled)
        {
            found = Issues.Where(i => i.Labels.Contains(labelled.Groups[1].Value));
        }
        else if (Updated().Match(jql) is { Success: true } updated)
        {
            if (updated.Groups["project"].Value != Project)
            {
                return new Reply(400, new JsonObject { ["errorMessages"] = new JsonArray($"The value '{updated.Groups["project"].Value}' does not exist for the field 'project'."), ["errors"] = new JsonObject() });
            }

            var since = Time.GetUtcNow() - TimeSpan.FromMinutes(int.Parse(updated.Groups["minutes"].Value, CultureInfo.InvariantCulture));
            found = Issues.Where(i => i.UpdatedAt >= since).OrderBy(i => i.UpdatedAt);
        }
        else
        {
            return new Reply(400, new JsonObject { ["errorMessages"] = new JsonArray("Unbounded JQL queries are not allowed here."), ["errors"] = new JsonObject() });
        }

        var offset = int.TryParse(question["nextPageToken"]?.GetValue<string>(), CultureInfo.InvariantCulture, out var token) ? token : 0;
        var all = found.ToList();
        var answer = new JsonObject { ["issues"] = new JsonArray([.. all.Skip(offset).Take(PageSize).Select(Json)]) };
        if (all.Count > offset + PageSize)
        {
            answer["nextPageToken"] = (offset + PageSize).ToString(CultureInfo.InvariantCulture);
        }

        return new Reply(200, answer);
    }

    private Reply? Wrong(JsonNode fields)
    {
        if (fields["summary"]?.GetValue<string>() is not { Length: > 0 and <= 255 } summary)
        {
            return Invalid("summary", fields["summary"] is null ? "You must specify a summary of the issue." : "Summary must be less than 255 characters.");
        }

        if (summary.Contains('\n', StringComparison.Ordinal))
        {
            return Invalid("summary", "The summary is invalid because it contains newline characters.");
        }

        if (IsNoDocument(fields["description"]))
        {
            return Invalid("description", "Operation value must be an Atlassian Document (see the Atlassian Document Format)");
        }

        return HasNoDueDate && fields["duedate"] is not null ? Invalid("duedate", "Field 'duedate' cannot be set. It is not on the appropriate screen, or unknown.") : null;
    }

    private static bool IsNoDocument(JsonNode? node) =>
        node is not JsonObject document || document["type"]?.GetValue<string>() != "doc" || document["version"]?.GetValue<int>() != 1 || document["content"] is not JsonArray content || content.Any(c => !IsGood(c!));

    /// <summary>Empty texts and lists are refused, and a list holds list items only.</summary>
    private static bool IsGood(JsonNode node) => node["type"]!.GetValue<string>() switch
    {
        "text" => node["text"]!.GetValue<string>().Length > 0,
        "hardBreak" => true,
        "bulletList" => node["content"]!.AsArray() is { Count: > 0 } items && items.All(i => i!["type"]!.GetValue<string>() == "listItem" && IsGood(i)),
        "listItem" or "paragraph" => node["content"]!.AsArray().All(c => IsGood(c!)),
        _ => false,
    };

    private IEnumerable<JsonObject> Ways(LoopbackIssue issue)
    {
        if (IsWorkflowClosed)
        {
            yield break;
        }

        if (issue.IsClosed)
        {
            yield return Way("11", "To Do", "new");
        }
        else
        {
            yield return Way("21", "In Progress", "indeterminate");
            yield return Way("31", "Done", "done");
        }
    }

    private static JsonObject Way(string id, string name, string category) => new() { ["id"] = id, ["name"] = name, ["to"] = Status(name, category) };

    private static JsonObject Status(string name, string category) => new() { ["name"] = name, ["statusCategory"] = new JsonObject { ["key"] = category } };

    private static Reply Invalid(string field, string message) => new(400, new JsonObject { ["errorMessages"] = new JsonArray(), ["errors"] = new JsonObject { [field] = message } });

    private static Reply NotFound() => new(404, new JsonObject { ["errorMessages"] = new JsonArray("Issue does not exist or you do not have permission to see it."), ["errors"] = new JsonObject() });

    private LoopbackIssue? Find(string key) => Issues.FirstOrDefault(i => Label(i) == key);

    private JsonNode Json(LoopbackIssue issue) => new JsonObject
    {
        ["id"] = $"{10000 + issue.Number}",
        ["key"] = Label(issue),
        ["fields"] = new JsonObject
        {
            ["summary"] = issue.Title,
            ["status"] = issue.IsClosed ? Status("Done", "done") : Status("To Do", "new"),
            ["assignee"] = issue.Assignee is { } name ? new JsonObject { ["displayName"] = name } : null,
            ["project"] = new JsonObject { ["key"] = issue.Project },
        },
    };

    [GeneratedRegex("^labels = \"([^\"]+)\" ORDER BY created ASC$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Labelled();

    [GeneratedRegex("^project = \"(?<project>[^\"]+)\" AND updated >= \"-(?<minutes>[0-9]+)m\" ORDER BY updated ASC$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Updated();
}
