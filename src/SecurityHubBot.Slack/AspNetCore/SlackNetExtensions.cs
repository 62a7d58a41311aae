using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.SocketMode;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.AspNetCore;

/// <summary>Puts Slack into an ASP.NET Core application.</summary>
public static class SlackNetExtensions
{
    /// <summary>Adds <see cref="ISlackApiClient"/>, <see cref="ISlackRateLimits"/>, the handlers, and Socket Mode, which runs when there is an app-level token.</summary>
    public static IServiceCollection AddSlackNet(this IServiceCollection services, Action<SlackServiceBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var handlers = new SlackHandlers();
        services.AddSingleton(handlers);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<SlackApiOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<SlackApiOptions>, SlackOptionsValidator>();

        services.AddSingleton<SlackTransport>();
        services.AddSingleton<SlackRateLimits>();
        services.AddSingleton<ISlackRateLimits>(provider => provider.GetRequiredService<SlackRateLimits>());
        services.AddSingleton<SlackCaller>();
        services.AddSingleton<ISlackApiClient, SlackApiClient>();

        services.TryAddSingleton<ISlackEventStore, InMemorySlackEventStore>();
        services.AddSingleton<SlackDispatcher>();
        services.AddSingleton<SlackEventSignal>();
        services.AddSingleton<SlackEventInbox>();
        services.AddSingleton<SlackEndpoints>();
        services.AddSingleton<SlackDeferredWork>();
        services.AddSingleton<ISlackDeferredWork>(provider => provider.GetRequiredService<SlackDeferredWork>());
        services.AddHostedService(provider => provider.GetRequiredService<SlackDeferredWork>());
        services.AddHostedService<SlackEventProcessor>();
        services.AddSingleton<SocketModeReceiver>();
        services.AddHostedService<SlackSocketModeService>();

        configure(new SlackServiceBuilder(services, handlers));
        return services;
    }

    /// <summary>Maps <c>/slack/command</c>, <c>/slack/action</c>, <c>/slack/options</c> and <c>/slack/event</c>, SlackNet's default routes.</summary>
    public static IEndpointConventionBuilder MapSlackNet(this IEndpointRouteBuilder endpoints)
    {
        var slack = endpoints.ServiceProvider.GetRequiredService<SlackEndpoints>();
        var group = endpoints.MapGroup("/slack");
        group.MapPost("/command", slack.Command);
        group.MapPost("/action", slack.Action);
        group.MapPost("/options", slack.Options);
        group.MapPost("/event", slack.Event);
        group.MapGet("/command", (HttpContext http) => Results.StatusCode(SlackEndpoints.SslCheck(http.Request)));
        return group;
    }
}
