using SecurityHubBot.Directories;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases;

/// <summary>Works through the decision queue, together with every other instance.</summary>
internal sealed partial class DecisionWorker(Database database, CaseDecisions decisions, IDirectoryTables tables, Wake wake, TimeProvider time, ILogger<DecisionWorker> logger) : BackgroundService
{
    private const int BatchSize = 50;
    private const int MaxBackoffExponent = 10;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await Step(stoppingToken) < BatchSize)
                {
                    await wake.Decisions.Wait(Poll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.Failed(logger, exception);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>How many queued rows were taken.</returns>
    internal async Task<int> Step(CancellationToken cancellationToken)
    {
        IReadOnlyList<QueuedCase> claimed = [];
        try
        {
            await database.Write(
                async session =>
                {
                    // Without any table everything would be decided by the rules for what nobody has decided, and told to the wrong people.
                    claimed = await tables.AreKnown(session) ? await DecisionQueue.Claim(session, BatchSize, time.GetUtcNow()) : [];
                    if (claimed.Count > 0)
                    {
                        await decisions.Decide(session, claimed);
                    }
                },
                cancellationToken);
        }
        catch (Exception exception) when (claimed.Count > 0 && !cancellationToken.IsCancellationRequested && !database.Dialect.IsUnavailable(exception))
        {
            await OneByOne(claimed, cancellationToken);
        }

        if (claimed.Count > 0)
        {
            wake.Messages.Set();
            wake.Tickets.Set();
            wake.Workflows.Set();
        }

        return claimed.Count;
    }

    /// <summary>One case that cannot be decided must not hold up the others; it is tried again later, ever more rarely.</summary>
    private async Task OneByOne(IReadOnlyList<QueuedCase> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            try
            {
                await database.Write(
                    async session =>
                    {
                        var claimed = await DecisionQueue.ClaimOne(session, row.Id);
                        if (claimed.Count > 0)
                        {
                            await decisions.Decide(session, claimed);
                        }
                    },
                    cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.CannotDecide(logger, row.Key, row.Attempts + 1, exception);
                var notBefore = time.GetUtcNow().AddSeconds(Math.Pow(2, Math.Min(row.Attempts, MaxBackoffExponent)));
                await database.Write(session => DecisionQueue.Postpone(session, row.Id, notBefore), cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Deciding cases failed; trying again.")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "Could not decide case {Key} (attempt {Attempt}); trying again later.")]
        public static partial void CannotDecide(ILogger logger, string key, int attempt, Exception exception);
    }
}
