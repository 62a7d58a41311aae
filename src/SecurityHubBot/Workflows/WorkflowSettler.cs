using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Domain.Workflows;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Workflows;

/// <summary>Writes beside each finding what its workflow status should be. Where that differs from what it is, the index knows at once.</summary>
internal sealed partial class WorkflowSettler(Database database, TimeProvider time, ILogger<WorkflowSettler> logger)
{
    public const int LooksAtOnce = 50;

    // Further ahead than anything is ever postponed, but for what is never tried again: a clock has since been put back.
    private static readonly TimeSpan FarAhead = TimeSpan.FromDays(1);

    /// <returns>How many looks were taken.</returns>
    public async Task<int> Step(CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkflowLook> claimed = [];
        try
        {
            await database.Write(
                async session =>
                {
                    claimed = await WorkflowLooks.Claim(session, LooksAtOnce);
                    await Settle(session, claimed);
                },
                cancellationToken);
        }
        catch (Exception exception) when (claimed.Count > 0 && !cancellationToken.IsCancellationRequested && !database.Dialect.IsUnavailable(exception))
        {
            await OneByOne(claimed, cancellationToken);
        }

        return claimed.Count;
    }

    /// <summary>What cannot be looked at must not hold up the others; the next pass comes to it again.</summary>
    private async Task OneByOne(IReadOnlyList<WorkflowLook> looks, CancellationToken cancellationToken)
    {
        foreach (var look in looks)
        {
            try
            {
                await database.Write(async session => await Settle(session, await WorkflowLooks.ClaimOne(session, look.Id)), cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !database.Dialect.IsUnavailable(exception))
            {
                Log.CannotSettle(logger, look.Key, exception);
                await database.Write(session => WorkflowLooks.Delete(session, [look]), cancellationToken);
            }
        }
    }

    private async Task Settle(DbSession session, IReadOnlyList<WorkflowLook> claimed)
    {
        if (claimed.Count == 0)
        {
            return;
        }

        // One order for everybody, and the same lock as the decisions: what is read here is not half of one.
        foreach (var group in claimed.GroupBy(l => l.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            await session.LockCase(group.Key);
            await SettleOne(session, group.First());
        }

        await WorkflowLooks.Delete(session, claimed);
    }

    private async Task SettleOne(DbSession session, WorkflowLook look)
    {
        var findings = await WishStore.Of(session, look);
        if (findings.Count == 0)
        {
            return;
        }

        var around = await WishStore.Around(session, look, findings);
        await WishStore.Forget(session, findings.Where(f => f.Told is not null && !IsStillTold(f, around)).Select(f => f.FindingKey));
        var withResources = around.Approved.Count > 0;
        var far = Micros.From(time.GetUtcNow() + FarAhead);
        var changed = findings
            .Select(f => (Finding: f, Wish: Wish.Of(WantedWorkflow.Of(f.ToFinding(withResources), around))))
            .Where(f => f.Wish != f.Finding.Known || IsFreeAgain(f.Finding, far));
        foreach (var alike in changed.GroupBy(f => f.Wish))
        {
            await WishStore.Record(session, alike.Key, alike.Select(f => f.Finding.FindingKey));
        }
    }

    private static bool IsStillTold(WishRow row, WorkflowSurroundings around) => around.Policy == ResponsePolicy.Notify && row.ToFinding(withResources: false).IsFailing;

    /// <summary>What AWS refused is tried again once AWS has sent the finding again.</summary>
    private static bool IsFreeAgain(WishRow row, long far) => row.WasRefused ? row.ReceivedAt > row.WorkflowTriedAt : row.WorkflowNextAt > far;

    private static partial class Log
    {
        [LoggerMessage(EventId = 7250, Level = LogLevel.Error, Message = "What the findings of {Key} should be in Security Hub could not be determined; looked at again with everything else within hours.")]
        public static partial void CannotSettle(ILogger logger, string key, Exception exception);
    }
}
