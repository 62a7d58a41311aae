using System.Diagnostics;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Cases.Cards;

/// <summary>A sentence for the card's thread.</summary>
/// <param name="Broadcast">True shows it in the channel too.</param>
public sealed record ThreadNote(RenderedMessage Message, bool Broadcast);

/// <summary>What of a case's history is told in its thread, and how.</summary>
public static class ThreadNotes
{
    /// <param name="model">The case after the event.</param>
    /// <returns>Null when the card alone says enough.</returns>
    public static ThreadNote? Render(CaseEvent happened, CardModel model)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var sentence = Sentence(happened, model);
        return sentence is null
            ? null
            : new ThreadNote(new RenderedMessage(sentence, [CardText.Section(sentence)]), happened is CaseEvent.NewEpisode or CaseEvent.Reopened);
    }

    /// <summary>Whether the event is told in the thread at all; the card itself, or a message of its own, says the others.</summary>
    public static bool Tell(CaseEvent happened) => happened is not (
        CaseEvent.Opened or CaseEvent.ResourcesChanged or CaseEvent.TicketCreated or CaseEvent.Excepted or CaseEvent.ExceptionRequested or CaseEvent.ExceptionChased);

    private static string? Sentence(CaseEvent happened, CardModel model) => happened switch
    {
        _ when !Tell(happened) => null,
        CaseEvent.Accepted e => Accepted(e, model),
        CaseEvent.TicketLinked e => TicketLinked(e, model),
        CaseEvent.TicketReopened e => model.Count("Note.TicketReopened", e.StillFailing, CardText.Ticket(e.Ticket)),
        CaseEvent.TicketGone e => model.Say(model.Case.IsOpen ? "Note.TicketGone" : "Note.TicketGoneClosed", CardText.Ticket(e.Ticket)),
        CaseEvent.Fixed e => Fixed(e, model),
        CaseEvent.Relapsed e => Relapsed(e, model),
        CaseEvent.NewEpisode e => model.Count("Note.NewEpisode", e.Resources, Date(model, e.DueOn), model.Number, CaseWords.Number(e.Episode)),
        CaseEvent.Withdrawn e => Withdrawn(e, model),
        CaseEvent.AccountLeft => model.Say("Note.AccountLeft"),
        CaseEvent.Reopened e => Reopened(e, model),
        CaseEvent.Snoozed e => model.Say("Note.Snoozed", SlackText.User(e.By), Date(model, e.Until)),
        CaseEvent.ExceptionDecided e => Decided(e, model),
        CaseEvent.ExceptionWithdrawn e => model.Say(e.WasApproved ? "Note.ExceptionGivenBack" : "Note.ExceptionWithdrawn", SlackText.User(e.By), Id(e.Exception)),
        CaseEvent.ExceptionUndecided e => model.Say("Note.ExceptionUndecided", Id(e.Exception), SlackText.User(e.RequestedBy)),
        CaseEvent.RenewalAsked e => model.Say("Note.RenewalAsked", SlackText.User(e.RequestedBy), Id(e.Exception), Date(model, e.Until)),
        CaseEvent.ExceptionLapsed e => model.Say("Note.ExceptionLapsed", Id(e.Exception), Date(model, e.Until)),
        CaseEvent.SeverityChanged e => model.Say("Note.SeverityChanged", e.From.Label(), e.To.Label()),
        CaseEvent.DueChanged e => model.Say("Note.DueChanged", Date(model, e.From), Date(model, e.To)),
        _ => throw new UnreachableException(),
    };

    private static string Accepted(CaseEvent.Accepted happened, CardModel model) =>
        happened.From is { } from
            ? model.Say("Note.TakenOver", SlackText.User(happened.By), SlackText.User(from))
            : model.Say("Note.Accepted", SlackText.User(happened.By));

    private static string TicketLinked(CaseEvent.TicketLinked happened, CardModel model)
    {
        var ticket = CardText.Ticket(happened.Ticket, happened.Title);
        return happened.Before is { } before
            ? model.Say("Note.TicketChanged", SlackText.User(happened.By), ticket, CardText.Ticket(before))
            : model.Say("Note.TicketLinked", SlackText.User(happened.By), ticket);
    }

    private static string Fixed(CaseEvent.Fixed happened, CardModel model)
    {
        var sentence = model.Count("Note.Fixed", happened.Resources, PeopleDates.Duration(happened.Took, model.Language));
        return happened.By is { } by ? $"{sentence} {model.Say("Note.FixedThanks", SlackText.User(by))}" : sentence;
    }

    private static string Relapsed(CaseEvent.Relapsed happened, CardModel model)
    {
        var sentence = model.Count("Note.Relapsed", happened.Resources, Date(model, model.Case.DueOn));
        return model.Case.Assignee is { } assignee ? $"{sentence} {model.Say("Note.RelapsedCall", SlackText.User(assignee))}" : sentence;
    }

    private static string Withdrawn(CaseEvent.Withdrawn happened, CardModel model) =>
        ResponsePolicies.TryParse(happened.Policy, out var policy)
            ? model.Say("Note.Withdrawn", model.Say($"Policy.{policy}"))
            : model.Say("Note.WithdrawnUnknown");

    private static string Reopened(CaseEvent.Reopened happened, CardModel model)
    {
        var sentence = model.Count("Note.Reopened", happened.Resources, model.Number, Date(model, happened.DueOn));
        return model.Case.Assignee is { } assignee ? $"{sentence} {model.Say("Note.RelapsedCall", SlackText.User(assignee))}" : sentence;
    }

    private static string Decided(CaseEvent.ExceptionDecided happened, CardModel model)
    {
        var sentence = happened is { Approved: true, Until: { } until }
            ? model.Say("Note.ExceptionApproved", SlackText.User(happened.By), Id(happened.Exception), Date(model, until))
            : model.Say("Note.ExceptionRejected", SlackText.User(happened.By), Id(happened.Exception));
        return happened.Comment is { } comment ? $"{sentence}\n{Quote.Of(comment)}" : sentence;
    }

    private static string Id(long exception) => new ExceptionId(exception).ToString();

    private static string Date(CardModel model, DateOnly date) => PeopleDates.Date(date, model.Language);
}
