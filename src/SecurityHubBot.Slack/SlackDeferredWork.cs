using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Slack.Interaction;

namespace SecurityHubBot.Slack;

/// <summary>Runs deferred work, a few at a time; on stop nothing new is taken and what waits is finished as far as the host's time allows.</summary>
internal sealed partial class SlackDeferredWork(IServiceScopeFactory scopes, ILogger<SlackDeferredWork> logger)
    : BackgroundService, ISlackDeferredWork
{
    private const int MaxWaiting = 1000;
    private const int Runners = 4;

    private readonly Channel<(string Name, Func<IServiceProvider, CancellationToken, Task> Work)> _queue =
        Channel.CreateBounded<(string, Func<IServiceProvider, CancellationToken, Task>)>(MaxWaiting);

    private readonly CancellationTokenSource _abort = new();

    public bool TryDefer(string name, Func<IServiceProvider, CancellationToken, Task> work) => _queue.Writer.TryWrite((name, work));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await using (cancellationToken.Register(_abort.Cancel))
        {
            if (ExecuteTask is { } running)
                await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _abort.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Runners).Select(_ => Run()));

    private async Task Run()
    {
        await foreach (var (name, work) in _queue.Reader.ReadAllAsync())
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await work(scope.ServiceProvider, _abort.Token);
            }
#pragma warning disable CA1031 // One piece of work must not end the runner for all others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.Failed(logger, e, name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Error, "Deferred work {Name} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string name);
    }
}
