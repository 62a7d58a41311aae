using SecurityHubBot.Slack;

namespace SecurityHubBot.Cases.Cards;

/// <summary>What remains where a card was, once it has moved to another channel.</summary>
public static class MovedCard
{
    /// <param name="channel">Where the card is now: an id, or a name with <c>#</c>.</param>
    /// <param name="permalink">The card's address there, when it is known.</param>
    public static RenderedMessage Render(CardModel model, string channel, string? permalink)
    {
        var sentence = model.Say("Moved.To", CardText.Channel(channel));
        if (permalink is not null)
        {
            sentence = $"{sentence} {SlackText.Link(permalink, model.Say("Moved.Open"))}";
        }

        return new RenderedMessage($"{model.Number}: {sentence}", [CardText.Section($"➡️ {CardText.CaseLine(model.Case, model.Control, model.Language)}\n{sentence}")]);
    }
}
