using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Jobs;

/// <summary><c>jobs.run</c>: somebody does not want to wait for a job's time.</summary>
internal sealed partial class RunJobHandler(
    JobAnswers answers, ILanguageOf languages, ISlackApiClient slack, ISlackDeferredWork deferred, ILogger<RunJobHandler> logger)
    : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(request);
        if (request.ResponseUrl is not { Length: > 0 } responseUrl)
        {
            return;
        }

        var language = await languages.For(request.User.Id, request.Channel?.Id, CancellationToken.None);
        if (JobRunValue.Parse(action.Value) is not { } value)
        {
            await Respond(responseUrl, HelpView.OldButton(language), replace: false, CancellationToken.None);
        }
        else if (!deferred.TryDefer(JobRunValue.Action, async (_, cancellationToken) =>
            await Respond(responseUrl, await Answer(value, request.User.Id, language, cancellationToken), replace: true, cancellationToken)))
        {
            await Respond(responseUrl, HelpView.Busy(language), replace: false, CancellationToken.None);
        }
    }

    private async Task<RenderedMessage> Answer(JobRunValue value, string user, Language language, CancellationToken cancellationToken)
    {
        try
        {
            return await answers.Run(value, user, language, cancellationToken);
        }
#pragma warning disable CA1031 // Whoever pressed the button is waiting for an answer.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, value.Job, e);
            return HelpView.Failed(language);
        }
    }

    private async Task Respond(string responseUrl, RenderedMessage message, bool replace, CancellationToken cancellationToken)
    {
        try
        {
            await slack.Respond(responseUrl, ShubMessage.Of(message, replace), cancellationToken);
        }
        catch (SlackCallException e)
        {
            Log.NotTold(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6231, Level = LogLevel.Error, Message = "Job {Job} could not be started for somebody")]
        public static partial void Failed(ILogger logger, string job, Exception e);

        [LoggerMessage(EventId = 6232, Level = LogLevel.Warning, Message = "What came of starting a job could not be told")]
        public static partial void NotTold(ILogger logger, Exception e);
    }
}
