using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>From a request to its operation, and from what became of it to an answer in the service's protocol.</summary>
internal sealed class AwsDispatcher
{
    private readonly LocalLandscape _landscape;
    private readonly SignatureCheck _signature;
    private readonly AllowedRates _rates;
    private readonly StsMethods _sts;
    private readonly AwsRoutes _routes;
    private readonly LocalAwsOptions _options;

    public AwsDispatcher(LocalLandscape landscape, AccessKeys keys, LooseFindings findings, LocalAwsOptions options)
    {
        (_landscape, _options) = (landscape, options);
        _signature = new SignatureCheck(keys, landscape.IsKnown, options.SignatureTime);
        _rates = new AllowedRates(options.Time);
        _sts = new StsMethods(landscape, keys);
        IReadOnlyList<IFindingShelf> shelves = options.Hub is { } hub ? [hub, findings] : [findings];
        _routes = new AwsRoutes(landscape, new FindingMethods(landscape, shelves, findings, options.Time));
    }

    public AwsFaults Faults { get; } = new();

    public AwsCallLog Calls { get; } = new();

    public async Task Answer(HttpContext context)
    {
        var exchange = new AwsExchange(context, Calls, _options);
        try
        {
            var body = await exchange.Read();
            var (key, region, service) = _signature.Check(context, body);
            exchange.Caller = (key.AccountId, region);
            await (service switch
            {
                "sts" => Sts(exchange, key, body),
                "organizations" => Json(exchange, key, region, AwsRoutes.Target(context), AwsExchange.Parse(body)),
                "securityhub" => Json(exchange, key, region, AwsRoutes.Find(context), AwsExchange.Parse(body)),
                _ => throw AwsError.UnknownOperation(),
            });
        }
        catch (AwsError error)
        {
            await exchange.Refuse(error);
        }
    }

    private async Task Json(AwsExchange exchange, AccessKey key, string region, (string Operation, string Path) route, JsonObject body)
    {
        exchange.Operation = route.Operation;
        var method = _routes.Methods.GetValueOrDefault(route.Operation) ?? throw AwsError.UnknownOperation();
        var fault = Faults.Take(route.Operation, key.AccountId, region);
        if (await exchange.Fails(fault))
        {
            return;
        }

        if (method.IsOrganizations)
        {
            if (!_rates.Take(AllowedRates.Organization, "", route.Operation))
            {
                throw AwsError.TooManyRequests();
            }
        }
        else
        {
            if (!_landscape.HasOptedIn(key.AccountId, region))
            {
                throw new AwsError("UnrecognizedClientException", StatusCodes.Status403Forbidden, "The security token included in the request is invalid.");
            }

            _landscape.Hub(key.AccountId, region);
            if (!_rates.Take(key.AccountId, region, route.Operation))
            {
                throw AwsError.Throttled();
            }
        }

        var answer = method.Run(new AwsCall(key, region, route.Operation, body, route.Path, exchange.Query, fault as AwsFault.Partial));
        // What was answered stays so, whatever becomes of the process.
        _landscape.SaveSwitches();
        await exchange.Say(answer.ToJsonString(EmbeddedData.Json), method.IsOrganizations ? "application/x-amz-json-1.1" : "application/json", fault);
    }

    private async Task Sts(AwsExchange exchange, AccessKey key, byte[] body)
    {
        exchange.IsXml = true;
        var form = new FormCollection(QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(body)));
        exchange.Operation = form["Action"].ToString();
        var fault = Faults.Take(exchange.Operation, key.AccountId, exchange.Caller.Region);
        if (await exchange.Fails(fault))
        {
            return;
        }

        var result = exchange.Operation switch
        {
            "AssumeRole" => _sts.AssumeRole(key, form),
            "GetCallerIdentity" => StsMethods.GetCallerIdentity(key),
            _ => throw new AwsError("InvalidAction", StatusCodes.Status400BadRequest, $"Could not find operation {exchange.Operation} for version 2011-06-15"),
        };
        var answer = new XElement(StsMethods.Xml + $"{exchange.Operation}Response", result,
            new XElement(StsMethods.Xml + "ResponseMetadata", new XElement(StsMethods.Xml + "RequestId", exchange.RequestId)));
        await exchange.Say(answer.ToString(SaveOptions.DisableFormatting), "text/xml", fault);
    }
}

/// <summary>One request being answered, and its line in the log.</summary>
internal sealed class AwsExchange(HttpContext context, AwsCallLog log, LocalAwsOptions options)
{
    public string RequestId { get; } = Guid.NewGuid().ToString();

    public (string Account, string Region) Caller { get; set; } = ("", "");

    public string Operation { get; set; } = "";

    public bool IsXml { get; set; }

    public IQueryCollection Query => context.Request.Query;

    public async Task<byte[]> Read()
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }

    public static JsonObject Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject ?? throw new AwsError("SerializationException", StatusCodes.Status400BadRequest, "The body is no JSON object.");
        }
        catch (JsonException)
        {
            throw new AwsError("SerializationException", StatusCodes.Status400BadRequest, "The body is no JSON.");
        }
    }

    /// <summary>Does what a fault says; true when the call is thereby over.</summary>
    public async Task<bool> Fails(AwsFault? fault)
    {
        switch (fault)
        {
            case AwsFault.Error error:
                throw new AwsError(error.Code, error.Status, error.Message);
            case AwsFault.Page page:
                Record(page.Status, "");
                await Write(page.Status, "text/html", "<html><body><h1>Service Unavailable</h1></body></html>");
                return true;
            case AwsFault.Cut:
                Record(0, "cut");
                context.Abort();
                return true;
            case AwsFault.Held:
                Record(0, "held");
                await Gone();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Answers what was done, unless a fault keeps the answer.</summary>
    public async Task Say(string answer, string contentType, AwsFault? fault)
    {
        switch (fault)
        {
            case AwsFault.AnswerLost:
                Record(0, "answer_lost");
                context.Abort();
                break;
            case AwsFault.AnswerHeld:
                Record(0, "answer_held");
                await Gone();
                break;
            default:
                Record(StatusCodes.Status200OK, null);
                await Write(StatusCodes.Status200OK, contentType, answer);
                break;
        }
    }

    public async Task Refuse(AwsError error)
    {
        Record(error.Status, error.Code);
        if (IsXml)
        {
            var xml = new XElement(StsMethods.Xml + "ErrorResponse",
                new XElement(StsMethods.Xml + "Error",
                    new XElement(StsMethods.Xml + "Type", error.Status >= 500 ? "Receiver" : "Sender"),
                    new XElement(StsMethods.Xml + "Code", error.Code),
                    new XElement(StsMethods.Xml + "Message", error.Message)),
                new XElement(StsMethods.Xml + "RequestId", RequestId));
            await Write(error.Status, "text/xml", xml.ToString(SaveOptions.DisableFormatting));
            return;
        }

        context.Response.Headers["x-amzn-ErrorType"] = error.Code;
        await Write(error.Status, "application/json", new JsonObject { ["__type"] = error.Code, ["message"] = error.Message, ["Message"] = error.Message }.ToJsonString(EmbeddedData.Json));
    }

    /// <summary>Until the caller has had enough.</summary>
    private Task Gone() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private Task Write(int status, string contentType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers["x-amzn-RequestId"] = RequestId;
        // Clients set their clock by it.
        context.Response.Headers.Date = options.SignatureTime.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private void Record(int status, string? error) =>
        log.Add(new LoggedAwsCall(options.Time.GetUtcNow(), Caller.Account, Caller.Region, Operation, status, error));
}
