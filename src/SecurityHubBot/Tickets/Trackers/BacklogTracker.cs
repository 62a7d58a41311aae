using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Tickets;

namespace SecurityHubBot.Tickets.Trackers;

/// <summary>Backlog's REST API, version 2 (<c>developer.nulab.com/docs/backlog</c>).</summary>
internal sealed class BacklogTracker : ITicketTracker
{
    private const string Api = "api/v2/";
    private const string OpenId = "1";
    private const string ClosedId = "4";
    private const string NormalPriority = "3";
    private const string Fixed = "0";
    private const string WontFix = "1";
    private const int MaxSummary = 255;
    private const int PageSize = 100;
    private const int MostPages = 50;

    private readonly TicketOptions _options;
    private readonly TrackerHttp _http;
    private readonly ConcurrentDictionary<string, (string Id, string Type)> _projects = new(StringComparer.Ordinal);

    public BacklogTracker(HttpClient http, TicketOptions options, TimeProvider time)
    {
        _options = options;
        // Backlog takes a key nowhere but in the query.
        var key = Uri.EscapeDataString(options.ApiKey ?? "");
        _http = new TrackerHttp(
            http,
            time,
            request => request.RequestUri = new Uri($"{request.RequestUri}{(request.RequestUri!.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?')}apiKey={key}", UriKind.Relative),
            body => new Refusal(string.Join("; ", body.Items("errors").Select(e => e.Text("message")))));
    }

    public string Name => TicketOptions.Backlog;

    public async Task<Ticket> Create(string project, TicketContent content, CancellationToken cancellationToken)
    {
        var (id, type) = await Project(project, cancellationToken);
        var fields = Fields(content);
        fields["projectId"] = id;
        fields["issueTypeId"] = type;
        fields["priorityId"] = NormalPriority;
        return Read(await _http.Make($"{Api}issues", TrackerHttp.Form(fields), cancellationToken));
    }

    public async Task<Ticket?> Find(string project, string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (id, _) = await Project(project, cancellationToken);
        var answer = await _http.Get($"{Api}issues?projectId[]={id}&keyword={Uri.EscapeDataString(marker)}&sort=created&order=asc&count={PageSize}", cancellationToken);
        var found = answer.Items().FirstOrDefault(i => i.Text("description")?.Contains(marker, StringComparison.Ordinal) == true);
        return found is null ? null : Read(found);
    }

