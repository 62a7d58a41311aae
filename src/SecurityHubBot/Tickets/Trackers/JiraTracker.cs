using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Tickets;

namespace SecurityHubBot.Tickets.Trackers;

/// <summary>Jira Cloud's REST API, version 3 (<c>developer.atlassian.com/cloud/jira/platform/rest/v3</c>).</summary>
internal sealed class JiraTracker : ITicketTracker
{
    private const string Api = "rest/api/3/";
    private const string DefaultType = "Task";
    private const string Label = "securityhubbot";
    private const string FieldNames = "summary,status,assignee,project";
    private const int MaxSummary = 255;
    private const int PageSize = 100;
    private const int MostPages = 50;

    private readonly TicketOptions _options;
    private readonly TimeProvider _time;
    private readonly TrackerHttp _http;

    public JiraTracker(HttpClient http, TicketOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.ApiKey}"));
        _http = new TrackerHttp(http, time, request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials), ReadRefusal);
    }

    public string Name => TicketOptions.Jira;

    public async Task<Ticket> Create(string project, TicketContent content, CancellationToken cancellationToken)
    {
        var fields = Fields(content);
        fields["project"] = new JsonObject { ["key"] = project };
        fields["issuetype"] = new JsonObject { ["name"] = string.IsNullOrWhiteSpace(_options.IssueType) ? DefaultType : _options.IssueType };
        fields["labels"] = new JsonArray(Label, content.Marker);
        var created = await WithDueDate(fields, f => _http.Make($"{Api}issue", TrackerHttp.Json(new JsonObject { ["fields"] = f }), cancellationToken));
        var key = created.Needed("key");
        try
        {
            // The answer has the key and nothing else.
            return await Get(key, cancellationToken) ?? Unseen(key, project, content);
        }
        catch (TrackerException)
        {
            return Unseen(key, project, content);
        }
    }

    public async Task<Ticket?> Find(string project, string marker, DateTimeOffset since, CancellationToken cancellationToken) =>
        await Search($"labels = \"{marker}\" ORDER BY created ASC", mostPages: 1, cancellationToken).FirstOrDefaultAsync(cancellationToken);

    public async Task<Ticket?> Get(string id, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await _http.Get($"{Api}issue/{Uri.EscapeDataString(id)}?fields={FieldNames}", cancellationToken));
        }
        catch (TicketNotFoundException)
        {
            return null;
        }
    }

    public Task Update(string id, TicketContent content, CancellationToken cancellationToken) => WithDueDate(
        Fields(content),
        f => _http.Set(HttpMethod.Put, $"{Api}issue/{Uri.EscapeDataString(id)}", TrackerHttp.Json(new JsonObject { ["fields"] = f }), cancellationToken));

    public Task Close(string id, TicketClosing why, CancellationToken cancellationToken) => Move(id, isDone: true, _options.DoneStatus, cancellationToken);

    public Task Reopen(string id, CancellationToken cancellationToken) => Move(id, isDone: false, _options.OpenStatus, cancellationToken);

    public Task Comment(string id, TicketDocument text, CancellationToken cancellationToken) => _http.Make(
        $"{Api}issue/{Uri.EscapeDataString(id)}/comment", TrackerHttp.Json(new JsonObject { ["body"] = JiraDocument.Write(text) }), cancellationToken);

    public async Task<bool> HasComment(string id, string text, CancellationToken cancellationToken) =>
        (await _http.Get($"{Api}issue/{Uri.EscapeDataString(id)}/comment?orderBy=-created&maxResults=50", cancellationToken))
            .Items("comments").Any(c => JiraDocument.Contains(c.At("body"), text));

    // Relative, because JQL takes absolute times in the time zone of whoever asks.
    public IAsyncEnumerable<Ticket> ChangedSince(string project, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var minutes = (long)Math.Max(1, Math.Ceiling((_time.GetUtcNow() - since).TotalMinutes));
        return Search($"project = \"{project}\" AND updated >= \"-{minutes}m\" ORDER BY updated ASC", MostPages, cancellationToken);
    }

    public string? IdOf(TicketLink link, string project) => link.Id.Contains('-', StringComparison.Ordinal) && !link.Id.Contains('/', StringComparison.Ordinal)
        && TrackerUrls.IsUnder(link.Url, _options.BaseUrl) ? link.Id : null;

    public IReadOnlyList<string> IdsIn(byte[] webhook) => JsonNode.Parse(webhook).Text("issue", "key") is { Length: > 0 } key ? [key] : [];

    private async Task Move(string id, bool isDone, string? wanted, CancellationToken cancellationToken)
    {
        var what = isDone ? "close" : "reopen";
        if ((await Get(id, cancellationToken) ?? throw new TicketNotFoundException(what)).IsClosed == isDone)
        {
            return;
        }

        var path = $"{Api}issue/{Uri.EscapeDataString(id)}/transitions";
        var ways = (await _http.Get(path, cancellationToken)).Items("transitions").Where(t => IsDone(t.At("to")) == isDone).ToList();
        var way = ways.FirstOrDefault(t => t.Text("to", "name") == wanted) ?? ways.FirstOrDefault()
            ?? throw new TicketRefusedException(what, isDone ? "the workflow has no way to a done status" : "the workflow has no way to a status that is not done");
        await _http.Set(HttpMethod.Post, path, TrackerHttp.Json(new JsonObject { ["transition"] = new JsonObject { ["id"] = way.Needed("id") } }), cancellationToken);
    }

    private async IAsyncEnumerable<Ticket> Search(string jql, int mostPages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        for (var page = 0; page < mostPages; page++)
        {
            var question = new JsonObject { ["jql"] = jql, ["maxResults"] = PageSize, ["fields"] = new JsonArray([.. FieldNames.Split(',').Select(f => JsonValue.Create(f))]) };
            if (next is not null)
            {
                question["nextPageToken"] = next;
            }

            var answer = await _http.Set(HttpMethod.Post, $"{Api}search/jql", TrackerHttp.Json(question), cancellationToken);
            foreach (var issue in answer.Items("issues"))
            {
                yield return Read(issue);
            }

            next = answer.Text("nextPageToken");
            if (string.IsNullOrEmpty(next))
            {
                yield break;
            }
        }
    }

    /// <summary>Where the due date is on no screen of the project, Jira refuses it; the ticket's text says it too.</summary>
    private static async Task<JsonNode> WithDueDate(JsonObject fields, Func<JsonObject, Task<JsonNode>> send)
    {
        try
        {
            return await send(fields.DeepClone().AsObject());
        }
        catch (TicketRefusedException exception) when (exception.Fields.ContainsKey("duedate"))
        {
            fields.Remove("duedate");
            return await send(fields);
        }
    }

    private static JsonObject Fields(TicketContent content) => new()
    {
        ["summary"] = TicketText.Truncate(content.Title, MaxSummary),
        ["description"] = JiraDocument.Write(content.Body),
        ["duedate"] = TrackerUrls.Date(content.DueOn),
    };

    private Ticket Read(JsonNode issue)
    {
        var key = issue.Needed("key");
        return new Ticket(
            key,
            key,
            Browse(key),
            issue.Text("fields", "project", "key") ?? key[..key.LastIndexOf('-')],
            issue.Text("fields", "summary") ?? "",
            issue.Text("fields", "status", "name") ?? "",
            IsDone(issue.At("fields", "status")),
            issue.Text("fields", "assignee", "displayName"));
    }

    private Ticket Unseen(string key, string project, TicketContent content) => new(key, key, Browse(key), project, content.Title, "", IsClosed: false, Assignee: null);

    private string Browse(string key) => new Uri(_options.BaseUrl, $"browse/{key}").AbsoluteUri;

    private static bool IsDone(JsonNode? status) => status.Text("statusCategory", "key") == "done";

    private static Refusal ReadRefusal(JsonNode? body)
    {
        var fields = (body.At("errors") as JsonObject ?? []).ToDictionary(f => f.Key, f => f.Value.Text() ?? "");
        return new Refusal(string.Join("; ", body.Items("errorMessages").Select(e => e.Text()).Concat(fields.Select(f => $"{f.Key}: {f.Value}"))), fields);
    }
}
