using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

internal static class CommandsExtensions
{
    public const string Command = "/shub";

    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<ScopeFinder>();
        services.AddSingleton<CommandQueries>();
        services.AddSingleton<CommandAnswers>();
        return services;
    }

    public static SlackServiceBuilder RegisterCommands(this SlackServiceBuilder slack) => slack
        .RegisterSlashCommandHandler<ShubCommandHandler>(Command)
        .RegisterBlockActionHandler<ButtonAction, ShubPageHandler>(PageValue.Action)
        .RegisterBlockActionHandler<ButtonAction, ShubPageHandler>(PageValue.BackAction);
}
