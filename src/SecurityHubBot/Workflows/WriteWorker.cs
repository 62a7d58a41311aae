using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Workflows;

/// <summary>Writes what differs to Security Hub, some calls at a time. Only with <c>Aws:Mode=act</c>.</summary>
internal sealed class WriteWorker(WorkflowQueue queue, WorkflowSync sync, WorkflowState state, SyncOptions options, Wake wake, TimeProvider time, ILogger<WriteWorker> logger)
    : LeasedWorker<WorkflowBatch>(new WorkerPace(wake.WorkflowWrites, options.Poll, WorkflowQueue.Lease), time, logger)
{
    // Ten calls a second are allowed, and one takes some tenths of a second.
    protected override int AtOnce => 4;

    protected override string Kind => "findings to write to Security Hub";

    protected override async Task<IReadOnlyList<WorkflowBatch>> Claim(int free, CancellationToken stoppingToken) =>
        !state.Pauses && await queue.Claim(stoppingToken) is { } batch ? [batch] : [];

    protected override Task Make(WorkflowBatch item, CancellationToken leaseToken) => sync.Write(item, leaseToken);

    protected override string Name(WorkflowBatch item) => $"{item.Items.Count} findings";
}
