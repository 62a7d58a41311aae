using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Exceptions;

/// <summary>What somebody is told alone, because it concerns a request of theirs.</summary>
public static class DirectMessages
{
    /// <returns>Whom the event concerns; null when the thread is enough.</returns>
    public static string? To(CaseEvent happened) => happened switch
    {
        CaseEvent.ExceptionDecided e => e.RequestedBy,
        CaseEvent.ExceptionUndecided e => e.RequestedBy,
        CaseEvent.RenewalAsked e => e.RequestedBy,
        CaseEvent.ExceptionLapsed e => e.RequestedBy,
        _ => null,
    };

    /// <returns>Null when there is nothing to say.</returns>
    public static RenderedMessage? Render(CaseEvent happened, CardModel model)
    {
        if (ThreadNotes.Render(happened, model) is not { Message.Text: var sentence })
        {
            return null;
        }

        return new RenderedMessage(sentence, [CardText.Section(sentence), CardText.Section($"{ExceptionText.CaseLine(model)}\n{ExceptionText.Account(model)}")]);
    }
}
