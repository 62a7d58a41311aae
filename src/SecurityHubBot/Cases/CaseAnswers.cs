using SecurityHubBot.Domain;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Cases;

/// <summary>Answers to the person who pressed a button, and modals opened for them. Slack's failures end here.</summary>
public sealed partial class CaseAnswers(ISlackApiClient slack, ILanguageOf languages, ILogger<CaseAnswers> logger)
{
    public Task<Language> LanguageFor(BlockActionRequest request) => languages.For(request.User.Id, request.Channel?.Id, CancellationToken.None);

    /// <summary>Says something that only the person sees.</summary>
    public async Task Tell(BlockActionRequest request, string mrkdwn)
    {
        try
        {
            var message = new Message { Text = mrkdwn };
            if (request.ResponseUrl is { Length: > 0 } responseUrl)
            {
                await slack.Respond(responseUrl, new MessageResponse { Message = message });
            }
            else if (request.Channel is { } channel)
            {
                await slack.Chat.PostEphemeral(request.User.Id, message with { Channel = channel.Id });
            }
            else
            {
                await TellInView(request, message);
            }
        }
        catch (SlackCallException e)
        {
            Log.NotTold(logger, e, request.User.Id);
        }
    }

    /// <summary>In the Home tab and in modals there is neither a channel nor a response URL: another small modal says it, or else a direct message.</summary>
    private async Task TellInView(BlockActionRequest request, Message message)
    {
        try
        {
            var notice = CaseNotice.Render(await LanguageFor(request), message.Text);
            await (request.View?.Type == "modal" ? slack.Views.Push(request.TriggerId, notice) : slack.Views.Open(request.TriggerId, notice));
        }
        catch (SlackCallException e) when (!e.MayHaveBeenDone)
        {
            await slack.Chat.PostMessage(message with { Channel = request.User.Id });
        }
    }

    public async Task Open(BlockActionRequest request, Language language, ModalViewDefinition view)
    {
        try
        {
            await slack.Views.Open(request.TriggerId, view);
        }
        catch (SlackCallException e)
        {
            Log.NotOpened(logger, e, view.CallbackId ?? "", request.User.Id);
            // A call that timed out may have opened it, and then there is nothing to say.
            if (!e.MayHaveBeenDone)
            {
                await Tell(request, CaseWords.Say(language, IsTooLate(e) ? "Answer.TooLate" : "Answer.NotOpened"));
            }
        }
    }

    internal static bool IsTooLate(SlackCallException e) =>
        e is SlackException { ErrorCode: "expired_trigger_id" or "exchanged_trigger_id" or "trigger_expired" or "trigger_exchanged" or "invalid_trigger_id" };

    private static partial class Log
    {
        [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "An answer to {User} could not be given")]
        public static partial void NotTold(ILogger logger, Exception e, string user);

        [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "Modal {CallbackId} could not be opened for {User}")]
        public static partial void NotOpened(ILogger logger, Exception e, string callbackId, string user);
    }
}
