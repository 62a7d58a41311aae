using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;

namespace SecurityHubBot.Home;

internal static class HomeExtensions
{
    public static IServiceCollection AddHome(this IServiceCollection services)
    {
        services.AddSingleton<HomePace>();
        services.AddSingleton<HomeWake>();
        services.AddSingleton<HomeViewStore>();
        services.AddSingleton<HomeQueries>();
        services.AddSingleton<AccountScoreQuery>();
        services.AddSingleton<OwnerGroups>();
        services.AddSingleton<HomeAudience>();
        services.AddSingleton<HomeSync>();
        services.AddHostedService<HomeWorker>();
        return services;
    }

    public static SlackServiceBuilder RegisterHome(this SlackServiceBuilder slack) => slack
        .RegisterEventHandler<AppHomeOpened, HomeOpenedHandler>()
        .RegisterBlockActionHandler<ButtonAction, HomePageHandler>(HomePageValue.Action)
        .RegisterBlockActionHandler<ButtonAction, HomePageHandler>(HomePageValue.BackAction);
}
