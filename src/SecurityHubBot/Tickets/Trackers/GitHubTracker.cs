using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Tickets;

namespace SecurityHubBot.Tickets.Trackers;

/// <summary>GitHub's REST API for issues (<c>docs.github.com/rest/issues</c>), also GitHub Enterprise Server's.</summary>
internal sealed class GitHubTracker : ITicketTracker
{
    private const string Version = "2022-11-28";
    private const string Label = "securityhubbot";
    private const int MaxTitle = 256;
    private const int MaxBody = 65_000;
    private const int PageSize = 100;
    private const int MostPages = 50;
    // GitHub's clock and ours need not agree.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    private readonly TicketOptions _options;
    private readonly TrackerHttp _http;

    public GitHubTracker(HttpClient http, TicketOptions options, TimeProvider time)
    {
        _options = options;
        _http = new TrackerHttp(http, time, Authorize, ReadRefusal);
    }

    public string Name => TicketOptions.GitHub;

    public async Task<Ticket> Create(string project, TicketContent content, CancellationToken cancellationToken)
    {
        var issue = Fields(content);
        issue["labels"] = new JsonArray(Label);
        try
        {
            return Read(await _http.Make($"repos/{project}/issues", TrackerHttp.Json(issue), cancellationToken));
        }
        catch (TicketNotFoundException)
        {
            throw new TicketRefusedException("create", $"there is no repository {project}, or none that the token may use");
        }
    }

    /// <summary>Listed, because GitHub's search finds what is new only after a while.</summary>
    public async Task<Ticket?> Find(string project, string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var mark = Mark(marker);
        var from = since - ClockDifference;
        Ticket? found = null;
        await foreach (var issue in List($"repos/{project}/issues?state=all&sort=created&direction=desc&since={Time(from)}", cancellationToken))
        {
            if (issue.Time("created_at") < from)
            {
                break;
            }

            found = issue.Text("body")?.Contains(mark, StringComparison.Ordinal) == true ? Read(issue) : found;
        }

        return found;
    }

    public async Task<Ticket?> Get(string id, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await _http.Get(Path(id), cancellationToken));
        }
        catch (TicketNotFoundException)
        {
            return null;
        }
    }

    public Task Update(string id, TicketContent content, CancellationToken cancellationToken) => Change(id, Fields(content), cancellationToken);

    public Task Close(string id, TicketClosing why, CancellationToken cancellationToken) =>
        Change(id, new JsonObject { ["state"] = "closed", ["state_reason"] = why == TicketClosing.Done ? "completed" : "not_planned" }, cancellationToken);

    public Task Reopen(string id, CancellationToken cancellationToken) =>
        Change(id, new JsonObject { ["state"] = "open", ["state_reason"] = "reopened" }, cancellationToken);

    public Task Comment(string id, TicketDocument text, CancellationToken cancellationToken) =>
        _http.Make($"{Path(id)}/comments", TrackerHttp.Json(new JsonObject { ["body"] = TicketText.Truncate(text.ToMarkdown(), MaxBody) }), cancellationToken);

    public async Task<bool> HasComment(string id, string text, CancellationToken cancellationToken) =>
        await List($"{Path(id)}/comments?", cancellationToken).AnyAsync(c => Plain(c.Text("body")).Contains(text, StringComparison.Ordinal), cancellationToken);

    public async IAsyncEnumerable<Ticket> ChangedSince(string project, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var issue in List($"repos/{project}/issues?state=all&sort=updated&direction=asc&since={Time(since)}", cancellationToken))
        {
            yield return Read(issue);
        }
    }

    public string? IdOf(TicketLink link, string project)
    {
        // The API is on api.github.com, or under /api/v3 of a server of one's own; people see the host itself.
        var host = _options.BaseUrl.Host is "api.github.com" ? "github.com" : _options.BaseUrl.Host;
        var isHere = link.Url is null || (Uri.TryCreate(link.Url, UriKind.Absolute, out var url) && url.Host.Equals(host, StringComparison.OrdinalIgnoreCase));
        return isHere && link.Id.Split('#') is [var repository, { Length: > 0 } number] && number.All(char.IsAsciiDigit)
            ? $"{(repository.Length > 0 ? repository : project)}#{number}"
            : null;
    }

    public IReadOnlyList<string> IdsIn(byte[] webhook)
    {
        var body = JsonNode.Parse(webhook);
        return body.Text("repository", "full_name") is { Length: > 0 } repository && body.Text("issue", "number") is { Length: > 0 } number ? [$"{repository}#{number}"] : [];
    }

    private void Authorize(HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.ApiKey);
        request.Headers.Add("X-GitHub-Api-Version", Version);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("SecurityHubBot", "1.0"));
    }

    private async Task Change(string id, JsonObject fields, CancellationToken cancellationToken) =>
        await _http.Set(HttpMethod.Patch, Path(id), TrackerHttp.Json(fields), cancellationToken);

    private async IAsyncEnumerable<JsonNode> List(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; page <= MostPages; page++)
        {
            var items = (await _http.Get($"{path}&per_page={PageSize}&page={page}", cancellationToken)).Items().ToList();
            foreach (var item in items)
            {
                yield return item;
            }

            if (items.Count < PageSize)
            {
                yield break;
            }
        }
    }

    private static JsonObject Fields(TicketContent content) => new()
    {
        ["title"] = TicketText.Truncate(content.Title, MaxTitle),
        ["body"] = $"{TicketText.Truncate(content.Body.ToMarkdown(), MaxBody)}\n\n{Mark(content.Marker)}",
    };

    /// <summary>Where nobody sees it.</summary>
    private static string Mark(string marker) => $"<!-- {marker} -->";

    /// <summary>A text as it was before <see cref="TicketText.EscapeMarkdown"/>, as far as marks are concerned.</summary>
    private static string Plain(string? markdown) => (markdown ?? "").Replace("\\", "", StringComparison.Ordinal);

    private static string Path(string id) => id.Split('#') is [var repository, var number] ? $"repos/{repository}/issues/{number}" : throw new ArgumentException($"'{id}' is no issue of GitHub.", nameof(id));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static Ticket Read(JsonNode issue)
    {
        var url = issue.Needed("html_url");
        var project = Project(issue.Needed("repository_url"));
        var id = $"{project}#{issue.Needed("number")}";
        return new Ticket(id, id, url, project, issue.Text("title") ?? "", issue.Text("state") ?? "", issue.Text("state") == "closed", issue.Text("assignee", "login"));
    }

    private static string Project(string repositoryUrl) => repositoryUrl.Split('/') is [.., var owner, var repository] ? $"{owner}/{repository}" : repositoryUrl;

    private static Refusal ReadRefusal(JsonNode? body)
    {
        var details = body.Items("errors").Select(e => e.Text() ?? e.Text("message") ?? $"{e.Text("field")} {e.Text("code")}");
        return new Refusal(string.Join("; ", new[] { body.Text("message") }.Concat(details).Where(r => !string.IsNullOrWhiteSpace(r))));
    }
}
