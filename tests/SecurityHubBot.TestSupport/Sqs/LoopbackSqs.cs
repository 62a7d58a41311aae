using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecurityHubBot.TestSupport.Sqs;

/// <summary>A call that SQS got.</summary>
/// <param name="Messages">How many entries it had; 1 for one that is no batch.</param>
public sealed record SqsCall(string Action, int Messages, JsonObject Request);

/// <summary>
/// SQS on a port of 127.0.0.1: queues with visibility, dead letters and long polling on the given clock, in both of its protocols
/// (JSON 1.0, and the older query protocol).
/// </summary>
public sealed partial class LoopbackSqs : IAsyncDisposable
{
    public const string Account = "123456789012";

    private const string JsonType = "application/x-amz-json-1.0";
    private const string TargetPrefix = "AmazonSQS.";

    private readonly ConcurrentDictionary<string, SqsQueue> _queues = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SqsCall> _calls = new();
    private readonly SqsActions _actions;
    private readonly TimeProvider _time;
    private readonly WebApplication _app;

    private LoopbackSqs(WebApplication app, TimeProvider time)
    {
        (_app, _time) = (app, time);
        _actions = new SqsActions(_queues, Create);
    }

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public SqsFaults Faults { get; } = new();

    public IReadOnlyList<SqsCall> Calls => [.. _calls];

    public static async Task<LoopbackSqs> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.Limits.MaxRequestBodySize = 16 * 1024 * 1024);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var sqs = new LoopbackSqs(app, time ?? TimeProvider.System);
        app.Run(sqs.Handle);
        await app.StartAsync();
        sqs.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return sqs;
    }

    /// <param name="maxReceives">With it a dead letter queue beside it, named with <c>-dlq</c> at its end.</param>
    public SqsQueue AddQueue(string name, int? maxReceives = null, int visibility = 30)
    {
        var attributes = new JsonObject { ["VisibilityTimeout"] = visibility };
        if (maxReceives is { } most)
        {
            var dead = Create($"{name}-dlq", null);
            attributes["RedrivePolicy"] = new JsonObject { ["deadLetterTargetArn"] = dead.Arn, ["maxReceiveCount"] = most }.ToJsonString();
        }

        return Create(name, attributes);
    }

    public SqsQueue Queue(string name) => _queues[name];

    public void RemoveQueue(string name) => _queues.TryRemove(name, out _);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private SqsQueue Create(string name, JsonObject? attributes) => QueueName().IsMatch(name)
        ? _queues.GetOrAdd(name, n => new SqsQueue(n, $"{Url.ToString().TrimEnd('/')}/{Account}/{n}", attributes, _time))
        : throw SqsError.Invalid("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");

    private async Task Handle(HttpContext context)
    {
        var isJson = context.Request.ContentType == JsonType;
        try
        {
            var (action, request) = isJson ? await ReadJson(context.Request) : await ReadQuery(context.Request);
            CheckSignature(context.Request, isJson);
            _calls.Enqueue(new SqsCall(action, SqsActions.Size(request), request));
            await Answer(context, isJson, action, request);
        }
        catch (SqsError error)
        {
            await Refuse(context, isJson, error);
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
    }

    private async Task Answer(HttpContext context, bool isJson, string action, JsonObject request)
    {
        var fault = Faults.Take(action);
        if (fault?.Error is { } error)
        {
            throw error;
        }

        if (fault is SqsFault.Held)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, context.RequestAborted);
        }

        var answer = await _actions.Do(action, request, context.RequestAborted);
        if (fault is SqsFault.AnswerLost)
        {
            context.Abort();
            return;
        }

        await Write(context, isJson, isJson ? answer.ToJsonString() : SqsQuery.Answer(action, answer));
    }

    private static async Task<(string Action, JsonObject Request)> ReadJson(HttpRequest request)
    {
        var target = request.Headers["X-Amz-Target"].ToString();
        try
        {
            var json = await JsonNode.ParseAsync(request.Body) as JsonObject;
            return target.StartsWith(TargetPrefix, StringComparison.Ordinal) && json is not null
                ? (target[TargetPrefix.Length..], json)
                : throw new SqsError("UnknownOperationException", "X-Amz-Target names no action.");
        }
        catch (JsonException)
        {
            throw new SqsError("SerializationException", "The body is not JSON.");
        }
    }

    private static async Task<(string Action, JsonObject Request)> ReadQuery(HttpRequest request)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync() : throw new SqsError("InvalidAction", "This is neither of SQS's protocols.");
        return (form["Action"].ToString(), SqsQuery.Request(form));
    }

    /// <summary>What it is signed with nobody here knows; that it is signed for SQS can be seen.</summary>
    private static void CheckSignature(HttpRequest request, bool isJson)
    {
        if (!Signature().IsMatch(request.Headers.Authorization.ToString()))
        {
            throw new SqsError(isJson ? "MissingAuthenticationTokenException" : "MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        }
    }

    private static Task Refuse(HttpContext context, bool isJson, SqsError error)
    {
        context.Response.StatusCode = error.Status;
        if (!isJson)
        {
            return Write(context, isJson, SqsQuery.Error(error));
        }

        context.Response.Headers["x-amzn-query-error"] = $"{error.QueryCode};{error.Type}";
        return Write(context, isJson, new JsonObject { ["__type"] = $"com.amazonaws.sqs#{error.Name}", ["message"] = error.Message }.ToJsonString());
    }

    private static async Task Write(HttpContext context, bool isJson, string text)
    {
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        context.Response.ContentType = isJson ? JsonType : "text/xml";
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,80}(?:\\.fifo)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex QueueName();

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=[^/]+/[0-9]{8}/[a-z0-9-]+/sqs/aws4_request, ?SignedHeaders=[a-z0-9;-]+, ?Signature=[0-9a-f]{64}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Signature();
}
