using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Cases.Accept;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Cases.LinkTicket;
using SecurityHubBot.Cases.Snooze;
using SecurityHubBot.Cases.TakeOver;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Cases;

public static class CaseInteractions
{
    /// <summary>The card's buttons and their modals. Needs <see cref="ICaseActions"/> and <see cref="ILanguageOf"/>.</summary>
    public static SlackServiceBuilder RegisterCaseHandlers(this SlackServiceBuilder slack)
    {
        slack.Services.TryAddScoped<CaseAnswers>();
        return slack
            .RegisterBlockActionHandler<ButtonAction, AcceptHandler>(CaseCard.AcceptAction)
            .RegisterBlockActionHandler<ButtonAction, LinkTicketHandler>(CaseCard.LinkTicketAction)
            .RegisterBlockActionHandler<OverflowAction, SnoozeHandler>(SnoozeMenu.Action)
            .RegisterViewSubmissionHandler<TakeOverModal>(TakeOverModal.CallbackId)
            .RegisterViewSubmissionHandler<LinkTicketModal>(LinkTicketModal.CallbackId);
    }
}
