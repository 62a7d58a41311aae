using Amazon.Runtime;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Aws;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Workflows;

/// <summary>
/// Writes a batch to Security Hub in the home Region, which passes it on to the others. Nothing else than workflow status and note is ever
/// written. Dying at any point leaves findings that still differ, and the same is written once more.
/// </summary>
internal sealed partial class WorkflowSync(
    AwsClients aws, WorkflowQueue queue, WorkflowNotes notes, WorkflowState state, Telemetry telemetry, TimeProvider time, ILogger<WorkflowSync> logger)
{
    /// <summary>Who writes, as Security Hub shows it beside a note.</summary>
    public const string UpdatedBy = "SecurityHubBot";

    public async Task Write(WorkflowBatch batch, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Continue("write workflow status", traceParent: null);
        activity?.SetTag("shub.findings", batch.Items.Count);
        try
        {
            var text = await notes.Of(batch.Note, cancellationToken);
            await Send(await aws.Home(cancellationToken), batch, batch.Items, text, cancellationToken);
            state.Works();
        }
        catch (Exception exception) when (AwsFailure.Is(exception, cancellationToken))
        {
            state.Fails(exception);
            Count(batch, "call_failed", batch.Items.Count);
            await queue.GiveBack(batch, cancellationToken);
        }
    }

    private async Task Send(IAmazonSecurityHub hub, WorkflowBatch batch, IReadOnlyList<WorkflowItem> items, string? note, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await hub.BatchUpdateFindingsAsync(
                new BatchUpdateFindingsRequest
                {
                    // Two of ours may be one of AWS's, which would refuse it when it is named twice.
                    FindingIdentifiers = [.. items.Select(i => (i.FindingId, i.ProductArn)).Distinct().Select(i => new AwsSecurityFindingIdentifier { Id = i.FindingId, ProductArn = i.ProductArn })],
                    Workflow = new WorkflowUpdate { Status = batch.Workflow },
                    Note = note is null ? null : new NoteUpdate { Text = note, UpdatedBy = UpdatedBy },
                },
                cancellationToken);
            await Record(batch, items, answer, cancellationToken);
        }
        catch (AmazonServiceException refusal) when (SecurityHubFault.IsInvalidInput(refusal))
        {
            await OneOfThem(hub, batch, items, note, refusal, cancellationToken);
        }
    }

    /// <summary>A call that is refused as a whole says not for whose sake: halved until it is known.</summary>
    private async Task OneOfThem(
        IAmazonSecurityHub hub, WorkflowBatch batch, IReadOnlyList<WorkflowItem> items, string? note, AmazonServiceException refusal, CancellationToken cancellationToken)
    {
        if (items is [var one])
        {
            await Refused(batch, [one], refusal.ErrorCode, refusal.Message, cancellationToken);
            return;
        }

        foreach (var half in items.Chunk((items.Count + 1) / 2))
        {
            await Send(hub, batch, half, note, cancellationToken);
        }
    }

    private async Task Record(WorkflowBatch batch, IReadOnlyList<WorkflowItem> items, BatchUpdateFindingsResponse answer, CancellationToken cancellationToken)
    {
        var failures = answer.Failures().GroupBy(f => (f.Item.Id, f.Item.ProductArn)).ToDictionary(g => g.Key, g => g.First());
        var byOutcome = items.ToLookup(i => failures.GetValueOrDefault((i.FindingId, i.ProductArn)));
        foreach (var outcome in byOutcome)
        {
            switch (outcome.Key)
            {
                case null:
                    await queue.RecordWritten(batch, outcome, cancellationToken);
                    Count(batch, "written", outcome.Count());
                    break;
                case { IsWorthRetry: true } failure:
                    await Later(batch, outcome, failure, cancellationToken);
                    break;
                case { } failure:
                    await Refused(batch, [.. outcome], failure.ErrorCode, failure.Message, cancellationToken);
                    break;
            }
        }
    }

    private async Task Later(WorkflowBatch batch, IEnumerable<WorkflowItem> items, PartialFailure<AwsSecurityFindingIdentifier> failure, CancellationToken cancellationToken)
    {
        foreach (var alike in items.GroupBy(i => i.WorkflowAttempts))
        {
            await queue.RecordFailed(batch, alike, time.GetUtcNow() + Backoff.After(alike.Key), $"{failure.ErrorCode}: {failure.Message}", cancellationToken);
            Count(batch, "later", alike.Count());
        }
    }

    private async Task Refused(WorkflowBatch batch, IReadOnlyList<WorkflowItem> items, string code, string message, CancellationToken cancellationToken)
    {
        await queue.RecordFailed(batch, items, next: null, $"{code}: {message}", cancellationToken);
        Count(batch, "refused", items.Count);
        Log.Refused(logger, items.Count, batch.Workflow, code);
    }

    private void Count(WorkflowBatch batch, string outcome, int findings) => telemetry.WorkflowWrites.Add(findings, new("status", batch.Workflow), new("outcome", outcome));

    private static partial class Log
    {
        [LoggerMessage(EventId = 7253, Level = LogLevel.Warning, Message = "Security Hub does not set {Findings} findings {Status}: {Code}. Not tried again before they change or AWS sends them again; /shub pending shows them.")]
        public static partial void Refused(ILogger logger, int findings, string status, string code);
    }
}
