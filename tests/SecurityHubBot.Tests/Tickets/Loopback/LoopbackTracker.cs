using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Tickets;

namespace SecurityHubBot.Tests.Tickets.Loopback;

/// <summary>A ticket in a loopback tracker.</summary>
public sealed class LoopbackIssue
{
    public required int Number { get; init; }

    public required string Project { get; set; }

    public string Title { get; set; } = "";

    /// <summary>As it came over the wire: text, Markdown or a document.</summary>
    public JsonNode? Body { get; set; }

    public string BodyText => Body?.ToJsonString(Readable) ?? "";

    public List<string> Labels { get; } = [];

    public string? Marker { get; set; }

    public string? DueOn { get; set; }

    public bool IsClosed { get; set; }

    public string? Resolution { get; set; }

    public string? Assignee { get; set; }

    public List<JsonNode> Comments { get; } = [];

    public string CommentText(int index) => Comments[index].ToJsonString(Readable);

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public static JsonSerializerOptions Readable { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>What goes wrong with the next call that matches.</summary>
public enum TrackerFault
{
    /// <summary>The call is carried out and the connection breaks before the answer.</summary>
    AnswerLost,

    /// <summary>The connection breaks before anything is done.</summary>
    Broken,

    /// <summary>500 before anything is done.</summary>
    ServerError,

    /// <summary>429 with Retry-After: 1.</summary>
    RateLimited,

    /// <summary>503 with Retry-After: 1, as during maintenance.</summary>
    Maintenance,

    /// <summary>A page of a proxy in place of an answer.</summary>
    Html,

    /// <summary>Carried out, and then nobody answers until <see cref="LoopbackTracker.LetGo"/>.</summary>
    Held,
}

/// <summary>A tracker on a loopback port: speaks the real one's protocol, refuses what the real one refuses, fails when told to.</summary>
public abstract class LoopbackTracker : IAsyncDisposable
{
    public const string Key = "loopback-key-0123456789";
    public const string WebhookSecret = "loopback-webhook-secret";

    private readonly ConcurrentQueue<(string Method, string Path, string Body, TrackerFault Fault)> _faults = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<LoopbackIssue> _issues = [];
    private WebApplication? _app;
    private int _last;

    public Uri Url { get; private set; } = null!;

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public abstract string Name { get; }

    /// <summary>The project that is there; no other is.</summary>
    public abstract string Project { get; }

    /// <summary>While set, the workflow has no way from any status to another.</summary>
    public bool IsWorkflowClosed { get; set; }

    public bool IsDown { get; set; }

    public IReadOnlyList<LoopbackIssue> Issues
    {
        get
        {
            lock (_lock)
            {
                return [.. _issues];
            }
        }
    }

    public IReadOnlyList<string> Calls => [.. _calls];

    public int Count(string call) => Calls.Count(c => c.StartsWith(call, StringComparison.Ordinal));

    public Dictionary<string, string?> Settings() => new()
    {
        ["Tickets:Tracker"] = Name,
        ["Tickets:Url"] = Url.ToString(),
        ["Tickets:ApiKey"] = Key,
        ["Tickets:User"] = "bot@example.net",
        ["Tickets:Project"] = Project,
        ["Tickets:WebhookSecret"] = WebhookSecret,
        // Tests ask for a poll themselves.
        ["Tickets:Poll"] = "1.00:00:00",
    };

    internal TicketOptions Options() => new() { Tracker = Name, Url = Url.ToString(), ApiKey = Key, User = "bot@example.net", Project = Project, WebhookSecret = WebhookSecret };

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Answer);
        await _app.StartAsync();
        Url = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/') + "/");
    }

    /// <param name="path">What the path contains.</param>
    /// <param name="body">And the body.</param>
    public void Fail(string method, string path, TrackerFault fault, string body = "") => _faults.Enqueue((method, path, body, fault));

    public int FaultsLeft => _faults.Count;

    public void LetGo() => _released.TrySetResult();

