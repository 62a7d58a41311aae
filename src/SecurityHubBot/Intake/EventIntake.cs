using System.Diagnostics;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Intake;

/// <summary>Takes in an event, whichever way it came: when it returns, the event's findings, or that it was refused, are committed.</summary>
public sealed partial class EventIntake(
    FindingBatcher batcher,
    RejectedEventStore rejected,
    Database database,
    Telemetry telemetry,
    TimeProvider time,
    ILogger<EventIntake> logger)
{
    /// <exception cref="IntakeUnavailableException">Not now; see <see cref="IsPassing"/>, which knows the others too.</exception>
    public async Task Take(EventReading reading, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        switch (reading)
        {
            case EventReading.Findings findings:
                var (trace, now) = (Activity.Current?.Id, time.GetUtcNow());
                await batcher.Store([.. findings.Items.Select(f => new IncomingFinding(FindingRow.From(f, now), trace))], cancellationToken);
                Count("accepted");
                break;
            case EventReading.NotHandledYet other:
                await rejected.CountNotHandledYet(other.Kind, cancellationToken);
                Count("not_handled_yet");
                break;
            case EventReading.Malformed malformed:
                await Reject(body, malformed.Reason, cancellationToken);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Keeps the event with the reason why it could not be taken.</summary>
    public async Task Reject(ReadOnlyMemory<byte> body, string reason, CancellationToken cancellationToken)
    {
        await rejected.Add(body, body.Length, reason, cancellationToken);
        Log.Malformed(logger, reason);
        Count("malformed");
    }

    /// <summary>Whether the same event may be taken later: the database cannot be reached, or too much waits for it.</summary>
    public bool IsPassing(Exception exception) => exception is IntakeUnavailableException || database.Dialect.IsUnavailable(exception);

    private void Count(string outcome) => telemetry.IntakeEvents.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Rejected a malformed event: {Reason}")]
        public static partial void Malformed(ILogger logger, string reason);
    }
}
