using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Bulletins;

/// <summary>Has bulletins posted that are not posted yet, one after the other: they may be many, and nobody waits for them.</summary>
internal sealed class BulletinWorker(BulletinQueue queue, BulletinSync sync, SyncOptions options, Wake wake, TimeProvider time, ILogger<BulletinWorker> logger)
    : LeasedWorker<BulletinRow>(new WorkerPace(wake.Bulletins, options.Poll, options.Lease), time, logger)
{
    protected override int AtOnce => 1;

    protected override string Kind => "bulletins";

    protected override Task<IReadOnlyList<BulletinRow>> Claim(int free, CancellationToken stoppingToken) => queue.Claim(free, stoppingToken);

    protected override Task Make(BulletinRow item, CancellationToken leaseToken) => sync.Make(item, leaseToken);

    protected override string Name(BulletinRow item) => item.Key.ToString();
}
