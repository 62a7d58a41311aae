using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Intake;

/// <summary><c>POST /intake/eventbridge</c>: one EventBridge event; answered only after its findings are committed.</summary>
public sealed partial class IntakeEndpoint(
    FindingBatcher batcher,
    RejectedEventStore rejected,
    Database database,
    IntakeOptions options,
    Telemetry telemetry,
    TimeProvider time,
    ILogger<IntakeEndpoint> logger)
{
    public const string Route = "/intake/eventbridge";
    public const string ApiKeyHeader = "X-Api-Key";

    private const string RetryAfterSeconds = "5";

    private readonly byte[] _keyHash = SHA256.HashData(Encoding.UTF8.GetBytes(options.ApiKey));

    public async Task<IResult> Handle(HttpContext context)
    {
        if (!IsAuthorized(context.Request))
        {
            return Answer(StatusCodes.Status401Unauthorized, "unauthorized", $"The header {ApiKeyHeader} is missing or wrong; it carries the value of Intake:ApiKey.");
        }

        var cancelled = context.RequestAborted;
        var body = await BodyReader.Read(context.Request, IntakeOptions.MaxBodyBytes, cancelled);
        if (body is null)
        {
            return Answer(StatusCodes.Status413PayloadTooLarge, "too large", $"An event may have at most {IntakeOptions.MaxBodyBytes} bytes.");
        }

        try
        {
            return await Take(body, cancelled);
        }
        catch (Exception exception) when (exception is IntakeUnavailableException || database.Dialect.IsUnavailable(exception))
        {
            Log.Unavailable(logger, exception.Message);
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Answer(StatusCodes.Status503ServiceUnavailable, "unavailable", "The event was not stored because the database cannot be reached. Send it again.");
        }
    }

    private async Task<IResult> Take(byte[] body, CancellationToken cancelled)
    {
        switch (SecurityHubEventReader.Read(body))
        {
            case EventReading.Findings findings:
                var (trace, now) = (Activity.Current?.Id, time.GetUtcNow());
                await batcher.Store([.. findings.Items.Select(f => new IncomingFinding(FindingRow.From(f, now), trace))], cancelled);
                telemetry.IntakeEvents.Add(1, new KeyValuePair<string, object?>("outcome", "accepted"));
                return Results.Json(new { accepted = findings.Items.Count }, statusCode: StatusCodes.Status202Accepted);
            case EventReading.NotHandledYet other:
                await rejected.CountNotHandledYet(other.Kind, cancelled);
                telemetry.IntakeEvents.Add(1, new KeyValuePair<string, object?>("outcome", "not_handled_yet"));
                return Results.Json(new { accepted = 0, notHandledYet = other.Kind }, statusCode: StatusCodes.Status202Accepted);
            case EventReading.Malformed malformed:
                await rejected.Add(body, body.Length, malformed.Reason, cancelled);
                Log.Malformed(logger, malformed.Reason);
                return Answer(StatusCodes.Status400BadRequest, "malformed", malformed.Reason);
            default:
                throw new UnreachableException();
        }
    }

    private bool IsAuthorized(HttpRequest request)
    {
        var given = request.Headers[ApiKeyHeader];
        // Hashing first makes the comparison take the same time whatever the length.
        return given.Count == 1
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given[0]!)), _keyHash);
    }

    private IResult Answer(int status, string outcome, string detail)
    {
        telemetry.IntakeEvents.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        return Results.Problem(detail, statusCode: status);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Rejected a malformed event: {Reason}")]
        public static partial void Malformed(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "Answered 503 to an event: {Reason}")]
        public static partial void Unavailable(ILogger logger, string reason);
    }
}
