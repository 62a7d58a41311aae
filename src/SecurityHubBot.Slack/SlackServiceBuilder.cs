using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Slack.AspNetCore;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack;

/// <summary>Says with what to call Slack and who handles what. Handlers are scoped services.</summary>
public sealed class SlackServiceBuilder
{
    private readonly SlackHandlers _handlers;

    internal SlackServiceBuilder(IServiceCollection services, SlackHandlers handlers)
    {
        Services = services;
        _handlers = handlers;
    }

    public IServiceCollection Services { get; }

    public SlackServiceBuilder UseApiToken(string token) => Configure(options => options.Token = token);

    /// <summary>With an app-level token commands, interactions and events come through Socket Mode.</summary>
    public SlackServiceBuilder UseAppLevelToken(string token) => Configure(options => options.AppToken = token);

    public SlackServiceBuilder UseApiUrl(Uri url) => Configure(options => options.ApiUrl = url);

    public SlackServiceBuilder UseSigningSecret(string secret)
    {
        Services.Configure<SlackEndpointOptions>(options => options.SigningSecret = secret);
        return this;
    }

    public SlackServiceBuilder Configure(Action<SlackApiOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Where events are kept between their acknowledgement and their handling; without it, in memory.</summary>
    public SlackServiceBuilder UseEventStore<TStore>()
        where TStore : class, ISlackEventStore
    {
        Services.Replace(ServiceDescriptor.Singleton<ISlackEventStore, TStore>());
        return this;
    }

    /// <param name="command">With its slash.</param>
    public SlackServiceBuilder RegisterSlashCommandHandler<THandler>(string command)
        where THandler : class, ISlashCommandHandler
    {
        _handlers.Commands.Add(command, (services, request) => services.GetRequiredService<THandler>().Handle(request));
        return Scoped<THandler>();
    }

    public SlackServiceBuilder RegisterBlockActionHandler<TAction, THandler>(string actionId)
        where TAction : BlockAction
        where THandler : class, IBlockActionHandler<TAction>
    {
        _handlers.BlockActions.Add(actionId, BlockActionRoute<TAction, THandler>());
        return Scoped<THandler>();
    }

    /// <summary>For ids that carry something, such as <c>page:3</c>.</summary>
    public SlackServiceBuilder RegisterBlockActionHandler<TAction, THandler>(Func<string, bool> acceptsActionId)
        where TAction : BlockAction
        where THandler : class, IBlockActionHandler<TAction>
    {
        _handlers.BlockActions.Add(acceptsActionId, BlockActionRoute<TAction, THandler>());
        return Scoped<THandler>();
    }

    public SlackServiceBuilder RegisterViewSubmissionHandler<THandler>(string callbackId)
        where THandler : class, IViewSubmissionHandler
    {
        _handlers.Views.Add(callbackId, services => services.GetRequiredService<THandler>());
        return Scoped<THandler>();
    }

    public SlackServiceBuilder RegisterViewSubmissionHandler<THandler>(Func<string, bool> acceptsCallbackId)
        where THandler : class, IViewSubmissionHandler
    {
        _handlers.Views.Add(acceptsCallbackId, services => services.GetRequiredService<THandler>());
        return Scoped<THandler>();
    }

    public SlackServiceBuilder RegisterBlockOptionProvider<TProvider>(string actionId)
        where TProvider : class, IBlockOptionProvider
    {
        _handlers.Options.Add(actionId, services => services.GetRequiredService<TProvider>());
        return Scoped<TProvider>();
    }

    public SlackServiceBuilder RegisterMessageShortcutHandler<THandler>(string callbackId)
        where THandler : class, IMessageShortcutHandler
    {
        _handlers.MessageShortcuts.Add(callbackId, services => services.GetRequiredService<THandler>());
        return Scoped<THandler>();
    }

    /// <summary>Several handlers may take the same event; each gets subtypes too.</summary>
    public SlackServiceBuilder RegisterEventHandler<TEvent, THandler>()
        where TEvent : Event
        where THandler : class, IEventHandler<TEvent>
    {
        _handlers.Events.Add(new EventRoute(
            typeof(TEvent), (services, slackEvent) => services.GetRequiredService<THandler>().Handle((TEvent)slackEvent)));
        return Scoped<THandler>();
    }

    private static BlockActionRoute BlockActionRoute<TAction, THandler>()
        where TAction : BlockAction
        where THandler : class, IBlockActionHandler<TAction> =>
        new(typeof(TAction), (services, action, request) => services.GetRequiredService<THandler>().Handle((TAction)action, request));

    private SlackServiceBuilder Scoped<T>()
        where T : class
    {
        Services.TryAddScoped<T>();
        return this;
    }
}
