using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Api;

/// <summary>The HTTP side of the Web API and of response URLs: tokens, rate limits, faults, and the shape of refusals.</summary>
internal sealed class ApiServer(Core core)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/api/{method}", ["GET", "POST"], (HttpContext context, string method) => Call(context, method));
        routes.MapPost("/upload/v1/{key}", (HttpContext context, string key) => Upload(context, key));
        routes.MapPost("/commands/{team}/{key}", (HttpContext context, string key) => Respond(context, key));
        routes.MapPost("/actions/{team}/{key}", (HttpContext context, string key) => Respond(context, key));
    }

    private async Task Call(HttpContext context, string name)
    {
        var call = new Exchange(core, context, name);
        var method = ApiMethods.All.GetValueOrDefault(name);
        var request = await ApiRequest.Read(context, name, method?.TakesJson ?? true);
        call.Sent = request?.Arguments ?? [];
        await Faulty(call, () =>
        {
            if (method is null)
                return new JsonObject { ["ok"] = false, ["error"] = "unknown_method", ["req_method"] = name };

            Authorize(context, request, method);
            core.Rates.Call(name, method.PerMinute);
            if (request is null)
                throw new SlackApiException("invalid_json");

            lock (core.Gate)
            {
                return method.Run(core, request);
            }
        });
    }

    private async Task Respond(HttpContext context, string key)
    {
        var call = new Exchange(core, context, "response_url");
        var body = await Body(context);
        call.Sent = body ?? [];
        await Faulty(call, () =>
        {
            lock (core.Gate)
            {
                core.Responses.Use(key, body ?? throw new SlackApiException("invalid_payload"));
            }

            call.PlainAnswer = "ok";
            return new JsonObject { ["ok"] = true };
        });
    }

    /// <summary>The bytes of a file, raw or as the first file of a form; the address is the permission.</summary>
    private async Task Upload(HttpContext context, string key)
    {
        var call = new Exchange(core, context, "upload_url");
        var bytes = await UploadedBytes(context);
        call.Sent = new JsonObject { ["length"] = bytes.Length };
        await Faulty(call, () =>
        {
            lock (core.Gate)
            {
                core.Files.Receive(key, bytes);
            }

            call.PlainAnswer = $"OK - {bytes.Length}";
            return new JsonObject { ["ok"] = true };
        });
    }

    private static async Task<byte[]> UploadedBytes(HttpContext context)
    {
        using var buffer = new MemoryStream();
        if (context.Request.HasFormContentType)
            await FirstFile(await context.Request.ReadFormAsync(context.RequestAborted), buffer, context.RequestAborted);
        else
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);

        return buffer.ToArray();
    }

    private static Task FirstFile(IFormCollection form, Stream to, CancellationToken cancellationToken) =>
        form.Files is [var file, ..] ? file.CopyToAsync(to, cancellationToken) : Task.CompletedTask;

    // What is planned to go wrong decides whether the work is done, and whether anybody hears of it.
    private async Task Faulty(Exchange call, Func<JsonObject> work)
    {
        var fault = core.Faults.Take(call.Name);
        switch (fault)
        {
            case Fault.RateLimited limited:
                await call.TooMany(limited.RetryAfter, "ratelimited");
                return;
            case Fault.ServerError:
                await call.Broken();
                return;
            case Fault.Timeout:
                await call.NoAnswer();
                return;
            case Fault.Refusal refusal:
                await call.Answer(Refused(new SlackApiException(refusal.Code)));
                return;
        }

        try
        {
            var answer = Done(work);
            if (fault is Fault.AnswerLost)
                call.Lose(answer);
            else if (fault is Fault.AnswerHeld)
                await call.NoAnswer();
            else
                await call.Answer(answer);
        }
        catch (RateLimitedException e)
        {
            await call.TooMany(e.RetryAfter, e.Code);
        }
    }

    private static JsonObject Done(Func<JsonObject> work)
    {
        try
        {
            return work();
        }
        catch (SlackApiException e)
        {
            return Refused(e);
        }
    }

    private static JsonObject Refused(SlackApiException refusal)
    {
        var json = new JsonObject { ["ok"] = false, ["error"] = refusal.Code };
        if (refusal.Messages.Count > 0)
        {
            json["errors"] = refusal.Messages.ToJsonArray();
            json["response_metadata"] = new JsonObject { ["messages"] = refusal.Messages.Select(m => $"[ERROR] {m}").ToJsonArray() };
        }

        return json;
    }

    private void Authorize(HttpContext context, ApiRequest? request, ApiMethod method)
    {
        if (method.NeedsNoToken)
            return;

        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : context.Request.HasFormContentType ? request?.Text("token") : null;
        if (string.IsNullOrEmpty(token))
            throw new SlackApiException("not_authed");

        var (right, other) = method.NeedsAppToken ? (core.Options.AppToken, core.Options.BotToken) : (core.Options.BotToken, core.Options.AppToken);
        if (token != right)
            throw new SlackApiException(token == other ? "not_allowed_token_type" : "invalid_auth");
    }

    private static async Task<JsonObject?> Body(HttpContext context)
    {
        try
        {
            return await JsonNodes.Parse(context.Request.Body, context.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One call being answered, and its line in the log.</summary>
    private sealed class Exchange(Core core, HttpContext context, string name)
    {
        private readonly DateTimeOffset _at = core.Now;
        private readonly long _started = Stopwatch.GetTimestamp();

        public string Name => name;

        public JsonObject Sent { get; set; } = [];

        public string? PlainAnswer { get; set; }

        public async Task Answer(JsonObject json)
        {
            var ok = json.Flag("ok");
            var status = name == "upload_url" && !ok ? StatusCodes.Status400BadRequest : name == "response_url" && !ok ? json.Text("error") is "expired_url" or "used_url" or "invalid_url" ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
            Record(status, ok, json.Text("error"), json);
            context.Response.StatusCode = status;
            context.Response.ContentType = PlainAnswer is null ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
            context.Response.Headers["x-slack-req-id"] = Guid.NewGuid().ToString("N");
            await context.Response.WriteAsync(PlainAnswer ?? json.ToJsonString());
        }

        public async Task TooMany(TimeSpan retryAfter, string code)
        {
            Record(StatusCodes.Status429TooManyRequests, ok: false, code, null);
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(retryAfter.TotalSeconds)).ToString();
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(new JsonObject { ["ok"] = false, ["error"] = code }.ToJsonString());
        }

        public async Task Broken()
        {
            Record(StatusCodes.Status500InternalServerError, ok: false, "http_500", null);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html><body><h1>Server Error</h1></body></html>");
        }

        public async Task NoAnswer()
        {
            Record(0, ok: false, "timeout", null);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, core.Stopping.Token);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, core.Options.TimeProvider, ends.Token);
            }
            catch (OperationCanceledException)
            {
                context.Abort();
            }
        }

        public void Lose(JsonObject json)
        {
            Record(0, json.Flag("ok"), "answer_lost", json);
            context.Abort();
        }

        private void Record(int status, bool ok, string? error, JsonObject? answer) =>
            core.Record(new WorkspaceCall(_at, "in", name, status, Stopwatch.GetElapsedTime(_started), ok, error) { Sent = Sent.Copy(), Answer = answer?.Copy() });
    }
}
