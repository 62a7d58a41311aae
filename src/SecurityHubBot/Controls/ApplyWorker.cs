using SecurityHubBot.Audit;
using SecurityHubBot.Aws;

namespace SecurityHubBot.Controls;

/// <summary>
/// Has plans decided and applies those that were approved: what is to be done stands in the database, any number of instances take from
/// it, and whoever dies leaves the rest to the others.
/// </summary>
internal sealed partial class ApplyWorker(
    PlanStore store, PlanAnnouncer announcer, ControlOptions options, ILogger<ApplyWorker> logger,
    ApplySignal signal, IServiceProvider services, AwsOptions aws) : BackgroundService
{
    /// <summary>A plan that nobody has decided for so long is not approved any more: too much may have happened.</summary>
    public static readonly TimeSpan DecidedWithin = TimeSpan.FromDays(1);

    // Longer than a batch takes with all its repetitions; one that was begun by somebody who died waits for so long.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var isBusy = false;
            try
            {
                isBusy = await Turn(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                // On the way out.
            }

            if (!isBusy)
            {
                await signal.Work.Wait(options.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>Whether there may be more to do at once.</returns>
    public async Task<bool> Turn(CancellationToken stoppingToken)
    {
        if (!await store.AnyOpen(stoppingToken))
        {
            return false;
        }

        await store.Tidy(DecidedWithin, stoppingToken);
        await announcer.Announce(stoppingToken);
        var isBusy = aws.Acts && services.GetService<BatchRunner>() is { } runner && await Work(runner, stoppingToken);
        await store.Tidy(DecidedWithin, stoppingToken);
        await announcer.Show(stoppingToken);
        return isBusy;
    }

    private async Task<bool> Work(BatchRunner runner, CancellationToken stoppingToken)
    {
        var batches = await store.Claim(options.AtOnce, Lease, stoppingToken);
        if (batches.Count == 0)
        {
            return false;
        }

        var wanted = await services.GetRequiredService<WantedControls>().Read(stoppingToken);
        await Task.WhenAll(batches.Select(b => Run(runner, b, wanted, stoppingToken)));
        return true;
    }

    private async Task Run(BatchRunner runner, BatchRow batch, Wanted wanted, CancellationToken stoppingToken)
    {
        BatchOutcome outcome;
        try
        {
            outcome = batch.Kind == BatchRow.Policy
                ? await services.GetRequiredService<PolicyRunner>().Run(batch, wanted, stoppingToken)
                : await runner.Run(batch, wanted, stoppingToken);
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
            Log.BatchFailed(logger, batch.Target, batch.Region, AwsTroubles.Code(e), e);
            outcome = new BatchOutcome.Ended([], 0, [AwsTroubles.Of(e, batch.Target, batch.Region)]);
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

    private async Task<AuditEntry?> Audit(BatchRow batch, BatchOutcome.Ended ended)
    {
        if (ended.Switched.Count == 0)
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
        return new AuditEntry(AuditActor.Person(plan?.DecidedBy ?? ""), "controls.switched", subject, null, AuditJson.Write(state));
    }

    private static string Words(PlannedSwitch s) => $"{s.Standard} {s.Control} ({s.Why})";

    private static partial class Log
    {
        [LoggerMessage(EventId = 7310, Level = LogLevel.Error, Message = "Plans of controls could not be worked on")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 7311, Level = LogLevel.Warning, Message = "Controls of {Target} in {Region} could not be switched: {Code}")]
        public static partial void BatchFailed(ILogger logger, string target, string region, string code, Exception exception);

        [LoggerMessage(EventId = 7312, Level = LogLevel.Information, Message = "Controls of {Target} in {Region} wait for {Standard} to be ready")]
        public static partial void Waits(ILogger logger, string target, string region, string standard);
    }
}
