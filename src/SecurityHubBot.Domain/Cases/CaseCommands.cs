namespace SecurityHubBot.Domain.Cases;

/// <summary>What comes of somebody pressing "accept".</summary>
public abstract record AcceptResult
{
    private AcceptResult()
    {
    }

    public sealed record Done(Case Case, CaseEvent.Accepted Event) : AcceptResult;

    public sealed record AlreadyYours : AcceptResult;

    /// <summary>Somebody else has it: the person is asked whether to take over.</summary>
    public sealed record HeldBy(string Assignee) : AcceptResult;

    public sealed record Closed(CaseState State) : AcceptResult;
}

/// <summary>What comes of linking a ticket.</summary>
public abstract record LinkTicketResult
{
    private LinkTicketResult()
    {
    }

    public sealed record Done(Case Case, CaseEvent.TicketLinked Event) : LinkTicketResult;

    public sealed record Unchanged : LinkTicketResult;
}

/// <summary>What people do to cases.</summary>
public static class CaseCommands
{
    /// <param name="insteadOf">The assignee the person was shown when asked to take over; null on a first click.</param>
    public static AcceptResult Accept(Case current, string user, string? insteadOf, DateTimeOffset now)
    {
        if (!current.IsOpen)
        {
            return new AcceptResult.Closed(current.State);
        }

        if (current.Assignee == user)
        {
            return new AcceptResult.AlreadyYours();
        }

        if (current.Assignee is { } holder && holder != insteadOf)
        {
            return new AcceptResult.HeldBy(holder);
        }

        var accepted = current with { State = CaseState.Accepted, Assignee = user, AcceptedAt = now };
        return new AcceptResult.Done(accepted, new CaseEvent.Accepted(user, current.Assignee));
    }

    /// <param name="title">The ticket's title, when the tracker could be asked.</param>
    public static LinkTicketResult LinkTicket(Case current, string user, TicketLink ticket, string? title = null) =>
        current.Ticket == ticket
            ? new LinkTicketResult.Unchanged()
            : new LinkTicketResult.Done(current with { Ticket = ticket }, new CaseEvent.TicketLinked(user, ticket, current.Ticket, title));
}
