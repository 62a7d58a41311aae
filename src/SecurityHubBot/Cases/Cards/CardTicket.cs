using SecurityHubBot.Slack;

namespace SecurityHubBot.Cases.Cards;

/// <summary>Why a case's ticket is not as it should be.</summary>
public enum TicketTrouble
{
    Unavailable,
    Unauthorized,
    Refused,

    /// <summary>Somebody, or some automation, closes it whenever the bot opens it.</summary>
    KeptClosed,
}

/// <summary>What is known of a case's ticket from the tracker.</summary>
/// <param name="Title">Only of a ticket that people have linked: our own is called like the card.</param>
/// <param name="Status">The tracker's own word.</param>
/// <param name="Assignee">A name, as the tracker shows it.</param>
/// <param name="Reason">The tracker's own words, for <see cref="TicketTrouble.Refused"/>.</param>
/// <param name="IsAwaited">There is none yet and the bot is going to make one.</param>
public sealed record CardTicket(string? Title, string? Status, string? Assignee, TicketTrouble? Trouble, string? Reason, bool IsAwaited);

/// <summary>The ticket on the card: <c>#8812 (In Progress, Hanako)</c>.</summary>
internal static class CardTicketText
{
    private const int MaxTitle = 80;
    private const int MaxName = 40;
    private const int MaxReason = 200;

    public static string Of(CardModel model)
    {
        var text = Ticket(model);
        return model.Ticket?.Trouble is { } trouble ? model.Say("Card.TicketTrouble", text, Trouble(trouble, model)) : text;
    }

    private static string Ticket(CardModel model)
    {
        if (model.Case.Ticket is not { } ticket)
        {
            return model.Say(model.Ticket is { IsAwaited: true, Trouble: null } ? "Card.TicketAwaited" : "Card.NoTicket");
        }

        var title = model.Ticket?.Title is { Length: > 0 } known ? SlackText.Truncate(known, MaxTitle) : null;
        string?[] seen = [model.Ticket?.Status, model.Ticket?.Assignee];
        var names = seen.Select(n => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(n), MaxName))).Where(n => n.Length > 0).ToList();
        var link = CardText.Ticket(ticket, title);
        return names.Count == 0 ? link : model.Say("Card.TicketSeen", link, string.Join(model.Say("Card.TicketJoin"), names));
    }

    private static string Trouble(TicketTrouble trouble, CardModel model) => trouble == TicketTrouble.Refused
        ? model.Say("Trouble.Refused", SlackText.Untrusted(SlackText.Truncate(OneLine.Of(model.Ticket?.Reason), MaxReason)))
        : model.Say($"Trouble.{trouble}");
}
