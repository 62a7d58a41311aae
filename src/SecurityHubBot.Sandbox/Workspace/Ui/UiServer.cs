using System.Text.Json;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.Deliveries;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Ui;

/// <summary>The page's own JSON API: what people see and do.</summary>
internal sealed class UiServer(Core core, People people, Interactions interactions, Submissions submissions)
{
    private const int CallsShown = 500;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public void Map(IEndpointRouteBuilder routes)
    {
        var ui = routes.MapGroup("/ui");
        ui.MapGet("/state", (HttpContext context, string? user) => Answer(context, () => Locked(() => people.StateFor(user))));
        ui.MapGet("/channels/{id}/messages", (HttpContext context, string id, string? user) => Answer(context, () => Locked(() => people.Messages(id, user))));
        ui.MapGet("/channels/{id}/threads/{ts}", (HttpContext context, string id, string ts) => Answer(context, () => Locked(() => people.Thread(id, ts))));
        ui.MapGet("/calls", (HttpContext context) => Answer(context, () => new JsonObject { ["calls"] = core.Calls.Newest(CallsShown) }));
        ui.MapGet("/events", Events);
        Post(ui, "/messages", body => Locked(() => new JsonObject { ["ts"] = people.Say(Need(body, "user"), Need(body, "channel"), Need(body, "text"), body.Text("thread_ts")) }));
        Post(ui, "/messages/delete", body => Done(() => people.Delete(Need(body, "user"), Need(body, "channel"), Need(body, "ts"))));
        Post(ui, "/channels/{id}/bot", (body, id) => Done(() => people.SetBot(Need(body, "user"), id!, body.Flag("member"))));
        Post(ui, "/channels/{id}/archive", (body, id) => Done(() => people.Archive(Need(body, "user"), id!, body.Flag("archived"))));
        Post(ui, "/people/{id}/deactivate", (body, id) => Done(() => people.Deactivate(id!, body.Flag("deactivated"))));
        Post(ui, "/home", body => Locked(() => people.OpenHome(Need(body, "user"), body.Text("tab") ?? "home")));
        Post(ui, "/faults", Fault);
        Post(ui, "/reset", _ =>
        {
            core.Reset();
            return Ok();
        });
        MapInteractions(ui);
    }

    private void MapInteractions(RouteGroupBuilder ui)
    {
        PostAsync(ui, "/commands", async (body, _) =>
        {
            await interactions.Command(Need(body, "user"), Need(body, "channel"), Need(body, "text"));
            return Ok();
        });
        PostAsync(ui, "/actions", async (body, _) =>
        {
            var action = body["action"] as JsonObject ?? throw new WorkspaceUseException("action is missing.");
            await interactions.Click(Need(body, "user"), PlaceOf(body), body.Text("block_id") ?? Need(action, "block_id"), Need(action, "action_id"), action, body["state"] as JsonObject);
            return Ok();
        });
        PostAsync(ui, "/options", (body, _) => interactions.Options(Need(body, "user"), PlaceOf(body), Need(body, "block_id"), Need(body, "action_id"), body.Text("value") ?? ""));
        PostAsync(ui, "/views/{id}/submit", (body, id) => submissions.Submit(Need(body, "user"), id!, body.Child("state").Child("values")));
        PostAsync(ui, "/views/{id}/close", async (body, id) =>
        {
            await submissions.Close(Need(body, "user"), id!, body.Flag("all"));
            return Ok();
        });
    }

    private JsonObject Fault(JsonObject body)
    {
        var method = Need(body, "method");
        if (Need(body, "fault") == "none")
        {
            core.Faults.Clear(method);
            return Ok();
        }

        var seconds = body["retry_after"] is JsonValue value && value.TryGetValue<double>(out var given) ? given : 1;
        Fault fault = Need(body, "fault") switch
        {
            "ratelimited" => new Fault.RateLimited(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3600))),
            "http_500" => new Fault.ServerError(),
            "timeout" => new Fault.Timeout(),
            "answer_lost" => new Fault.AnswerLost(),
            "error" => new Fault.Refusal(Need(body, "error")),
            var other => throw new WorkspaceUseException($"'{other}' is not a fault: ratelimited, http_500, timeout, answer_lost, error or none."),
        };
        var count = body["count"] is JsonValue number && number.TryGetValue<int>(out var times) ? times : 1;
        core.Faults.Next(method, fault, Math.Clamp(count, 1, 1000));
        return Ok();
    }

    private async Task Events(HttpContext context)
    {
        var user = context.Request.Query["user"].ToString();
        var stream = core.Hub.Subscribe(user);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, core.Stopping.Token);
        try
        {
            await Write(context, ": connected\n\n", ends.Token);
            while (true)
            {
                using var beat = CancellationTokenSource.CreateLinkedTokenSource(ends.Token);
                beat.CancelAfter(Heartbeat);
                try
                {
                    if (!await stream.Reader.WaitToReadAsync(beat.Token))
                        return;
                }
                catch (OperationCanceledException) when (!ends.IsCancellationRequested)
                {
                    await Write(context, ": still here\n\n", ends.Token);
                }

                while (stream.Reader.TryRead(out var change))
                {
                    await Write(context, $"data: {change}\n\n", ends.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or this server is stopping.
        }
        finally
        {
            core.Hub.Unsubscribe(stream);
        }
    }

    private static async Task Write(HttpContext context, string text, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync(text, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }

    private static Place PlaceOf(JsonObject body) => new(body.Text("channel"), body.Text("ts"), body.Text("ephemeral_id"), body.Text("view_id"));

    private JsonObject Done(Action work) => Locked(() =>
    {
        work();
        return Ok();
    });

    private T Locked<T>(Func<T> work)
    {
        lock (core.Gate)
        {
            return work();
        }
    }

    private static JsonObject Ok() => new() { ["ok"] = true };

    private static string Need(JsonObject body, string name) => body.Text(name) is { Length: > 0 } text ? text : throw new WorkspaceUseException($"{name} is missing.");

    private static void Post(IEndpointRouteBuilder routes, string path, Func<JsonObject, JsonObject> work) => Post(routes, path, (body, _) => work(body));

    private static void Post(IEndpointRouteBuilder routes, string path, Func<JsonObject, string?, JsonObject> work) => PostAsync(routes, path, (body, id) => Task.FromResult(work(body, id)));

    private static void PostAsync(IEndpointRouteBuilder routes, string path, Func<JsonObject, string?, Task<JsonObject>> work) =>
        routes.MapPost(path, (HttpContext context) => AnswerAsync(context, async () => await work(await Body(context), context.Request.RouteValues["id"] as string)));

    private static Task Answer(HttpContext context, Func<JsonObject> work) => AnswerAsync(context, () => Task.FromResult(work()));

    private static async Task AnswerAsync(HttpContext context, Func<Task<JsonObject>> work)
    {
        JsonObject json;
        try
        {
            json = await work();
        }
        catch (Exception e) when (e is WorkspaceUseException or SlackApiException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            json = new JsonObject { ["error"] = e.Message };
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(json.ToJsonString(), context.RequestAborted);
    }

    // Only JSON is taken, so that a form on some other web page cannot post here.
    private static async Task<JsonObject> Body(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new WorkspaceUseException("The body must be application/json.");

        try
        {
            return await JsonNodes.Parse(context.Request.Body, context.RequestAborted) as JsonObject ?? throw new WorkspaceUseException("The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw new WorkspaceUseException($"The body is not JSON: {e.Message}");
        }
    }
}
