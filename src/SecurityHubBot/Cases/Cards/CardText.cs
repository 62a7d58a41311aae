using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Cases.Cards;

/// <summary>Small parts that cards, notes and modals share.</summary>
internal static class CardText
{
    /// <summary>Two of them fit into one section with the sentence around them.</summary>
    private const int MaxLink = 1200;

    public static SectionBlock Section(string mrkdwn) => new() { Text = Mrkdwn(mrkdwn, SlackLimits.SectionText) };

    /// <summary>A line in small grey letters.</summary>
    public static ContextBlock Context(string mrkdwn) => new() { Elements = [Mrkdwn(mrkdwn, SlackLimits.SectionText)] };

    /// <summary>Verbatim, so that nothing in a name becomes a link or a mention that we did not write.</summary>
    public static Markdown Mrkdwn(string text, int maxLength) => new(SlackText.TruncateMrkdwn(text, maxLength)) { Verbatim = true };

    /// <param name="title">What the ticket is called in the tracker, where that is worth saying.</param>
    public static string Ticket(TicketLink ticket, string? title = null)
    {
        var id = SlackText.Truncate(OneLine.Of(title is null ? ticket.Id : $"{ticket.Id} {title}"), 120);
        return ticket.Url is { } url && SlackText.Link(url, id) is { Length: <= MaxLink } link ? link : SlackText.Untrusted(id);
    }

    /// <summary>A channel as people click it: <c>#shop-alerts</c> stays a name, an id becomes a mention.</summary>
    public static string Channel(string channel)
    {
        var isId = channel is ['C' or 'G', _, _, _, _, _, _, _, ..] && channel.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c));
        return isId ? SlackText.Channel(channel) : SlackText.Untrusted(SlackText.Truncate(OneLine.Of(channel), 80));
    }

    /// <summary>The case's number, control and title, for messages and modals that are not the card.</summary>
    public static string CaseLine(Case about, CatalogueControl? control, Language language) =>
        CaseWords.Say(language, "Case.Line", about.Number, about.Key.Control, SlackText.Untrusted(SlackText.Truncate(Title(about, control, language), 300)));

    /// <summary>The control's title on one line, as it came: not escaped.</summary>
    public static string Title(Case about, CatalogueControl? control, Language language) =>
        OneLine.Of(control?.Title(language) is { Length: > 0 } title ? title : about.Title);
}
