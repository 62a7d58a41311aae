using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecurityHubBot.Cases;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets;

/// <summary>
/// <c>POST /tickets/webhook/{tracker}</c>: the tracker says that a ticket has changed. Nothing in it is believed but which ticket to
/// look at, so a forged or repeated one costs a look.
/// </summary>
public sealed partial class TicketWebhook
{
    public const string Route = "/tickets/webhook/{tracker}";
    public const string GitHubSignature = "X-Hub-Signature-256";
    public const string JiraSignature = "X-Hub-Signature";
    public const string BacklogSecret = "secret";

    private const string Prefix = "sha256=";
    private const int MostTickets = 100;

    private readonly ITicketTracker? _tracker;
    private readonly Database _database;
    private readonly TicketOptions _options;
    private readonly Wake _wake;
    private readonly ILogger<TicketWebhook> _logger;
    private readonly byte[] _secret;

    public TicketWebhook(Database database, TicketOptions options, Wake wake, ILogger<TicketWebhook> logger, ITicketTracker? tracker = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_database, _options, _wake, _logger, _tracker) = (database, options, wake, logger, tracker);
        _secret = Encoding.UTF8.GetBytes(options.WebhookSecret ?? "");
    }

    public async Task<IResult> Handle(string name, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_tracker is null || _secret.Length == 0 || name != _options.Tracker || name == TicketOptions.Redmine)
        {
            return Results.Problem("No webhook of this tracker is set up; see Tickets:Tracker and Tickets:WebhookSecret.", statusCode: StatusCodes.Status404NotFound);
        }

        var cancelled = context.RequestAborted;
        if (await BodyReader.Read(context.Request, TicketOptions.MaxWebhookBytes, cancelled) is not { } body)
        {
            return Results.Problem($"A webhook may have at most {TicketOptions.MaxWebhookBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        if (!IsAuthentic(name, context.Request, body))
        {
            Log.Unauthorized(_logger, name);
            return Results.Problem("The webhook was not signed with the value of Tickets:WebhookSecret.", statusCode: StatusCodes.Status401Unauthorized);
        }

        try
        {
            await LookAt(_tracker.IdsIn(body), cancelled);
            return Results.NoContent();
        }
        catch (JsonException)
        {
            return Results.Problem("The body is no JSON.", statusCode: StatusCodes.Status400BadRequest);
        }
        catch (Exception exception) when (_database.Dialect.IsUnavailable(exception))
        {
            return Results.Problem("The database cannot be reached. Polling will find what has changed.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private async Task LookAt(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids.Take(MostTickets))
        {
            await _database.Write(session => TicketStore.LookAt(session, _tracker!.Name, id), cancellationToken);
        }

        _wake.Tickets.Set();
    }

    private bool IsAuthentic(string name, HttpRequest request, byte[] body) => name switch
    {
        TicketOptions.GitHub => IsSigned(request.Headers[GitHubSignature], body),
        TicketOptions.Jira => IsSigned(request.Headers[JiraSignature], body),
        // Backlog signs nothing; its webhooks' addresses are known only to the project's administrators.
        TicketOptions.Backlog => request.Query[BacklogSecret] is [{ } given] && IsSame(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(_secret)),
        _ => false,
    };

    private bool IsSigned(Microsoft.Extensions.Primitives.StringValues header, byte[] body)
    {
        if (header is not [{ } given] || !given.StartsWith(Prefix, StringComparison.Ordinal) || given.Length != Prefix.Length + (HMACSHA256.HashSizeInBytes * 2))
        {
            return false;
        }

        var signature = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.FromHexString(given.AsSpan(Prefix.Length), signature, out _, out _) == System.Buffers.OperationStatus.Done
            && IsSame(signature, HMACSHA256.HashData(_secret, body));
    }

    private static bool IsSame(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A webhook that says it is of {Tracker} was not signed with Tickets:WebhookSecret.")]
        public static partial void Unauthorized(ILogger logger, string tracker);
    }
}
