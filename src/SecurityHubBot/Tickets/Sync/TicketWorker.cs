using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Tickets.Sync;

/// <summary>Makes tickets equal to what they should be.</summary>
internal sealed class TicketWorker(
    TicketQueue queue, TicketSync sync, TrackerPause pause, TicketOptions tickets, SyncOptions options, Wake wake, TimeProvider time, ILogger<TicketWorker> logger)
    : LeasedWorker<TicketRow>(new WorkerPace(wake.Tickets, options.Poll, options.Lease), time, logger)
{
    protected override int AtOnce => tickets.Workers;

    protected override string Kind => "tickets";

    protected override async Task<IReadOnlyList<TicketRow>> Claim(int free, CancellationToken stoppingToken) =>
        pause.Left > TimeSpan.Zero ? [] : await queue.Claim(free, stoppingToken);

    protected override Task Make(TicketRow item, CancellationToken leaseToken) => sync.Make(item, leaseToken);

    protected override string Name(TicketRow item) => item.Number.ToString();
}