    public async Task<Ticket?> Get(string id, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await _http.Get($"{Api}issues/{Uri.EscapeDataString(id)}", cancellationToken));
        }
        catch (TicketNotFoundException)
        {
            return null;
        }
    }

    public Task Update(string id, TicketContent content, CancellationToken cancellationToken) => Change(id, Fields(content), cancellationToken);

    public async Task Close(string id, TicketClosing why, CancellationToken cancellationToken) => await SetStatus(
        id, isClosed: true, await StatusId(id, _options.DoneStatus, ClosedId, cancellationToken), why == TicketClosing.Done ? Fixed : WontFix, cancellationToken);

    public async Task Reopen(string id, CancellationToken cancellationToken) =>
        await SetStatus(id, isClosed: false, await StatusId(id, _options.OpenStatus, OpenId, cancellationToken), resolution: "", cancellationToken);

    public Task Comment(string id, TicketDocument text, CancellationToken cancellationToken) => _http.Make(
        $"{Api}issues/{Uri.EscapeDataString(id)}/comments", TrackerHttp.Form([new("content", text.ToPlainText())]), cancellationToken);

    public async Task<bool> HasComment(string id, string text, CancellationToken cancellationToken) =>
        (await _http.Get($"{Api}issues/{Uri.EscapeDataString(id)}/comments?order=desc&count={PageSize}", cancellationToken))
            .Items().Any(c => c.Text("content")?.Contains(text, StringComparison.Ordinal) == true);

    public async IAsyncEnumerable<Ticket> ChangedSince(string project, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Days, by the clock of whoever asks: a day more does no harm, the newest come first.
        var day = TrackerUrls.Date(DateOnly.FromDateTime(since.UtcDateTime).AddDays(-1));
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await _http.Get(
                $"{Api}issues?projectId[]={Uri.EscapeDataString(project)}&updatedSince={day}&sort=updated&order=desc&count={PageSize}&offset={page * PageSize}", cancellationToken);
            var issues = answer.Items().ToList();
            foreach (var issue in issues)
            {
                if (issue.Time("updated") < since)
                {
                    yield break;
                }

                yield return Read(issue);
            }

            if (issues.Count < PageSize)
            {
                yield break;
            }
        }
    }

    public string? IdOf(TicketLink link, string project) => link.Id.Contains('-', StringComparison.Ordinal) && !link.Id.Contains('/', StringComparison.Ordinal)
        && TrackerUrls.IsUnder(link.Url, _options.BaseUrl) ? link.Id : null;

    /// <summary>One issue, or several that were changed together.</summary>
    public IReadOnlyList<string> IdsIn(byte[] webhook)
    {
        var body = JsonNode.Parse(webhook);
        return body.Text("project", "projectKey") is { Length: > 0 } project
            ? [.. new[] { body.At("content") }.Concat(body.Items("content", "link")).Select(c => c.Text("key_id")).OfType<string>().Select(number => $"{project}-{number}").Distinct()]
            : [];
    }

    private async Task SetStatus(string id, bool isClosed, string status, string resolution, CancellationToken cancellationToken)
    {
        if ((await Get(id, cancellationToken) ?? throw new TicketNotFoundException(isClosed ? "close" : "reopen")).IsClosed != isClosed)
        {
            await Change(id, new() { ["statusId"] = status, ["resolutionId"] = resolution }, cancellationToken);
        }
    }

    private async Task Change(string id, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        try
        {
            await _http.Set(HttpMethod.Patch, $"{Api}issues/{Uri.EscapeDataString(id)}", TrackerHttp.Form(fields), cancellationToken);
        }
        catch (TicketRefusedException exception) when (exception.Reason!.Contains("No comment content", StringComparison.OrdinalIgnoreCase))
        {
            // How Backlog says that everything is like this already.
        }
    }

    private async Task<string> StatusId(string id, string? name, string fallback, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return fallback;
        }

        var statuses = await _http.Get($"{Api}projects/{Uri.EscapeDataString(id[..id.LastIndexOf('-')])}/statuses", cancellationToken);
        return statuses.Items().FirstOrDefault(s => s.Text("name") == name).Text("id") ?? fallback;
    }

    private async Task<(string Id, string Type)> Project(string key, CancellationToken cancellationToken)
    {
        if (_projects.TryGetValue(key, out var known))
        {
            return known;
        }

        try
        {
            var id = (await _http.Get($"{Api}projects/{Uri.EscapeDataString(key)}", cancellationToken)).Needed("id");
            var types = (await _http.Get($"{Api}projects/{id}/issueTypes", cancellationToken)).Items().ToList();
            var type = string.IsNullOrWhiteSpace(_options.IssueType) ? types.FirstOrDefault() : types.FirstOrDefault(t => t.Text("name") == _options.IssueType);
            return _projects[key] = (id, type.Text("id") ?? throw new TicketRefusedException("create", $"project {key} has no issue type '{_options.IssueType}' (Tickets:IssueType)"));
        }
        catch (TicketNotFoundException)
        {
            throw new TicketRefusedException("create", $"there is no project {key}, or none that the key may see");
        }
    }

    private static Dictionary<string, string> Fields(TicketContent content) => new()
    {
        ["summary"] = TicketText.Truncate(content.Title, MaxSummary),
        ["description"] = $"{content.Body.ToPlainText()}\n\n{content.Marker}",
        ["dueDate"] = TrackerUrls.Date(content.DueOn),
    };

    private Ticket Read(JsonNode issue)
    {
        var key = issue.Needed("issueKey");
        return new Ticket(
            key,
            key,
            new Uri(_options.BaseUrl, $"view/{key}").AbsoluteUri,
            issue.Needed("projectId"),
            issue.Text("summary") ?? "",
            issue.Text("status", "name") ?? "",
            issue.Text("status", "id") == ClosedId || (_options.DoneStatus is { Length: > 0 } done && issue.Text("status", "name") == done),
            issue.Text("assignee", "name"));
    }
}
