using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Controls;
using SecurityHubBot.Domain;
using SecurityHubBot.Exceptions.Request;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub</c>. What takes longer than a moment is promised at once and follows.</summary>
internal sealed class ShubCommandHandler(CommandAnswers answers, RequestCommand request, ILanguageOf languages, ISlackDeferredWork deferred, LateAnswers late, TimeProvider time)
    : ISlashCommandHandler
{
    // With the second that the language may take, below Slack's three.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public async Task<SlashCommandResponse?> Handle(SlashCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var language = await languages.For(command.UserId, command.ChannelId, CancellationToken.None);
        var parsed = ShubCommandParser.Parse(command.Text);
        if (parsed is ShubCommand.ExceptionRequest { Number: var number })
        {
            return await request.Open(number, command, language) is { } why ? Response(why) : null;
        }

        var question = new CommandQuestion(parsed, Page: 1, command.UserId, command.ChannelId, command.ChannelName);
        // Not all databases wait asynchronously.
        var answer = Task.Run(() => answers.Answer(question, language, CancellationToken.None));
        try
        {
            return Response(await answer.WaitAsync(Patience, time));
        }
        catch (TimeoutException)
        {
            return Response(parsed is ShubCommand.ControlsPlan or ShubCommand.ControlsApply
                ? late.TryFollow(answer, command) ? ControlsView.Sentence(language, "Shub.Making") : HelpView.Busy(language)
                : Promise(answer, command.ResponseUrl, language));
        }
    }

    private RenderedMessage Promise(Task<RenderedMessage> answer, string responseUrl, Language language)
    {
        var taken = deferred.TryDefer("shub", async (services, cancellationToken) =>
        {
            var message = await answer.WaitAsync(cancellationToken);
            await services.GetRequiredService<ISlackApiClient>().Respond(responseUrl, ShubMessage.Of(message, replace: true), cancellationToken);
        });
        return taken ? HelpView.Working(language) : HelpView.Busy(language);
    }

    private static SlashCommandResponse Response(RenderedMessage message) => new() { Message = new Message { Text = message.Text, Blocks = message.Blocks } };
}

/// <summary><c>shub.page</c>: another page in place of the one that is shown.</summary>
internal sealed partial class ShubPageHandler(
    CommandAnswers answers, ILanguageOf languages, ISlackApiClient slack, ISlackDeferredWork deferred, ILogger<ShubPageHandler> logger) : IBlockActionHandler<ButtonAction>
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
        if (PageValue.Parse(action.Value) is not var (command, page))
        {
            await Respond(responseUrl, ShubMessage.Of(HelpView.OldButton(language), replace: false));
            return;
        }

        var question = new CommandQuestion(command, page, request.User.Id, request.Channel?.Id ?? "", request.Channel?.Name);
        if (!deferred.TryDefer("shub.page", async (_, cancellationToken) =>
            await Respond(responseUrl, ShubMessage.Of(await answers.Answer(question, language, cancellationToken), replace: true))))
        {
            await Respond(responseUrl, ShubMessage.Of(HelpView.Busy(language), replace: false));
        }
    }

    private async Task Respond(string responseUrl, MessageResponse response)
    {
        try
        {
            await slack.Respond(responseUrl, response);
        }
        catch (SlackCallException e)
        {
            Log.NotTold(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5301, Level = LogLevel.Warning, Message = "A page of an answer could not be given")]
        public static partial void NotTold(ILogger logger, Exception e);
    }
}

internal static class ShubMessage
{
    /// <param name="replace">True puts it in the place of the message it answers.</param>
    public static MessageResponse Of(RenderedMessage message, bool replace) =>
        new() { Message = new Message { Text = message.Text, Blocks = message.Blocks }, ReplaceOriginal = replace };
}
