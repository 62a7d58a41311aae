using Microsoft.Extensions.Hosting;
namespace SecurityHubBot.Slack.SocketMode;

internal sealed class SlackSocketModeService : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
