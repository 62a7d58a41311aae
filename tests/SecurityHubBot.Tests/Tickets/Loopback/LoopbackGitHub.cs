using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SecurityHubBot.Tests.Tickets.Loopback;

/// <summary>GitHub's REST API for issues, as far as its answers were recorded: docs.github.com/rest/issues, version 2022-11-28.</summary>
public sealed class LoopbackGitHub : LoopbackTracker
{
    private readonly HashSet<int> _gone = [];

    public override string Name => "github";

    public override string Project => "my-org/security";

    public override string Label(LoopbackIssue issue) => $"{issue.Project}#{issue.Number}";

    // The pages that people see are on another host than the API, except on a server of one's own.
    public override string Address(LoopbackIssue issue) => new Uri(Url, $"{issue.Project}/issues/{issue.Number}").AbsoluteUri;

    public override HttpRequestMessage Webhook(LoopbackIssue issue, string secret)
    {
        var body = new JsonObject { ["action"] = "closed", ["issue"] = new JsonObject { ["number"] = issue.Number }, ["repository"] = new JsonObject { ["full_name"] = issue.Project } }.ToJsonString();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
        return new HttpRequestMessage(HttpMethod.Post, "/tickets/webhook/github")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "X-Hub-Signature-256", $"sha256={signature}" }, { "X-GitHub-Event", "issues" } },
        };
    }

    public void DeleteForGood(LoopbackIssue issue)
    {
        _gone.Add(issue.Number);
        Delete(issue);
    }

    protected override bool IsAuthorized(HttpRequest request) => request.Headers.Authorization == $"Bearer {Key}" && request.Headers.UserAgent.Count > 0;

    protected override Reply Unauthorized() => new(401, new JsonObject { ["message"] = "Bad credentials", ["documentation_url"] = "https://docs.github.com/rest", ["status"] = "401" });

    protected override Reply Handle(Call call) => call.Path is ["repos", var owner, var repository, "issues", .. var rest] && $"{owner}/{repository}" == Project
        ? (call.Method, rest) switch
        {
            ("POST", []) => Create(call),
            ("GET", []) => List(call),
            (_, [var number, .. var tail]) when Find(number) is { } issue => OfIssue(call, issue, tail),
            (_, [var number, ..]) when _gone.Contains(int.Parse(number, CultureInfo.InvariantCulture)) => new Reply(410, new JsonObject { ["message"] = "This issue was deleted" }),
            _ => NotFound(),
        }
        : NotFound();

    private Reply OfIssue(Call call, LoopbackIssue issue, string[] tail) => (call.Method, tail) switch
    {
        ("GET", []) => new Reply(200, Json(issue)),
        ("PATCH", []) => Change(call, issue),
        ("GET", ["comments"]) => new Reply(200, new JsonArray([.. Page(call, issue.Comments).Select(c => new JsonObject { ["body"] = c.DeepClone() })])),
        ("POST", ["comments"]) => Comment(call, issue),
        _ => NotFound(),
    };

    private Reply Create(Call call)
    {
        var given = call.Json();
        if (Wrong(given) is { } wrong)
        {
            return wrong;
        }

        var issue = Add(Project, given["title"]!.GetValue<string>());
        issue.Body = given["body"]?.DeepClone();
        issue.Labels.AddRange(given["labels"]!.AsArray().Select(l => l!.GetValue<string>()));
        return new Reply(201, Json(issue));
    }

    private Reply Change(Call call, LoopbackIssue issue)
    {
        var given = call.Json();
        if (given["title"] is not null && Wrong(given) is { } wrong)
        {
            return wrong;
        }

        issue.Title = given["title"]?.GetValue<string>() ?? issue.Title;
        issue.Body = given["body"]?.DeepClone() ?? issue.Body;
        if (given["state"]?.GetValue<string>() is { } state)
        {
            issue.IsClosed = state == "closed";
            issue.Resolution = given["state_reason"]?.GetValue<string>();
        }

        Touch(issue);
        return new Reply(200, Json(issue));
    }

    private Reply Comment(Call call, LoopbackIssue issue)
    {
        issue.Comments.Add(call.Json()["body"]!.DeepClone());
        Touch(issue);
        return new Reply(201, new JsonObject { ["id"] = issue.Comments.Count });
    }

    private Reply List(Call call)
    {
        var since = DateTimeOffset.Parse(call.Query("since"), CultureInfo.InvariantCulture);
        var found = Issues.Where(i => i.UpdatedAt >= since && (call.Query("state") == "all" || !i.IsClosed));
        found = call.Query("sort") == "created" ? found.OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Number) : found.OrderBy(i => i.UpdatedAt);
        return new Reply(200, new JsonArray([.. Page(call, found).Select(Json)]));
    }

    private static IEnumerable<T> Page<T>(Call call, IEnumerable<T> all)
    {
        var (page, size) = (int.Parse(call.Query("page"), CultureInfo.InvariantCulture), int.Parse(call.Query("per_page"), CultureInfo.InvariantCulture));
        return all.Skip((page - 1) * size).Take(Math.Min(size, 100));
    }

    private static Reply? Wrong(JsonNode given) => given["title"]?.GetValue<string>() switch
    {
        null or "" => Invalid("title", "missing_field", "title can't be blank"),
        { Length: > 256 } => Invalid("title", "custom", "title is too long (maximum is 256 characters)"),
        _ => given["body"]?.GetValue<string>().Length > 65_536 ? Invalid("body", "custom", "body is too long (maximum is 65536 characters)") : null,
    };

    private static Reply Invalid(string field, string code, string message) => new(422, new JsonObject
    {
        ["message"] = "Validation Failed",
        ["errors"] = new JsonArray(new JsonObject { ["resource"] = "Issue", ["code"] = code, ["field"] = field, ["message"] = message }),
    });

    private static Reply NotFound() => new(404, new JsonObject { ["message"] = "Not Found", ["status"] = "404" });

    private LoopbackIssue? Find(string number) => Issues.FirstOrDefault(i => i.Number.ToString(CultureInfo.InvariantCulture) == number);

    private JsonNode Json(LoopbackIssue issue) => new JsonObject
    {
        ["number"] = issue.Number,
        ["html_url"] = Address(issue),
        ["repository_url"] = new Uri(Url, $"repos/{issue.Project}").AbsoluteUri,
        ["title"] = issue.Title,
        ["body"] = issue.Body?.DeepClone(),
        ["state"] = issue.IsClosed ? "closed" : "open",
        ["state_reason"] = issue.Resolution,
        ["assignee"] = issue.Assignee is { } login ? new JsonObject { ["login"] = login } : null,
        ["created_at"] = Iso(issue.CreatedAt),
        ["updated_at"] = Iso(issue.UpdatedAt),
    };
}
