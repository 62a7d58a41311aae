using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Hosting;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets.Sync;

/// <summary>
/// Makes one case's ticket equal to what its case says now. Whatever happens in between, the row says what is known, and the next
/// attempt goes on from there.
/// </summary>
internal sealed partial class TicketSync(
    ITicketTracker tracker,
    TicketQueue queue,
    TicketContents contents,
    TicketCreator creator,
    TicketFollower follower,
    TicketRecorder recorder,
    TrackerPause pause,
    SyncOptions sync,
    Telemetry telemetry,
    TimeProvider time,
    ILogger<TicketSync> logger)
{

    /// <summary>A short failure is nobody's business; one that lasts is shown on the card.</summary>
    private const int PatienceBeforeTrouble = 2;

    private static readonly TimeSpan LongestRefusal = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestUnauthorized = TimeSpan.FromHours(1);
    private static readonly TimeSpan CardLater = TimeSpan.FromMinutes(1);

    public async Task Make(TicketRow row, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Continue("show ticket", row.TraceParent);
        activity?.SetTag("shub.case", row.Number.ToString());
        var outcome = await Attempt(row, cancellationToken);
        activity?.SetTag("shub.outcome", outcome);
        telemetry.Tickets.Add(1, new("tracker", tracker.Name), new("outcome", outcome));
    }

    private async Task<string> Attempt(TicketRow row, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await MakeEqual(row, cancellationToken);
            pause.Succeeded();
            return outcome;
        }
        catch (TrackerRateLimitException exception)
        {
            pause.For(exception.RetryAfter);
            await queue.RetryAt(row, time.GetUtcNow() + exception.RetryAfter, exception.Message, failed: false, cancellationToken);
            return "rate_limited";
        }
        catch (TrackerException exception)
        {
            return await Failed(row, exception, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.Broken(logger, row.Number.ToString(), exception);
            await queue.RetryAt(row, time.GetUtcNow() + Backoff.After(row.Attempts), exception.Message, failed: true, cancellationToken);
            return "failed";
        }
    }

    private async Task<string> MakeEqual(TicketRow row, CancellationToken cancellationToken)
    {
        if (row.CreatingSince is not null)
        {
            if (creator.NotBefore(row) is { } lookAt)
            {
                return await Wait(row, lookAt, "the outcome of the last create is not known yet", "uncertain", cancellationToken);
            }

            // Whatever was found is written down; the row is claimed again and goes on from there.
            await creator.FindCreated(row, cancellationToken);
            return await Wait(row, time.GetUtcNow(), "looked for", "looked_for", cancellationToken);
        }

        if (await contents.Load(row, cancellationToken) is not { } context)
        {
            await queue.Finish(row, cancellationToken);
            return "nothing";
        }

        if (row.LeavingId is not null && row.Origin == TicketStore.ByPerson)
        {
            return await Leave(row, context, cancellationToken);
        }

        return row.TicketId is null ? await WithoutTicket(row, context, cancellationToken) : await WithTicket(row, context, cancellationToken);
    }

    private async Task<string> Leave(TicketRow row, TicketContext context, CancellationToken cancellationToken)
    {
        if (context.Case.Ticket is { } linked && tracker.IdOf(linked, creator.ProjectOf(context)) == row.LeavingId)
        {
            await queue.RecordOursAfterAll(row, cancellationToken);
            if (row.TicketId is null)
            {
                await queue.RecordResolved(row, tracker, row.LeavingId!, cancellationToken);
            }
        }
        else
        {
            await follower.Leave(row, context, cancellationToken);
        }

        return await Wait(row, time.GetUtcNow(), "left", "left", cancellationToken);
    }

    private async Task<string> WithoutTicket(TicketRow row, TicketContext context, CancellationToken cancellationToken)
    {
        if (row.Origin == TicketStore.ByPerson)
        {
            if (context.Case.Ticket is { } linked && tracker.IdOf(linked, creator.ProjectOf(context)) is { } id)
            {
                await queue.RecordResolved(row, tracker, id, cancellationToken);
                return await Wait(row, time.GetUtcNow(), "looked up", "resolved", cancellationToken);
            }

            await queue.ForgetComments(row, cancellationToken);
            await recorder.RecordTrouble(row, trouble: null, reason: null, cancellationToken);
            await queue.Finish(row, cancellationToken);
            return "elsewhere";
        }

        if (!context.Case.IsOpen)
        {
            await recorder.RecordTrouble(row, trouble: null, reason: null, cancellationToken);
            await queue.Finish(row, cancellationToken);
            return "nothing";
        }

        if (!await creator.Create(row, context, cancellationToken))
        {
            return await Wait(row, time.GetUtcNow() + sync.Poll, "waiting for the card, or for somebody else", "waiting", cancellationToken);
        }

        await recorder.RecordTrouble(row, trouble: null, reason: null, cancellationToken);
        // Without the card's address it is not finished; with it, there is usually nothing left to do.
        await queue.RetryAt(row, time.GetUtcNow() + (context.CardUrl is null ? CardLater : TimeSpan.Zero), "created", failed: false, cancellationToken);
        return "created";
    }

    private async Task<string> WithTicket(TicketRow row, TicketContext context, CancellationToken cancellationToken)
    {
        if (row.Tracker != tracker.Name)
        {
            // Made while another tracker was set up: it stays there, and its people know it.
            await queue.ForgetComments(row, cancellationToken);
            await queue.Finish(row, cancellationToken);
            return "elsewhere";
        }

        var outcome = await follower.Follow(row, context, cancellationToken);
        if (outcome != "gone" && (context.CardUrl is not null || !context.Case.IsOpen))
        {
            await queue.Finish(row, cancellationToken);
        }
        else
        {
            await queue.RetryAt(row, time.GetUtcNow() + (outcome == "gone" ? TimeSpan.Zero : CardLater), outcome, failed: false, cancellationToken);
        }

        return outcome;
    }

    private async Task<string> Failed(TicketRow row, TrackerException exception, CancellationToken cancellationToken)
    {
        var (trouble, wait, outcome) = exception switch
        {
            TrackerUnauthorizedException => (TicketTrouble.Unauthorized, Shorter(Backoff.After(row.Attempts, TimeSpan.FromSeconds(30)), LongestUnauthorized), "unauthorized"),
            TicketRefusedException or TicketNotFoundException => (TicketTrouble.Refused, Shorter(Backoff.After(row.Attempts, TimeSpan.FromMinutes(1)), LongestRefusal), "refused"),
            TrackerUncertainException => (TicketTrouble.Unavailable, Shorter(Backoff.After(row.Attempts), LongestRefusal), "uncertain"),
            _ => (TicketTrouble.Unavailable, Backoff.After(row.Attempts), "unavailable"),
        };
        Log.Failed(logger, row.Number.ToString(), row.TicketId ?? "(none)", exception.Message);
        if (trouble is not TicketTrouble.Refused)
        {
            pause.Failed();
        }

        if (trouble is not TicketTrouble.Unavailable || row.Attempts >= PatienceBeforeTrouble)
        {
            await recorder.RecordTrouble(row, trouble, exception.Reason, cancellationToken);
        }

        await queue.RetryAt(row, time.GetUtcNow() + wait, exception.Message, failed: true, cancellationToken);
        return outcome;
    }

    private async Task<string> Wait(TicketRow row, DateTimeOffset until, string why, string outcome, CancellationToken cancellationToken)
    {
        await queue.RetryAt(row, until, why, failed: false, cancellationToken);
        return outcome;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Case}: ticket {Ticket} is not as it should be yet: {Reason}")]
        public static partial void Failed(ILogger logger, string @case, string ticket, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Case}: working on its ticket broke off; trying again.")]
        public static partial void Broken(ILogger logger, string @case, Exception exception);
    }
}
