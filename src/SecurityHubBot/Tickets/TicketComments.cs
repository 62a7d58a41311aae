using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Tickets;
using SecurityHubBot.Tickets.Sync;

namespace SecurityHubBot.Tickets;

/// <summary>What of a case's history is told in its ticket. What gathered meanwhile is one comment.</summary>
internal static class TicketComments
{
    public static bool IsTold(CaseEvent happened) => happened is CaseEvent.Fixed or CaseEvent.Relapsed or CaseEvent.NewEpisode or CaseEvent.Withdrawn or CaseEvent.AccountLeft
        or CaseEvent.DueChanged or CaseEvent.TicketLinked or CaseEvent.TicketReopened or CaseEvent.ResourcesChanged { Added: > 0 }
        or CaseEvent.ExceptionDecided { Approved: true } or CaseEvent.ExceptionWithdrawn { WasApproved: true } or CaseEvent.ExceptionLapsed or CaseEvent.Reopened;

    /// <summary>Ends a comment; by it an uncertain comment is found.</summary>
    public static string Mark(CaseNumber number, long upto) => $"{number}/{upto}";

    /// <summary>Ends the last comment in a ticket that another has taken the place of.</summary>
    public static string LeftMark(CaseNumber number) => $"{number}/moved";

    /// <returns>Null when nothing of it is worth a comment (any more).</returns>
    public static TicketDocument? Render(TicketContext context, long upto)
    {
        var events = context.Comments.Where(c => c.HistoryId <= upto).Select(c => CaseEventJson.TryDeserialize(c.Payload)).OfType<CaseEvent>().ToList();
        var added = events.OfType<CaseEvent.ResourcesChanged>().Sum(e => e.Added);
        var lines = events.Where(e => e is not CaseEvent.ResourcesChanged).Select(e => Sentence(e, context)).ToList();
        if (added > 0)
        {
            lines.Add(TicketWords.Count(context.Language, "Comment.Added", added, context.Case.Unfixed.Count()));
        }

        return lines.Count == 0 ? null : Signed(lines, Mark(context.Case.Number, upto), context);
    }

    /// <summary>For a ticket of ours in whose place somebody has linked another.</summary>
    public static TicketDocument RenderLeft(TicketContext context) => Signed(
        [context.Case.Ticket is { } now ? Say(context, "Comment.Left", now.Url ?? now.Id) : Say(context, "Comment.LeftAlone")], LeftMark(context.Case.Number), context);

    private static TicketDocument Signed(IEnumerable<string> sentences, string mark, TicketContext context)
    {
        var lines = sentences.Select(TicketLine.Of).ToList();
        if (context.CardUrl is { } card)
        {
            lines.Add(new TicketLine([new TicketSpan(card, card)]));
        }

        lines.Add(TicketLine.Of($"SecurityHubBot {mark}"));
        return new TicketDocument(lines);
    }

    private static string Sentence(CaseEvent happened, TicketContext context) => happened switch
    {
        CaseEvent.Fixed e => TicketWords.Count(context.Language, "Comment.Fixed", e.Resources, PeopleDates.Duration(e.Took, context.Language)),
        CaseEvent.Relapsed e => TicketWords.Count(context.Language, "Comment.Relapsed", e.Resources, Date(context, context.Case.DueOn)),
        CaseEvent.NewEpisode e => TicketWords.Count(context.Language, "Comment.NewEpisode", e.Resources, Date(context, e.DueOn)),
        CaseEvent.Withdrawn => Say(context, "Comment.Withdrawn"),
        CaseEvent.AccountLeft => Say(context, "Comment.AccountLeft"),
        CaseEvent.DueChanged e => Say(context, "Comment.DueChanged", Date(context, e.From), Date(context, e.To)),
        CaseEvent.TicketReopened e => TicketWords.Count(context.Language, "Comment.Reopened", e.StillFailing),
        CaseEvent.TicketLinked => Linked(context),
        CaseEvent.ExceptionDecided e => Say(context, "Comment.ExceptionApproved", new ExceptionId(e.Exception), e.Until is { } until ? Date(context, until) : ""),
        CaseEvent.ExceptionWithdrawn e => Say(context, "Comment.ExceptionGivenBack", new ExceptionId(e.Exception)),
        CaseEvent.ExceptionLapsed e => Say(context, "Comment.ExceptionLapsed", new ExceptionId(e.Exception), Date(context, e.Until)),
        CaseEvent.Reopened e => TicketWords.Count(context.Language, "Comment.ExceptionOver", e.Resources, Date(context, e.DueOn)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A ticket that people made themselves says nothing of the case yet.</summary>
    private static string Linked(TicketContext context)
    {
        var about = context.Case;
        var title = TicketText.Truncate(CardText.Title(about, context.Control, context.Language), 200);
        return TicketWords.Count(
            context.Language, "Comment.Linked", about.Unfixed.Count(), about.Number, about.Key.Control, title, about.Key.Account, about.Key.Region, Date(context, about.DueOn));
    }

    private static string Date(TicketContext context, DateOnly date) => PeopleDates.Date(date, context.Language);

    private static string Say(TicketContext context, string key, params object?[] args) => TicketWords.Say(context.Language, key, args);
}
