using SecurityHubBot.Hosting;

namespace SecurityHubBot.Home;

/// <summary>Has Home tabs looked at that may no longer show what they should, those that somebody waits for first.</summary>
internal sealed class HomeWorker(HomeViewStore views, HomeSync sync, HomePace pace, HomeWake wake, TimeProvider time, ILogger<HomeWorker> logger)
    : LeasedWorker<(HomeRow Row, string World)>(new WorkerPace(wake.Signal, pace.Poll, pace.Lease), time, logger)
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private readonly TimeProvider _time = time;
    private DateTimeOffset _forgotten = time.GetUtcNow();

    protected override int AtOnce => pace.Workers;

    protected override string Kind => "Home tabs";

    protected override async Task<IReadOnlyList<(HomeRow Row, string World)>> Claim(int free, CancellationToken stoppingToken)
    {
        if (_time.GetUtcNow() - _forgotten > ForgetEvery)
        {
            _forgotten = _time.GetUtcNow();
            await views.ForgetOld(stoppingToken);
        }

        var world = await views.World(stoppingToken);
        return [.. (await views.Claim(world, free, stoppingToken)).Select(row => (row, world))];
    }

    protected override Task Make((HomeRow Row, string World) item, CancellationToken leaseToken) => sync.Make(item.Row, item.World, leaseToken);

    protected override string Name((HomeRow Row, string World) item) => item.Row.UserId;
}
