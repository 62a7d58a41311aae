using System.Net.WebSockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.SocketMode;

/// <summary>
/// Keeps one Socket Mode connection while there is an app-level token. When Slack announces the end of a connection, the next one
/// is open before the old one is left, so that nothing falls between them.
/// </summary>
internal sealed partial class SlackSocketModeService(
    ISlackApiClient slack, SocketModeReceiver receiver, IOptions<SlackApiOptions> options, TimeProvider time, ILogger<SlackSocketModeService> logger)
    : BackgroundService
{
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    /// <summary>Slack closes about 10 s after it announced so; until then envelopes may still come over the old connection.</summary>
    private static readonly TimeSpan StayAfterNotice = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    private readonly SlackApiOptions _options = options.Value;
    private readonly List<Task> _leaving = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.AppToken.Length == 0)
            return;

        SocketModeConnection? current = null;
        var shortLived = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await TryOpen(stoppingToken) is { } next)
            {
                LeaveLater(current, stoppingToken);
                current = next;
                var opened = time.GetTimestamp();
                var reason = await Outworn(current, stoppingToken);
                shortLived = time.GetElapsedTime(opened) >= Settled ? 0 : shortLived + 1;
                if (reason is not null)
                    Log.Replacing(logger, reason);
            }
            else
            {
                shortLived++;
            }

            if (shortLived > 0)
                await Task.Delay(Backoff(shortLived), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        LeaveLater(current, stoppingToken);
        await Task.WhenAll(_leaving);
    }

    private async Task<SocketModeConnection?> TryOpen(CancellationToken stoppingToken)
    {
        var connection = new SocketModeConnection(receiver, _options, time, logger);
        using var timeout = new CancellationTokenSource(OpenTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        try
        {
            var answer = await slack.AppsConnections.Open(either.Token);
            await connection.Open(new Uri(answer.Url), either.Token);
            Log.Connected(logger);
            return connection;
        }
        catch (Exception e) when (e is SlackCallException or WebSocketException or OperationCanceledException or UriFormatException or ArgumentException)
        {
            await connection.DisposeAsync();
            if (!stoppingToken.IsCancellationRequested)
                Log.CannotConnect(logger, e);
            return null;
        }
    }

    private static async Task<string?> Outworn(SocketModeConnection connection, CancellationToken stoppingToken)
    {
        try
        {
            return await connection.Outworn.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void LeaveLater(SocketModeConnection? connection, CancellationToken stoppingToken)
    {
        _leaving.RemoveAll(task => task.IsCompleted);
        if (connection is not null)
            _leaving.Add(connection.Leave(StayAfterNotice, DrainTime, stoppingToken));
    }

    private TimeSpan Backoff(int failures)
    {
        var longest = Math.Min(LongestBackoff.TotalMilliseconds, _options.RetryDelay.TotalMilliseconds * Math.Pow(2, failures - 1));
#pragma warning disable CA5394 // Jitter needs no secrecy.
        return TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }

    private static partial class Log
    {
        [LoggerMessage(1511, LogLevel.Information, "Socket Mode is connected")]
        public static partial void Connected(ILogger logger);

        [LoggerMessage(1512, LogLevel.Warning, "Socket Mode cannot connect; trying again")]
        public static partial void CannotConnect(ILogger logger, Exception exception);

        [LoggerMessage(1513, LogLevel.Information, "The Socket Mode connection is replaced: {Reason}")]
        public static partial void Replacing(ILogger logger, string reason);
    }
}
