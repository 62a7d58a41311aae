using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Tickets;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets.Sync;

/// <summary>Makes a ticket that is there agree with its case: text, comments, status.</summary>
internal sealed partial class TicketFollower(
    ITicketTracker tracker, TicketQueue queue, TicketContents contents, TicketRecorder recorder, OrganisationOptions organisation, TimeProvider time, ILogger<TicketFollower> logger)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<string> Follow(TicketRow row, TicketContext context, CancellationToken cancellationToken)
    {
        if (IsAsItShouldBe(row, context))
        {
            return "unchanged";
        }

        if (await tracker.Get(row.TicketId!, cancellationToken) is not { } seen)
        {
            return await Gone(row, cancellationToken);
        }

        // A tracker that was down has answered late, and the case has gone on meanwhile: all of it is said at once, and nothing old.
        context = await contents.Load(row, cancellationToken) ?? context;
        var content = TicketBody.Render(context, row.Marker, organisation);
        var hash = TicketBody.Hash(content);
        var isWritten = IsWritten(row, hash);
        if (!isWritten)
        {
            await queue.BeginWriting(row, cancellationToken);
            await tracker.Update(row.TicketId!, content, cancellationToken);
            await queue.RecordWritten(row, hash, cancellationToken);
            seen = seen with { Title = content.Title };
        }

        await Comment(row, context, cancellationToken);
        var step = TicketDecider.Decide(context.Case.State, new TicketStanding(seen.IsClosed, row.WeClosedIt == 1, Reopenings(row), context.OthersNeedIt));
        var outcome = await Take(step, row, context, seen, cancellationToken);
        await recorder.RecordTrouble(row, step is TicketStep.LeaveClosed ? TicketTrouble.KeptClosed : null, reason: null, cancellationToken);
        return outcome ?? (isWritten ? "seen" : "updated");
    }

    private bool IsAsItShouldBe(TicketRow row, TicketContext context) =>
        row is { Look: 0, CommentingUpto: null, Trouble: null }
        && context.Comments.Count == 0
        && TicketDecider.WantsOpen(context.Case.State) != (row.IsClosed == 1)
        && IsWritten(row, TicketBody.Hash(TicketBody.Render(context, row.Marker, organisation)));

    /// <summary>A ticket that people have made keeps their words.</summary>
    private static bool IsWritten(TicketRow row, string hash) => !row.IsOurs || row.ContentHash == hash;

    /// <summary>A ticket of ours in whose place somebody has linked another: it says where to go on, and is closed.</summary>
    public async Task Leave(TicketRow row, TicketContext context, CancellationToken cancellationToken)
    {
        var id = row.LeavingId!;
        if (await tracker.Get(id, cancellationToken) is { IsClosed: false })
        {
            try
            {
                if (!await tracker.HasComment(id, TicketComments.LeftMark(row.Number), cancellationToken))
                {
                    await tracker.Comment(id, TicketComments.RenderLeft(context), cancellationToken);
                }

                await tracker.Close(id, TicketClosing.NotPlanned, cancellationToken);
            }
            catch (TicketRefusedException exception)
            {
                Log.NotLeft(logger, row.Number.ToString(), id, exception.Message);
            }
        }

        await queue.RecordLeft(row, cancellationToken);
    }

    private async Task<string?> Take(TicketStep step, TicketRow row, TicketContext context, Ticket seen, CancellationToken cancellationToken)
    {
        var wantsOpen = TicketDecider.WantsOpen(context.Case.State);
        // Found closed when it should be: whoever did it, it was right, and what follows from it is the same.
        var weClosedIt = !wantsOpen && (seen.IsClosed || row.WeClosedIt == 1);
        switch (step)
        {
            case TicketStep.Close close:
                await tracker.Close(row.TicketId!, close.Why, cancellationToken);
                await recorder.RecordSeen(row, await Again(row, seen with { IsClosed = true }, cancellationToken), weClosedIt: true, cancellationToken);
                return "closed";
            case TicketStep.Reopen reopen:
                // Written down first: found open and remembered as closed, it is one that was reopened without anybody having said so.
                await recorder.RecordSeen(row, seen, weClosedIt: row.WeClosedIt == 1, cancellationToken);
                await tracker.Reopen(row.TicketId!, cancellationToken);
                await Reopened(row, await Again(row, seen with { IsClosed = false }, cancellationToken), reopen.SomebodyClosedIt, cancellationToken);
                return "reopened";
            case TicketStep.Nothing when wantsOpen && !seen.IsClosed && row is { IsClosed: 1, WeClosedIt: 0 }:
                await Reopened(row, seen, somebodyClosedIt: true, cancellationToken);
                return "reopened";
            default:
                await recorder.RecordSeen(row, seen, weClosedIt, cancellationToken);
                return null;
        }
    }

    private async Task Reopened(TicketRow row, Ticket now, bool somebodyClosedIt, CancellationToken cancellationToken)
    {
        if (somebodyClosedIt)
        {
            await recorder.RecordReopened(row, now, cancellationToken);
        }

        await recorder.RecordSeen(row, now, weClosedIt: false, cancellationToken);
    }

    /// <summary>After a change of status, to know what the tracker calls it.</summary>
    private async Task<Ticket> Again(TicketRow row, Ticket expected, CancellationToken cancellationToken)
    {
        try
        {
            return await tracker.Get(row.TicketId!, cancellationToken) ?? expected;
        }
        catch (TrackerException)
        {
            return expected;
        }
    }

    private async Task Comment(TicketRow row, TicketContext context, CancellationToken cancellationToken)
    {
        if (row.CommentingUpto is { } uncertain)
        {
            if (await tracker.HasComment(row.TicketId!, TicketComments.Mark(row.Number, uncertain), cancellationToken))
            {
                await queue.RecordCommented(row, uncertain, cancellationToken);
                context = context with { Comments = [.. context.Comments.Where(c => c.HistoryId > uncertain)] };
            }
            else
            {
                await queue.RecordNotCommented(row, cancellationToken);
            }
        }

        if (context.Comments.Count == 0)
        {
            return;
        }

        var upto = context.Comments[^1].HistoryId;
        if (TicketComments.Render(context, upto) is { } text)
        {
            await queue.BeginCommenting(row, upto, cancellationToken);
            await Send(row, text, cancellationToken);
        }

        await queue.RecordCommented(row, upto, cancellationToken);
    }

    private async Task Send(TicketRow row, TicketDocument text, CancellationToken cancellationToken)
    {
        try
        {
            await tracker.Comment(row.TicketId!, text, cancellationToken);
        }
        catch (TicketRefusedException exception)
        {
            // A discussion that is locked, say. The status matters more.
            Log.NotCommented(logger, row.Number.ToString(), row.TicketId!, exception.Message);
        }
        catch (TrackerException exception) when (exception is not TrackerUncertainException)
        {
            await queue.RecordNotCommented(row, cancellationToken);
            throw;
        }
    }

    /// <summary>A key that may not see the project any more would make every ticket look deleted; so that is asked first.</summary>
    private async Task<string> Gone(TicketRow row, CancellationToken cancellationToken)
    {
        if (row.Project is { } project)
        {
            try
            {
                await tracker.ChangedSince(project, time.GetUtcNow(), cancellationToken).FirstOrDefaultAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is TicketNotFoundException or TicketRefusedException)
            {
                throw new TrackerUnauthorizedException("look at a ticket", "the project cannot be seen");
            }
        }

        Log.Gone(logger, row.Number.ToString(), row.TicketId!);
        await recorder.RecordGone(row, cancellationToken);
        return "gone";
    }

    private int Reopenings(TicketRow row) => row.ReopenedAt is { } at && time.GetUtcNow() - Micros.ToTime(at) < Day ? row.Reopened : 0;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Case}: ticket {Ticket} takes no comment: {Reason}")]
        public static partial void NotCommented(ILogger logger, string @case, string ticket, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Case}: ticket {Ticket}, which another has taken the place of, could not be closed: {Reason}")]
        public static partial void NotLeft(ILogger logger, string @case, string ticket, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Case}: ticket {Ticket} is not there any more.")]
        public static partial void Gone(ILogger logger, string @case, string ticket);
    }
}
