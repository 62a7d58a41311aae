using System.Diagnostics;
using SecurityHubBot.Hosting;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Reconcile;

/// <summary>
/// What we hold as active and Security Hub did not show in a whole pass. Usually the resource is gone; but a role that may no longer
/// read, an account that left or a Region that was switched off look the same, so that too much at once is reported and not believed.
/// </summary>
internal sealed partial class VanishedFindings(Database database, FindingBatcher intake, Telemetry telemetry, TimeProvider time, ILogger<VanishedFindings> logger)
{
    private const int AtOnce = 200;

    // A finding is told by an event before GetFindings shows it; AWS says that this may take several minutes.
    private static readonly TimeSpan TooNew = TimeSpan.FromMinutes(15);

    /// <returns>How many are missing in Security Hub and were left as they are.</returns>
    public async Task<long> Archive(TruthScope scope, ScopePosition position, CancellationToken cancellationToken)
    {
        var before = position.StartedAt - TooNew;
        var shares = await database.Read(session => HeldFindings.Shares(session, scope, before), cancellationToken);
        var (held, gone) = (shares.Sum(s => s.Held), shares.Sum(s => s.Gone));
        if (gone == 0)
        {
            return 0;
        }

        if (position.Nameless || (held - gone) * 2 < held)
        {
            Log.NotBelieved(logger, scope.Key, gone, held);
            return gone;
        }

        long notBelieved = 0;
        foreach (var share in shares.Where(s => s.Gone > 0))
        {
            if (share.Gone == share.Held && !await database.Read(session => HeldFindings.IsShown(session, scope, share.AccountId), cancellationToken))
            {
                Log.AccountNotBelieved(logger, scope.Key, share.AccountId, share.Gone);
                notBelieved += share.Gone;
                continue;
            }

            await Archive(scope, share.AccountId, before, position.Run, cancellationToken);
        }

        return notBelieved;
    }

    private async Task Archive(TruthScope scope, string account, DateTimeOffset before, long run, CancellationToken cancellationToken)
    {
        for (var after = ""; ;)
        {
            var gone = await database.Read(session => HeldFindings.Gone(session, scope, account, before, after, AtOnce), cancellationToken);
            if (gone.Count == 0)
            {
                return;
            }

            await ScopeComparison.Record(database, telemetry, run, [.. gone.Select(row => (row.FindingKey, RepairKind.Deleted))], time.GetUtcNow(), cancellationToken);
            // An event that has come meanwhile is newer, and wins.
            await intake.Store([.. gone.Select(row => new IncomingFinding(row.Gone(), Activity.Current?.Id))], cancellationToken);
            after = gone[^1].FindingKey;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6421, Level = LogLevel.Warning, Message = "{Scope} shows {Gone} of {Held} findings no longer; so much at once is not believed, and nothing is changed")]
        public static partial void NotBelieved(ILogger logger, string scope, long gone, long held);

        [LoggerMessage(EventId = 6422, Level = LogLevel.Warning, Message = "{Scope} shows nothing at all of account {Account}, of which there are {Gone} findings; that is not believed, and nothing is changed")]
        public static partial void AccountNotBelieved(ILogger logger, string scope, string account, long gone);
    }
}
