using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets.Sync;

/// <summary>Makes a case's ticket, so that dying at any point leaves a row from which the next attempt goes on, and never a second ticket.</summary>
internal sealed partial class TicketCreator(
    ITicketTracker tracker,
    TicketQueue queue,
    TicketRecorder recorder,
    TicketOptions options,
    SyncOptions sync,
    OrganisationOptions organisation,
    TimeProvider time,
    ILogger<TicketCreator> logger)
{
    /// <summary>The ticket names the card, so it gives it this long to appear.</summary>
    private static readonly TimeSpan PatienceWithCard = TimeSpan.FromMinutes(1);

    /// <summary>When to look whether a create without an answer has arrived; null when that is now.</summary>
    public DateTimeOffset? NotBefore(TicketRow row)
    {
        var (now, lookAt) = (time.GetUtcNow(), Micros.ToTime(row.CreatingSince!.Value) + sync.UncertainDelay);
        return lookAt > now && lookAt <= now + sync.UncertainDelay ? lookAt : null;
    }

    /// <summary>A create whose outcome is not known: is the ticket there?</summary>
    public async Task FindCreated(TicketRow row, CancellationToken cancellationToken)
    {
        if (await tracker.Find(row.CreatingProject!, row.Marker, Micros.ToTime(row.CreatedAt), cancellationToken) is { } found)
        {
            Log.FoundAgain(logger, row.Number.ToString(), found.Id);
            await recorder.Adopt(row, tracker, found, hash: null, cancellationToken);
        }
        else
        {
            await queue.RecordNotCreated(row, cancellationToken);
        }
    }

    /// <returns>False when nothing was made yet and it is to be tried again soon.</returns>
    public async Task<bool> Create(TicketRow row, TicketContext context, CancellationToken cancellationToken)
    {
        if (context.CardUrl is null && IsYoung(row))
        {
            return false;
        }

        var project = ProjectOf(context);
        if (!TicketOptions.IsProject(options.Tracker, project))
        {
            throw new TicketRefusedException("create", $"'{project}' is no project (ticket_project of the account, or Tickets:Project)");
        }

        var content = TicketBody.Render(context, row.Marker, organisation);
        // A database that was restored from a backup does not know what was made since.
        if (await tracker.Find(project, row.Marker, Micros.ToTime(row.CreatedAt), cancellationToken) is { } known)
        {
            await recorder.Adopt(row, tracker, known, hash: null, cancellationToken);
            return true;
        }

        if (!await queue.BeginCreating(row, project, cancellationToken))
        {
            return false;
        }

        try
        {
            var ticket = await tracker.Create(project, content, cancellationToken);
            await recorder.Adopt(row, tracker, ticket, TicketBody.Hash(content), cancellationToken);
        }
        catch (TrackerException exception) when (exception is not TrackerUncertainException)
        {
            await queue.RecordNotCreated(row, cancellationToken);
            throw;
        }

        return true;
    }

    public string ProjectOf(TicketContext context) => context.Account?.TicketProject is { Length: > 0 } project ? project : options.Project!;

    private bool IsYoung(TicketRow row) => time.GetUtcNow() - Micros.ToTime(row.CreatedAt) is var age && age < PatienceWithCard && age > -PatienceWithCard;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The ticket of {Case} had been made although no answer came; found as {Ticket}.")]
        public static partial void FoundAgain(ILogger logger, string @case, string ticket);
    }
}
