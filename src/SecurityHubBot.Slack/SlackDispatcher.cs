using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Serialization;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack;

/// <summary>Brings what came from Slack, by HTTP or by Socket Mode, to its handler, in a scope of its own.</summary>
internal sealed partial class SlackDispatcher(SlackHandlers handlers, IServiceScopeFactory scopes, ILogger<SlackDispatcher> logger)
{
    /// <returns>The JSON to answer with; null for an empty answer.</returns>
    /// <exception cref="SlackNoHandlerException">Somebody waits for what nobody does.</exception>
    public async Task<string?> Command(SlashCommand command)
    {
        var handle = Needed(handlers.Commands.Find(command.Command), "command", command.Command);
        await using var scope = scopes.CreateAsyncScope();
        var response = await handle(scope.ServiceProvider, command);
        return response is null ? null : SlackBodies.SlashCommand(response);
    }

    /// <inheritdoc cref="Command"/>
    public async Task<string?> Interaction(InteractionRequest request)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        switch (request)
        {
            case BlockActionRequest actions:
                await BlockActions(services, actions);
                return null;
            case ViewSubmission submission:
                return await Submitted(services, submission);
            case ViewClosed closed:
                if (Found(handlers.Views.Find(closed.View.CallbackId), "view", closed.View.CallbackId) is { } view)
                    await view(services).HandleClose(closed);
                return null;
            case MessageShortcut shortcut:
                await Needed(handlers.MessageShortcuts.Find(shortcut.CallbackId), "message shortcut", shortcut.CallbackId)(services).Handle(shortcut);
                return null;
            case BlockOptionsRequest options:
                return await Options(services, options);
            default:
                Log.NoHandler(logger, "interaction", request.Type);
                return null;
        }
    }

    /// <summary>Every handler is tried, even when one before it failed.</summary>
    public async Task Event(Event slackEvent)
    {
        List<Exception>? failures = null;
        foreach (var route in handlers.Events.Where(route => route.Event.IsInstanceOfType(slackEvent)))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await route.Handle(scope.ServiceProvider, slackEvent);
            }
#pragma warning disable CA1031 // Whatever a handler throws, the next handler has a right to the event.
            catch (Exception e)
#pragma warning restore CA1031
            {
                (failures ??= []).Add(e);
            }
        }

        if (failures is not null)
            throw new AggregateException($"{failures.Count} handlers of {slackEvent.Type} failed.", failures);
    }

    private async Task BlockActions(IServiceProvider services, BlockActionRequest request)
    {
        foreach (var action in request.Actions.OfType<BlockAction>())
        {
            var route = handlers.BlockActions.Find(action.ActionId);
            if (route?.Action.IsInstanceOfType(action) == true)
                await route.Handle(services, action, request);
            else
                Log.NoHandler(logger, "action", action.ActionId);
        }
    }

    private async Task<string?> Submitted(IServiceProvider services, ViewSubmission submission)
    {
        var handler = Needed(handlers.Views.Find(submission.View.CallbackId), "view", submission.View.CallbackId);
        var response = await handler(services).Handle(submission);
        return response is null ? null : SlackJson.Serialize(response);
    }

    private async Task<string?> Options(IServiceProvider services, BlockOptionsRequest request)
    {
        var response = Found(handlers.Options.Find(request.ActionId), "options", request.ActionId) is { } provider
            ? await provider(services).GetOptions(request)
            : new BlockOptionsResponse { Options = [] };
        return SlackJson.Serialize(response);
    }

    private T? Found<T>(T? route, string kind, string id)
        where T : class
    {
        if (route is null)
            Log.NoHandler(logger, kind, id);
        return route;
    }

    private T Needed<T>(T? route, string kind, string id)
        where T : class => Found(route, kind, id) ?? throw new SlackNoHandlerException(kind, id);

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "No handler for Slack {Kind} {Id}")]
        public static partial void NoHandler(ILogger logger, string kind, string id);
    }
}
