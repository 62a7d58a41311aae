using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Intake;

/// <summary><c>POST /intake/eventbridge</c>: one EventBridge event; answered only after its findings are committed.</summary>
public sealed partial class IntakeEndpoint(
    EventIntake intake,
    IntakeOptions options,
    Telemetry telemetry,
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
        catch (Exception exception) when (intake.IsPassing(exception))
        {
            Log.Unavailable(logger, exception.Message);
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Answer(StatusCodes.Status503ServiceUnavailable, "unavailable", "The event was not stored because the database cannot be reached. Send it again.");
        }
    }

    private async Task<IResult> Take(byte[] body, CancellationToken cancelled)
    {
        var reading = SecurityHubEventReader.Read(body);
        await intake.Take(reading, body, cancelled);
        return reading switch
        {
            EventReading.Findings findings => Results.Json(new { accepted = findings.Items.Count }, statusCode: StatusCodes.Status202Accepted),
            EventReading.NotHandledYet other => Results.Json(new { accepted = 0, notHandledYet = other.Kind }, statusCode: StatusCodes.Status202Accepted),
            EventReading.Malformed malformed => Results.Problem(malformed.Reason, statusCode: StatusCodes.Status400BadRequest),
            _ => throw new UnreachableException(),
        };
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
        [LoggerMessage(Level = LogLevel.Error, Message = "Answered 503 to an event: {Reason}")]
        public static partial void Unavailable(ILogger logger, string reason);
    }
}
