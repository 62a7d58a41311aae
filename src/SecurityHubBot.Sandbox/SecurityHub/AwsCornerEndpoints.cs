using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Sandbox.SecurityHub;

internal static class AwsCornerEndpoints
{
    // Well over the bot's own limit, so that its 413 can be seen.
    private const int LongestEvent = 8 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var aws = endpoints.MapGroup("/aws");
        aws.AddEndpointFilter(SayWhatIsWrong);
        aws.MapGet("/state", (LocalSecurityHub hub, Flood flood, EventSender sender) => Answer(State(hub, flood, sender)));
        aws.MapPost("/fail", async (HttpRequest http, LocalSecurityHub hub, AwsCornerOptions options) =>
        {
            var r = await Read<FailRequest>(http);
            return await Delivered(hub.Fail(r.AccountId, r.Region, r.ControlId, r.ResourceId, r.ResourceType), options);
        });
        MapKey(aws, "/fix", (hub, key) => hub.Fix(key));
        MapKey(aws, "/archive", (hub, key) => hub.Archive(key));
        MapKey(aws, "/resend", (hub, key) => hub.Resend(key));
        aws.MapPost("/events", async (HttpRequest http, BotIntake intake, AwsCornerOptions options) =>
        {
            var json = (await Read<EventRequest>(http)).Json;
            return string.IsNullOrWhiteSpace(json)
                ? throw new RequestException("json is missing: paste an EventBridge event.")
                : await Direct(intake, options, json, http.HttpContext.RequestAborted);
        });
        aws.MapGet("/samples/{name}", (string name, TimeProvider time) => Answer(SampleLibrary.Event(name, time.GetUtcNow())));
        aws.MapPost("/samples/{name}", (string name, TimeProvider time, BotIntake intake, AwsCornerOptions options, CancellationToken aborted) =>
            Direct(intake, options, SampleLibrary.Event(name, time.GetUtcNow()).ToJsonString(EmbeddedData.Json), aborted));
        aws.MapPost("/losing", async (HttpRequest http, EventSender sender) =>
        {
            sender.IsLosing = (await Read<LosingRequest>(http)).On ?? throw new RequestException("on is missing: true to lose events, false to send them.");
            return Answer(sender.State);
        });
        aws.MapPost("/flood", async (HttpRequest http, Flood flood) =>
        {
            var r = await Read<FloodRequest>(http);
            flood.Start(r.Count, r.Channels, r.AccountId);
            return Answer(flood.Progress);
        });
    }

    private static void MapKey(RouteGroupBuilder aws, string path, Func<LocalSecurityHub, string?, Change> change) =>
        aws.MapPost(path, async (HttpRequest http, LocalSecurityHub hub, AwsCornerOptions options) =>
            await Delivered(change(hub, (await Read<KeyRequest>(http)).Key), options));

    private static async ValueTask<object?> SayWhatIsWrong(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RequestException e)
        {
            return Answer(new ErrorView(e.Message), e.Status);
        }
        catch (SqliteException)
        {
            return Answer(new ErrorView("The sandbox cannot write its state file; nothing was changed."), StatusCodes.Status500InternalServerError);
        }
    }

    private static IResult Answer<T>(T body, int status = StatusCodes.Status200OK) => Results.Json(body, EmbeddedData.Json, statusCode: status);

    private static async Task<T> Read<T>(HttpRequest request)
        where T : class
    {
        try
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
            return JsonSerializer.Deserialize<T>(buffer.ToArray(), EmbeddedData.Json) ?? throw new RequestException("The request has no JSON object.");
        }
        catch (JsonException e)
        {
            var where = string.IsNullOrEmpty(e.Path) || e.Path == "$" ? "" : $" at {e.Path}";
            throw new RequestException($"The request is not the JSON that is expected here{where}.");
        }
        catch (BadHttpRequestException e)
        {
            throw new RequestException("The request is too large or broken.", e.StatusCode);
        }
    }

    /// <summary>Waits a moment for the bot's answer, so that the page can say at once that it refused.</summary>
    private static async Task<IResult> Delivered(Change change, AwsCornerOptions options)
    {
        try
        {
            // Real seconds: a person is waiting, whatever clock the organisation lives by.
            var outcome = await change.Delivered.WaitAsync(options.AnswerWait, TimeProvider.System);
            return outcome switch
            {
                DeliveryOutcome.Accepted => Answer(new ChangeView(change.Key, "accepted")),
                DeliveryOutcome.Lost => Answer(new ChangeView(change.Key, "lost")),
                DeliveryOutcome.Refused refused => throw new RequestException(
                    $"The bot refused the event with {refused.Status}{Because(refused.Status)}", StatusCodes.Status424FailedDependency),
                DeliveryOutcome.GivenUp givenUp => throw new RequestException(givenUp.Reason, StatusCodes.Status424FailedDependency),
                _ => throw new RequestException("The event was dropped: the sandbox is being reset or stopped.", StatusCodes.Status409Conflict),
            };
        }
        catch (TimeoutException)
        {
            return Answer(new ChangeView(change.Key, "waiting"));
        }
    }

    private static string Because(int status) => status switch
    {
        400 => ": it says that the event is malformed.",
        401 or 403 => ": the API keys of the sandbox and the bot differ.",
        404 => ": there is no intake at that address.",
        413 => ": it says that the event is too large.",
        _ => ".",
    };

    private static async Task<IResult> Direct(BotIntake intake, AwsCornerOptions options, string json, CancellationToken aborted)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (bytes.Length > LongestEvent)
        {
            throw new RequestException("The event is larger than 8 MiB; EventBridge's own limit is 1 MiB at most.");
        }

        try
        {
            var (answer, _) = await intake.Post(bytes, aborted);
            return Answer(answer);
        }
        catch (HttpRequestException e)
        {
            throw new RequestException($"The bot does not answer at {options.BotUrl}: {e.HttpRequestError}.", StatusCodes.Status424FailedDependency);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new RequestException(
                $"The bot did not answer within {options.AttemptTimeout.TotalSeconds:0.#} s.", StatusCodes.Status424FailedDependency);
        }
    }

    private static StateView State(LocalSecurityHub hub, Flood flood, EventSender sender) => new(
        hub.Organisation.Accounts.Select(a =>
            new AccountView(a.AccountId, a.Name, a.Environment, a.Regions[0], a.Regions, a.Channel, a.Language)),
        SecurityControls.All.Select(c => new ControlView(c.Id, c.Title, TitleJa(c), c.Severity)),
        hub.Resources.Select(r => View(r, hub.Organisation)),
        SampleLibrary.All,
        flood.Progress,
        sender.State);

    private static string TitleJa(SecurityControl control) =>
        ControlId.TryParse(control.Id, out var id) && ControlCatalogue.Default.Find(id) is { } known ? known.Title(Language.Japanese) : control.Title;

    /// <summary>The control's own severity, also where the finding says INFORMATIONAL because it passed.</summary>
    private static ResourceView View(TrackedResource r, Organisation organisation) => new(
        r.Key,
        r.AccountId,
        organisation.Find(r.AccountId)!.Name,
        r.Region,
        r.ControlId,
        r.ResourceId,
        r.ResourceType,
        r.Status,
        SecurityControls.Get(r.ControlId).Severity,
        AsffTime.Format(r.UpdatedAt));
}
