using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Interaction;

namespace SecurityHubBot.Cases;

/// <summary>A modal that only says something, in place of one whose question no longer makes sense.</summary>
internal static class CaseNotice
{
    public static UpdateViewResponse Instead(Language language, string mrkdwn) => new(Render(language, mrkdwn));

    public static ModalViewDefinition Render(Language language, string mrkdwn) => new()
    {
        Title = CaseWords.Say(language, "Notice.Title"),
        Close = CaseWords.Say(language, "Modal.Close"),
        Blocks = [CardText.Section(mrkdwn)],
    };
}
