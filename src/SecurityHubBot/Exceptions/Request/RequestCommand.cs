using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Exceptions.Request;

/// <summary><c>/shub exception SHUB-142</c>: the same modal as the card's button.</summary>
internal sealed partial class RequestCommand(RequestDialog dialog, ISlackApiClient slack, ILogger<RequestCommand> logger)
{
    /// <returns>Null when the modal is open; otherwise why it is not.</returns>
    public async Task<RenderedMessage?> Open(CaseNumber number, SlashCommand command, Language language)
    {
        try
        {
            switch (await dialog.For(number, command.UserId, command.ChannelId, reason: null, language, CancellationToken.None))
            {
                case RequestOffer.Modal modal:
                    await slack.Views.Open(command.TriggerId, modal.View);
                    return null;
                case RequestOffer.None none:
                    return Words(none.Why);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (SlackCallException e)
        {
            Log.NotOpened(logger, e, command.UserId);
            // A call that timed out may have opened it, and then there is nothing to say.
            return e.MayHaveBeenDone ? null : Words(CaseWords.Say(language, CaseAnswers.IsTooLate(e) ? "Answer.TooLate" : "Answer.NotOpened"));
        }
    }

    private static RenderedMessage Words(string mrkdwn) => new(mrkdwn, [CardText.Section(mrkdwn)]);

    private static partial class Log
    {
        [LoggerMessage(EventId = 6304, Level = LogLevel.Warning, Message = "The request modal could not be opened for {User}")]
        public static partial void NotOpened(ILogger logger, Exception e, string user);
    }
}
