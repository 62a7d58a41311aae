using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Tickets;

namespace SecurityHubBot.Tickets.Trackers;

/// <summary>Redmine's REST API (<c>www.redmine.org/projects/redmine/wiki/Rest_api</c>), 5.0 and later.</summary>
internal sealed class RedmineTracker : ITicketTracker
{
    private const int MaxSubject = 255;
    private const int PageSize = 100;
    private const int MostPages = 50;

    private readonly TicketOptions _options;
    private readonly TrackerHttp _http;
    private string? _trackerId;

    public RedmineTracker(HttpClient http, TicketOptions options, TimeProvider time)
    {
        _options = options;
        _http = new TrackerHttp(http, time, request => request.Headers.Add("X-Redmine-API-Key", options.ApiKey), ReadRefusal);
    }

    public string Name => TicketOptions.Redmine;

    public async Task<Ticket> Create(string project, TicketContent content, CancellationToken cancellationToken)
    {
        var fields = Fields(content);
        fields["project_id"] = project;
        if (await TrackerId(cancellationToken) is { } tracker)
        {
            fields["tracker_id"] = tracker;
        }

        return Read((await _http.Make("issues.json", Issue(fields), cancellationToken)).At("issue"));
    }

    public async Task<Ticket?> Find(string project, string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // The project may have been changed by hand, so it is not asked for; "*" is open and closed.
        var filter = _options.MarkerField is { } field ? $"cf_{field}={marker}" : $"description=~{marker}";
        var answer = await _http.Get($"issues.json?status_id=*&sort=id&limit={PageSize}&{filter}", cancellationToken);
        var found = answer.Items("issues").FirstOrDefault(i => IsMarked(i, marker));
        return found is null ? null : Read(found);
    }

    public async Task<Ticket?> Get(string id, CancellationToken cancellationToken) => await GetIssue(id, "", cancellationToken) is { } issue ? Read(issue) : null;

    public async Task Update(string id, TicketContent content, CancellationToken cancellationToken) =>
        await _http.Set(HttpMethod.Put, $"issues/{id}.json", Issue(Fields(content)), cancellationToken);

    public Task Close(string id, TicketClosing why, CancellationToken cancellationToken) => SetStatus(id, isClosed: true, _options.DoneStatus, cancellationToken);

    public Task Reopen(string id, CancellationToken cancellationToken) => SetStatus(id, isClosed: false, _options.OpenStatus, cancellationToken);

    // Redmine takes a comment as a change of the issue, and adds it every time.
    public async Task Comment(string id, TicketDocument text, CancellationToken cancellationToken) =>
        await _http.Make(HttpMethod.Put, $"issues/{id}.json", Issue(new JsonObject { ["notes"] = text.ToPlainText() }), cancellationToken);

    public async Task<bool> HasComment(string id, string text, CancellationToken cancellationToken) =>
        (await GetIssue(id, "?include=journals", cancellationToken)).Items("journals").Any(j => j.Text("notes")?.Contains(text, StringComparison.Ordinal) == true);

