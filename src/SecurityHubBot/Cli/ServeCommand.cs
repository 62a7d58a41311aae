using SecurityHubBot.Hosting;

namespace SecurityHubBot.Cli;

/// <summary>Runs the bot until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> Run(string[] args, CancellationToken cancellationToken)
    {
        await using var app = BotApplication.Build(args);
        BotApplication.MigrateAtStart(app);
        await app.RunAsync(cancellationToken);
        return ExitCodes.Ok;
    }
}
