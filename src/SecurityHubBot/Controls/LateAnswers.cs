using System.Collections.Concurrent;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Controls;

/// <summary>
/// Tells people what took minutes. Apart from Slack's other deferred work, whose few runners would wait with it; and told by direct
/// message when the command's <c>response_url</c> has died meanwhile.
/// </summary>
internal sealed partial class LateAnswers(ISlackApiClient slack, ILogger<LateAnswers> logger) : IHostedService
{
    // One for each person of a security team, and more.
    private const int MostWaiting = 100;

    private readonly ConcurrentDictionary<Task, string> _waiting = new();

    public bool TryFollow(Task<RenderedMessage> answer, SlashCommand command)
    {
        if (_waiting.Count >= MostWaiting)
        {
            return false;
        }

        var telling = Tell(answer, command);
        _waiting[telling] = command.UserId;
        _ = telling.ContinueWith(t => _waiting.TryRemove(t, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is waited for ends at once when the bot does; that too is told.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_waiting.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task Tell(Task<RenderedMessage> answer, SlashCommand command)
    {
        try
        {
            var message = await answer;
            try
            {
                await slack.Respond(command.ResponseUrl, ShubMessage.Of(message, replace: true), CancellationToken.None);
            }
            catch (SlackCallException e) when (!e.MayHaveBeenDone)
            {
                Log.ByDirectMessage(logger, command.UserId, e.Message);
                var channel = await slack.Conversations.Open([command.UserId], CancellationToken.None);
                await slack.Chat.PostMessage(new Message { Channel = channel, Text = message.Text, Blocks = message.Blocks }, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is SlackCallException or ArgumentException)
        {
            Log.NotTold(logger, e, command.UserId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7360, Level = LogLevel.Information, Message = "{User} is told by direct message what came of a command: {Reason}")]
        public static partial void ByDirectMessage(ILogger logger, string user, string reason);

        [LoggerMessage(EventId = 7361, Level = LogLevel.Warning, Message = "What came of a command of {User} could not be told")]
        public static partial void NotTold(ILogger logger, Exception e, string user);
    }
}
