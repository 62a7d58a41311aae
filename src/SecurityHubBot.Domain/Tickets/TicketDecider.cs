using System.Diagnostics;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Domain.Tickets;

/// <summary>Why a ticket is closed: trackers that tell the two apart are told.</summary>
public enum TicketClosing
{
    Done,

    /// <summary>Nobody is going to do it: the case is no longer tracked, or an exception was approved.</summary>
    NotPlanned,
}

/// <summary>What is to be done with a ticket, so that it agrees with its case.</summary>
public abstract record TicketStep
{
    private TicketStep()
    {
    }

    public sealed record Nothing : TicketStep;

    public sealed record Create : TicketStep;

    public sealed record Close(TicketClosing Why) : TicketStep;

    /// <param name="SomebodyClosedIt">A person closed it in the tracker while resources still fail: they are told why it is open again.</param>
    public sealed record Reopen(bool SomebodyClosedIt) : TicketStep;

    /// <summary>It has been closed again and again while resources still fail; somebody means it, so it stays closed and the card says so.</summary>
    public sealed record LeaveClosed : TicketStep;
}

/// <summary>A ticket as it is in the tracker now.</summary>
/// <param name="WeClosedIt">Whether it was the bot that closed it last.</param>
/// <param name="Reopened">How many times of late the bot has reopened what others had closed.</param>
/// <param name="OthersNeedIt">Whether the same ticket also stands for another case that is still open.</param>
public sealed record TicketStanding(bool IsClosed, bool WeClosedIt, int Reopened, bool OthersNeedIt);

/// <summary>Decides what becomes of a case's ticket. Pure, as <see cref="CaseDecider"/>.</summary>
public static class TicketDecider
{
    /// <summary>More than this in a day, and the bot and somebody's automation would close and open it for ever.</summary>
    public const int MostReopenings = 3;

    /// <param name="ticket">Null while there is none.</param>
    public static TicketStep Decide(CaseState state, TicketStanding? ticket) => (WantsOpen(state), ticket) switch
    {
        (true, null) => new TicketStep.Create(),
        (false, null) => new TicketStep.Nothing(),
        (true, { IsClosed: true, WeClosedIt: true }) => new TicketStep.Reopen(SomebodyClosedIt: false),
        (true, { IsClosed: true, Reopened: >= MostReopenings }) => new TicketStep.LeaveClosed(),
        (true, { IsClosed: true }) => new TicketStep.Reopen(SomebodyClosedIt: true),
        // Somebody who opens it again afterwards has a reason that is not ours to judge.
        (false, { IsClosed: false, WeClosedIt: false, OthersNeedIt: false }) => new TicketStep.Close(Why(state)),
        _ => new TicketStep.Nothing(),
    };

    public static bool WantsOpen(CaseState state) => state is CaseState.Open or CaseState.Accepted;

    private static TicketClosing Why(CaseState state) => state switch
    {
        CaseState.Fixed => TicketClosing.Done,
        CaseState.Open or CaseState.Accepted => throw new UnreachableException(),
        _ => TicketClosing.NotPlanned,
    };
}
