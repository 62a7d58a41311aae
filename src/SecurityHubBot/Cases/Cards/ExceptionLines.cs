using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Cases.Cards;

/// <summary>What a card says of the case's exceptions.</summary>
internal static class ExceptionLines
{
    private const int MostListed = 3;

    /// <summary>The line in place of the due date while all that fails is excepted: until the first of the exceptions ends.</summary>
    public static string State(CardModel model) =>
        Covering(model).Select(c => c.Exception).MinBy(e => e.Until) is { Until: { } until } first
            ? model.Say("Card.Excepted", model.Number, PeopleDates.Date(until, model.Language), SlackText.User(first.DecidedBy ?? ""))
            : model.Say("Card.ExceptedUnknown", model.Number);

    /// <summary>Further lines: what is excepted in part, and what waits for a decision. Each begins with a line break.</summary>
    public static string Of(CardModel model)
    {
        if (model.Case.IsClosed)
        {
            return "";
        }

        var approved = model.Case.IsOpen ? Covering(model).Take(MostListed).Select(c => "\n" + Partly(c.Exception, c.Resources, model)) : [];
        var pending = model.Pending.Take(MostListed).Select(e =>
            "\n" + model.Say("Card.ExceptionPending", e.Id, SlackText.User(e.RequestedBy), PeopleDates.Date(e.RequestedUntil, model.Language)));
        return string.Concat(approved.Concat(pending));
    }

    /// <summary>Approved exceptions that something depends on now, and how many resources that are.</summary>
    private static IEnumerable<(CaseException Exception, int Resources)> Covering(CardModel model) =>
        model.Approved.Select(e => (Exception: e, Resources: Count(ExceptionCover.Of([e]), model))).Where(c => c.Resources > 0);

    private static int Count(ExceptionCover cover, CardModel model) => model.Case.Unfixed.Count(r => cover.Includes(r.Id));

    private static string Partly(CaseException exception, int resources, CardModel model) =>
        model.Count(
            "Card.ExceptedPart",
            resources,
            exception.Id,
            PeopleDates.Date(exception.Until ?? exception.RequestedUntil, model.Language));
}