    public async IAsyncEnumerable<Ticket> ChangedSince(string project, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = Uri.EscapeDataString(">=" + since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        var filter = $"issues.json?project_id={Uri.EscapeDataString(project)}&status_id=*&sort=updated_on,id&updated_on={from}&limit={PageSize}";
        for (var page = 0; page < MostPages; page++)
        {
            var issues = (await _http.Get($"{filter}&offset={page * PageSize}", cancellationToken)).Items("issues").ToList();
            foreach (var issue in issues)
            {
                yield return Read(issue);
            }

            if (issues.Count < PageSize)
            {
                yield break;
            }
        }
    }

    public string? IdOf(TicketLink link, string project) =>
        link.Id is ['#', .. var number] && TrackerUrls.IsUnder(link.Url, _options.BaseUrl) && number.All(char.IsAsciiDigit) ? number : null;

    /// <summary>Redmine sends none by itself.</summary>
    public IReadOnlyList<string> IdsIn(byte[] webhook) => [];

    private async Task<JsonNode?> GetIssue(string id, string query, CancellationToken cancellationToken)
    {
        try
        {
            return (await _http.Get($"issues/{id}.json{query}", cancellationToken)).At("issue");
        }
        catch (TicketNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Redmine answers 204 and leaves the status alone when the workflow does not allow it, so what is allowed is asked for first.</summary>
    private async Task SetStatus(string id, bool isClosed, string? wanted, CancellationToken cancellationToken)
    {
        var what = isClosed ? "close" : "reopen";
        var issue = await GetIssue(id, "?include=allowed_statuses", cancellationToken) ?? throw new TicketNotFoundException(what);
        if (Read(issue).IsClosed == isClosed)
        {
            return;
        }

        var allowed = issue.Items("allowed_statuses").Where(s => (s.Flag("is_closed") ?? false) == isClosed).ToList();
        var status = allowed.FirstOrDefault(s => s.Text("name") == wanted) ?? allowed.FirstOrDefault()
            ?? throw new TicketRefusedException(what, isClosed ? "the workflow has no way to a closed status" : "the workflow has no way to an open status");
        await _http.Set(HttpMethod.Put, $"issues/{id}.json", Issue(new JsonObject { ["status_id"] = status.Needed("id") }), cancellationToken);
        if (await Get(id, cancellationToken) is { } now && now.IsClosed != isClosed)
        {
            throw new TicketRefusedException(what, "the workflow does not allow the status");
        }
    }

    /// <summary>Redmine would take another kind without a word when there is none of this name.</summary>
    private async Task<string?> TrackerId(CancellationToken cancellationToken)
    {
        if (_trackerId is null && !string.IsNullOrWhiteSpace(_options.IssueType))
        {
            var kinds = (await _http.Get("trackers.json", cancellationToken)).Items("trackers").ToList();
            _trackerId = kinds.FirstOrDefault(t => string.Equals(t.Text("name"), _options.IssueType, StringComparison.OrdinalIgnoreCase)).Text("id")
                ?? throw new TicketRefusedException("create", $"no tracker is called '{_options.IssueType}' (Tickets:IssueType)");
        }

        return _trackerId;
    }

    private JsonObject Fields(TicketContent content)
    {
        var body = content.Body.ToPlainText();
        var fields = new JsonObject
        {
            ["subject"] = TicketText.Truncate(content.Title, MaxSubject),
            ["description"] = _options.MarkerField is null ? $"{body}\n\n{content.Marker}" : body,
            // A due date before the start is refused, and the start would otherwise be today.
            ["start_date"] = TrackerUrls.Date(content.StartOn < content.DueOn ? content.StartOn : content.DueOn),
            ["due_date"] = TrackerUrls.Date(content.DueOn),
        };
        if (_options.MarkerField is { } field)
        {
            fields["custom_fields"] = new JsonArray(new JsonObject { ["id"] = field, ["value"] = content.Marker });
        }

        return fields;
    }

    private static HttpContent Issue(JsonObject fields) => TrackerHttp.Json(new JsonObject { ["issue"] = fields });

    private bool IsMarked(JsonNode issue, string marker) => _options.MarkerField is { } field
        ? issue.Items("custom_fields").Any(f => f.Text("id") == field.ToString(CultureInfo.InvariantCulture) && f.Text("value") == marker)
        : issue.Text("description")?.Contains(marker, StringComparison.Ordinal) == true;

    private Ticket Read(JsonNode? issue)
    {
        var id = issue.Needed("id");
        return new Ticket(
            id,
            $"#{id}",
            new Uri(_options.BaseUrl, $"issues/{id}").AbsoluteUri,
            issue.Needed("project", "id"),
            issue.Text("subject") ?? "",
            issue.Text("status", "name") ?? "",
            // Redmine before 5.0 does not say so here.
            issue.Flag("status", "is_closed") ?? issue.Text("closed_on") is not null,
            issue.Text("assigned_to", "name"));
    }

    private static Refusal ReadRefusal(JsonNode? body) => new(string.Join("; ", body.Items("errors").Select(e => e.Text())));
}
