using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Jobs;
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
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<ExceptionQueries>();
        services.AddSingleton<CaseReport>();
        services.AddSingleton<ReportAnswers>();
        services.AddSingleton<ChangePreviews>();
        services.AddSingleton<DirectoryChanges>();
        services.AddSingleton<DirectoryQueries>();
        services.AddSingleton<SlackPeople>();
        services.AddSingleton<AccountWishes>();
        services.AddSingleton<DirectoryAnswers>();
        services.AddSingleton<ChangeClicks>();
        services.AddSingleton<ChangeProgress>();
        services.AddHostedService(sp => sp.GetRequiredService<ChangeProgress>());
        return services;
    }

    public static SlackServiceBuilder RegisterCommands(this SlackServiceBuilder slack) => slack
        .RegisterSlashCommandHandler<ShubCommandHandler>(Command)
        .RegisterBlockActionHandler<ButtonAction, ShubPageHandler>(PageValue.Action)
        .RegisterBlockActionHandler<ButtonAction, ShubPageHandler>(PageValue.BackAction)
        .RegisterBlockActionHandler<ButtonAction, RunJobHandler>(JobRunValue.Action)
        .RegisterBlockActionHandler<ButtonAction, ChangeHandler>(ChangeValue.ApplyAction)
        .RegisterBlockActionHandler<ButtonAction, ChangeHandler>(ChangeValue.CancelAction);
}
