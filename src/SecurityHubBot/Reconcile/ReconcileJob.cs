using SecurityHubBot.Jobs;

namespace SecurityHubBot.Reconcile;

/// <summary>
/// Compares findings with Security Hub itself and repairs what events have missed: every hour those that have changed there, every week
/// all of them. Goes on where it was broken off; safe to run twice, and at once.
/// </summary>
internal sealed partial class ReconcileJob(ReconcileStore store, ScopeComparison comparison, ILogger<ReconcileJob> logger, ISecurityHubTruth? truth = null) : IReportingJob
{
    private int _hasSaidSo;

    public async Task<JobReport> Report(CancellationToken cancellationToken)
    {
        if (truth is null)
        {
            if (Interlocked.Exchange(ref _hasSaidSo, 1) == 0)
            {
                Log.NothingToCompareWith(logger);
            }

            return new JobReport(new JobFact("no_truth", 1));
        }

        var run = await store.Run(cancellationToken);
        await Compare(truth, run, cancellationToken);
        var found = await store.End(run.Id, cancellationToken);
        Log.Compared(logger, run.Since is null ? "all" : "changed", found.Compared, found.Repaired, string.Join(", ", found.Repairs.OrderBy(r => r.Key).Select(r => $"{r.Value} {r.Key}")), found.NotBelieved, found.Unreadable);
        return found.Report();
    }

    private async Task Compare(ISecurityHubTruth truth, OpenRun run, CancellationToken cancellationToken)
    {
        var scopes = (await Scopes(truth, cancellationToken)).DistinctBy(s => s.Key).ToList();
        await store.Drop(run.Id, [.. scopes.Select(s => s.Key)], cancellationToken);
        List<Exception> failures = [];
        foreach (var scope in scopes)
        {
            try
            {
                await comparison.Run(truth, scope, run, cancellationToken);
            }
            catch (Exception exception) when (exception is TruthUnavailableException or TruthTokenExpiredException)
            {
                // The others can be compared all the same; this one goes on from here next time.
                Log.ScopeFailed(logger, scope.Key, exception.Message);
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            throw new JobFailedException(JobFailure.SecurityHub, $"{failures.Count} of {scopes.Count} scopes could not be read to their end.", failures[0]);
        }
    }

    private static async Task<IReadOnlyList<TruthScope>> Scopes(ISecurityHubTruth truth, CancellationToken cancellationToken)
    {
        try
        {
            return await truth.Scopes(cancellationToken);
        }
        catch (TruthUnavailableException exception)
        {
            throw new JobFailedException(JobFailure.SecurityHub, exception.Message, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6631, Level = LogLevel.Information, Message = "There is no Security Hub to compare with")]
        public static partial void NothingToCompareWith(ILogger logger);

        [LoggerMessage(EventId = 6632, Level = LogLevel.Information, Message = "{Compared} findings compared ({Which}), {Repaired} repaired ({Kinds}); {NotBelieved} missing ones not believed, {Unreadable} unreadable")]
        public static partial void Compared(ILogger logger, string which, long compared, long repaired, string kinds, long notBelieved, long unreadable);

        [LoggerMessage(EventId = 6633, Level = LogLevel.Warning, Message = "{Scope} could not be read to its end; it goes on from there next time: {Reason}")]
        public static partial void ScopeFailed(ILogger logger, string scope, string reason);
    }
}
