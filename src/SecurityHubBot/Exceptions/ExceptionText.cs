using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Slack;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Exceptions;

/// <summary>Small parts that an exception's messages and modals share, all mrkdwn.</summary>
internal static class ExceptionText
{
    private const int MostNames = 10;
    private const int MaxLinks = 2200;

    public static string Say(CardModel model, string key, params object?[] args) => ExceptionWords.Say(model.Language, key, args);

    public static string Date(CardModel model, DateOnly date) => PeopleDates.Date(date, model.Language);

    public static string State(CaseException exception, CardModel model) => exception.State switch
    {
        ExceptionState.Requested => Say(model, "State.Requested"),
        ExceptionState.Approved => Say(model, "State.Approved", Date(model, exception.Until ?? exception.RequestedUntil), SlackText.User(exception.DecidedBy ?? "")),
        ExceptionState.Rejected => Say(model, "State.Rejected", SlackText.User(exception.DecidedBy ?? "")),
        ExceptionState.Withdrawn => Say(model, "State.Withdrawn"),
        ExceptionState.Undecided => Say(model, "State.Undecided"),
        ExceptionState.Lapsed => Say(model, "State.Lapsed", Date(model, exception.Until ?? exception.RequestedUntil)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Which resources are meant, in words, with the first of their names.</summary>
    public static string Scope(CaseException exception, CardModel model)
    {
        var names = Names(exception.Resources, model);
        return exception.Scope switch
        {
            ExceptionScope.AllAndFuture => Say(model, "Scope.AllAndFuture", Number(exception.Resources.Count), names),
            ExceptionScope.Chosen => Say(model, "Scope.Chosen", Number(exception.Resources.Count), names),
            _ => Say(model, "Scope.All", Number(exception.Resources.Count), names),
        };
    }

    public static string Names(IReadOnlyCollection<string> resources, CardModel model)
    {
        var known = model.Case.Resources.ToDictionary(r => r.Id, StringComparer.Ordinal);
        var shown = new List<string>();
        foreach (var id in resources.Take(MostNames))
        {
            var name = known.TryGetValue(id, out var resource) ? ResourceText.Of(resource, model) : Short(id);
            if (shown.Sum(s => s.Length) + name.Length > MaxLinks)
            {
                break;
            }

            shown.Add(name);
        }

        var names = string.Join(model.Say("Card.ResourcesJoin"), shown);
        return resources.Count > shown.Count ? Say(model, "Scope.More", names, Number(resources.Count - shown.Count)) : names;
    }

    /// <summary>Reason and evidence, as the requester gave them.</summary>
    public static string Reason(CaseException exception, CardModel model)
    {
        var reason = $"{Say(model, "Reason")}\n{Quote.Of(exception.Reason)}";
        return exception.Evidence is { } evidence ? $"{reason}\n{Say(model, "Evidence", SlackText.Link(evidence, SlackText.Truncate(evidence, 80)))}" : reason;
    }

    public static string Number(long number) => WordBook.Number(number);

    /// <summary>The case in one line, leading to its card.</summary>
    public static string CaseLine(CardModel model)
    {
        var line = CardText.CaseLine(model.Case, model.Control, model.Language);
        return model.Card is { } card ? $"{line}\n{SlackText.Link(card.Url, Say(model, "OpenCard"))}" : line;
    }

    public static string Account(CardModel model) =>
        Say(model, "Account", model.AccountName, model.Case.Key.Account, SlackText.Untrusted(OneLine.Of(model.Case.Key.Region)), model.Case.Severity.Label());

    private static string Short(string id) =>
        SlackText.Untrusted(SlackText.Truncate(OneLine.Of(ResourceName.Short(new FindingResource(id, "", "", ""))), 60));
}
