using SecurityHubBot.Hosting;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Clock;

/// <summary>From when to when time is being put forward.</summary>
internal sealed record Leap(DateTimeOffset From, DateTimeOffset To);

/// <param name="Going">Null while time goes by itself.</param>
/// <param name="FailedJobs">Of the last leap; the log says why.</param>
/// <param name="BrokeOff">The last leap did not get to its end; the log says why.</param>
internal sealed record ClockState(DateTimeOffset Now, string Zone, Leap? Going, IReadOnlyList<string> FailedJobs, bool BrokeOff);

/// <summary>
/// Puts time forward, an hour at a time, and lets everything happen on the way: each recurring job at the time when it would have
/// run, and what the bot then has to say, before time goes on. One leap at a time.
/// </summary>
internal sealed partial class ClockAdvance(SandboxClock clock, WebApplication bot, SlackWorkspace workspace, Action<ClockState> tell) : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly IReadOnlyList<RecurringJob> _jobs = bot.Services.GetRequiredService<IReadOnlyList<RecurringJob>>();
    private readonly TimeZoneInfo _zone = bot.Services.GetRequiredService<OrganisationOptions>().Zone;
    private readonly BotAtRest _rest = new(bot.Services.GetRequiredService<Database>(), clock);
    private readonly ILogger _logger = bot.Services.GetRequiredService<ILogger<ClockAdvance>>();
    private readonly CancellationTokenSource _closing = new();
    private readonly SortedSet<string> _failed = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private CancellationTokenSource? _stopping;
    private bool _brokeOff;
    private Leap? _going;
    private Task _work = Task.CompletedTask;

    public ClockState State
    {
        get
        {
            lock (_gate)
            {
                return new ClockState(clock.GetUtcNow(), _zone.Id, _going, [.. _failed], _brokeOff);
            }
        }
    }

    /// <returns>False while time is being put forward already.</returns>
    public bool Begin(ClockLeap leap)
    {
        lock (_gate)
        {
            if (_going is not null || _closing.IsCancellationRequested)
            {
                return false;
            }

            var now = clock.GetUtcNow();
            _going = new Leap(now, leap.From(now, _zone));
            _failed.Clear();
            _brokeOff = false;
            _stopping = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            _work = Task.Run(() => Go(_going.To, _stopping));
        }

        tell(State);
        return true;
    }

    /// <summary>Ends the leap at the hour that has been reached.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _ = _stopping?.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task work;
        lock (_gate)
        {
            work = _work;
        }

        await work;
        _closing.Dispose();
    }

    private async Task Go(DateTimeOffset to, CancellationTokenSource stopping)
    {
        try
        {
            while (clock.GetUtcNow() < to)
            {
                await Hour(to, stopping.Token);
                tell(State);
            }

            await _rest.Wait(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Somebody has seen enough, or the sandbox is stopping.
        }
#pragma warning disable CA1031 // A file that cannot be written, a database that is gone: time goes on by itself, and another leap may be tried.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.BrokeOff(_logger, exception);
            lock (_gate)
            {
                _brokeOff = true;
            }
        }
        finally
        {
            lock (_gate)
            {
                (_going, _stopping) = (null, null);
                stopping.Dispose();
            }

            tell(State);
        }
    }

    private async Task Hour(DateTimeOffset to, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var end = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero).AddHours(1);
        end = end < to ? end : to;
        foreach (var (job, at) in JobMoments.Within(_jobs, now, end, _zone))
        {
            await Reach(at, stopping);
            await Run(job, stopping);
        }

        await Reach(end, stopping);
    }

    private async Task Reach(DateTimeOffset at, CancellationToken stopping)
    {
        await _rest.Wait(stopping);
        while (!await _rest.Between(() => workspace.BetweenClicks(() => clock.PutForwardTo(at)), stopping))
        {
            await Task.Delay(Glance, TimeProvider.System, stopping);
        }
    }

    private async Task Run(RecurringJob job, CancellationToken stopping)
    {
        try
        {
            await JobsByHand.Run(bot.Services, job, stopping);
        }
#pragma warning disable CA1031 // Time goes on, as it does when Hangfire runs the job; the bot's log has the rest.
        catch (Exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            lock (_gate)
            {
                _failed.Add(job.Id);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Time could not be put forward any further")]
        public static partial void BrokeOff(ILogger logger, Exception exception);
    }
}
