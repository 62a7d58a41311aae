using SecurityHubBot.Audit;
using SecurityHubBot.Aws;

namespace SecurityHubBot.Controls;

/// <summary>Runs one batch of an approved plan and writes down what became of it. A failure is that batch's alone.</summary>
internal sealed partial class BatchWork(PlanStore store, BatchRunner runner, PolicyRunner policies, ControlOptions options, TimeProvider time, ILogger<BatchWork> logger)
{
    public async Task Run(BatchRow batch, Wanted what, CancellationToken stoppingToken)
    {
        BatchOutcome outcome;
        try
        {
            outcome = await Try(batch, what, stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            await store.Release(batch, CancellationToken.None);
            return;
        }
#pragma warning disable CA1031 // One account's failure is told at the end and keeps nobody else waiting.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(logger, batch.Target, batch.Region, AwsFailure.Code(e), e);
            outcome = new BatchOutcome.Ended([], 0, [ControlTroubles.Of(e, batch.Target, batch.Region)]);
        }

        switch (outcome)
        {
            case BatchOutcome.Wait wait:
                Log.Waits(logger, batch.Target, batch.Region, wait.Why.Detail);
                await store.Later(batch, wait, CancellationToken.None);
                break;
            case BatchOutcome.Ended ended:
                // Also while stopping: what was done is written down.
                await store.Ended(batch, ended, await Audit(batch, ended), CancellationToken.None);
                break;
        }
    }

    private async Task<BatchOutcome> Try(BatchRow batch, Wanted what, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(options.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            return batch.Kind == BatchRow.Policy ? await policies.Run(batch, what, both.Token) : await runner.Run(batch, what, both.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            throw new TimeoutException($"AWS did not do it within {options.Limit.TotalMinutes:0} minutes.", e);
        }
    }

    private async Task<AuditEntry?> Audit(BatchRow batch, BatchOutcome.Ended ended)
    {
        if (ended.Switched.Count == 0 && ended.Problems.Count == 0)
        {
            return null;
        }

        var plan = await store.Plan(batch.PlanId, CancellationToken.None);
        var subject = batch.Kind == BatchRow.Policy ? AuditSubject.Of("configuration_policy", batch.Target) : AuditSubject.Of("controls", $"{batch.Target}/{batch.Region}");
        var state = new
        {
            plan = batch.PlanId,
            plan?.RequestedBy,
            off = ended.Switched.Where(s => !s.On).Select(Words),
            on = ended.Switched.Where(s => s.On).Select(Words),
            failed = ended.Problems.Select(p => p.Detail),
        };
        return new AuditEntry(AuditActor.Person(plan?.DecidedBy ?? ""), ended.Switched.Count > 0 ? "controls.switched" : "controls.failed", subject, null, AuditJson.Write(state));
    }

    private static string Words(PlannedSwitch s) => $"{s.Standard} {s.Control} ({s.Why})";

    private static partial class Log
    {
        [LoggerMessage(EventId = 7311, Level = LogLevel.Warning, Message = "Controls of {Target} in {Region} could not be switched: {Code}")]
        public static partial void Failed(ILogger logger, string target, string region, string code, Exception exception);

        [LoggerMessage(EventId = 7312, Level = LogLevel.Information, Message = "Controls of {Target} in {Region} wait for {Standard} to be ready")]
        public static partial void Waits(ILogger logger, string target, string region, string standard);
    }
}