    /// <summary>What a person does in the tracker.</summary>
    public void ByPerson(LoopbackIssue issue, Action<LoopbackIssue> change)
    {
        lock (_lock)
        {
            change(issue);
            issue.UpdatedAt = Time.GetUtcNow();
        }
    }

    public LoopbackIssue AddByPerson(string title)
    {
        lock (_lock)
        {
            return Add(Project, title);
        }
    }

    public void Delete(LoopbackIssue issue)
    {
        lock (_lock)
        {
            _issues.Remove(issue);
        }
    }

    /// <summary>What people see and type for an issue.</summary>
    public abstract string Label(LoopbackIssue issue);

    public abstract string Address(LoopbackIssue issue);

    /// <summary>A webhook of this tracker, signed; null where it has none.</summary>
    public abstract HttpRequestMessage? Webhook(LoopbackIssue issue, string secret);

    public async ValueTask DisposeAsync()
    {
        LetGo();
        if (_app is not null)
        {
            await _app.StopAsync(new CancellationToken(canceled: true));
            await _app.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract bool IsAuthorized(HttpRequest request);

    /// <summary>Carries a call out, alone.</summary>
    protected abstract Reply Handle(Call call);

    protected abstract Reply Unauthorized();

    protected LoopbackIssue Add(string project, string title)
    {
        var now = Time.GetUtcNow();
        var issue = new LoopbackIssue { Number = ++_last, Project = project, Title = title, CreatedAt = now, UpdatedAt = now };
        _issues.Add(issue);
        return issue;
    }

    protected void Touch(LoopbackIssue issue) => issue.UpdatedAt = Time.GetUtcNow();

    protected static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private async Task Answer(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value!);
        if (IsDown)
        {
            context.Abort();
            return;
        }

        _calls.Enqueue($"{method} {path}{context.Request.QueryString}");
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var fault = TakeFault(method, path, body);
        switch (fault)
        {
            case TrackerFault.Broken:
                context.Abort();
                return;
            case TrackerFault.ServerError:
                context.Response.StatusCode = 500;
                return;
            case TrackerFault.RateLimited or TrackerFault.Maintenance:
                context.Response.StatusCode = fault == TrackerFault.RateLimited ? 429 : 503;
                context.Response.Headers.RetryAfter = "1";
                return;
            case TrackerFault.Html:
                context.Response.StatusCode = 502;
                await context.Response.WriteAsync("<html><body>Bad gateway</body></html>");
                return;
        }

        var reply = Carry(context.Request, body);
        if (fault == TrackerFault.Held)
        {
            await Task.WhenAny(_released.Task, Task.Delay(Timeout.Infinite, context.RequestAborted));
        }

        if (fault is TrackerFault.AnswerLost or TrackerFault.Held)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        if (reply.Body is { } answer)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(answer.ToJsonString());
        }
    }

    private Reply Carry(HttpRequest request, string body)
    {
        if (!IsAuthorized(request))
        {
            return Unauthorized();
        }

        var call = new Call(request, body);
        lock (_lock)
        {
            return Handle(call);
        }
    }

    private TrackerFault? TakeFault(string method, string path, string body)
    {
        if (_faults.TryPeek(out var next) && next.Method == method && path.Contains(next.Path, StringComparison.Ordinal) && body.Contains(next.Body, StringComparison.Ordinal) && _faults.TryDequeue(out next))
        {
            return next.Fault;
        }

        return null;
    }

    /// <summary>A call as it came in.</summary>
    protected sealed class Call(HttpRequest request, string body)
    {
        public string Method => request.Method;

        public string[] Path { get; } = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);

        public string Text => body;

        public string? ContentType => request.ContentType;

        public string Query(string name) => request.Query[name].ToString();

        public JsonNode Json() => JsonNode.Parse(body)!;

        public Dictionary<string, string> Form() => body.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(f => f.Split('=')).ToDictionary(f => Decode(f[0]), f => Decode(f[1]));

        private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }

    protected sealed record Reply(int Status, JsonNode? Body = null);
}
