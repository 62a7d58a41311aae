using SecurityHubBot.Domain;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Tickets;

namespace SecurityHubBot.Cases.LinkTicket;

/// <summary><c>case.link_ticket</c>: asks for the ticket.</summary>
public sealed class LinkTicketHandler(ICaseActions cases, ITicketCheck tickets, CaseAnswers answers) : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        var language = await answers.LanguageFor(request);
        if (!CaseNumber.TryParse(action.Value, out var number))
        {
            await answers.Tell(request, CaseWords.Say(language, "Answer.BadButton"));
        }
        else if (await cases.Find(number, CancellationToken.None) is { } found)
        {
            await answers.Open(request, language, LinkTicketModal.Render(found, request.Channel?.Id, language, await tickets.TitleOf(number, CancellationToken.None)));
        }
        else
        {
            await answers.Tell(request, CaseWords.Say(language, "Answer.NoCase", number));
        }
    }
}
