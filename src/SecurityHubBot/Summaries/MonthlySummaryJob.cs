using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Hosting;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Summaries;

/// <summary>
/// Has the summaries of the month that has ended posted, one for each channel and one for the organisation. It runs often and finds out by
/// itself whether <c>Summary:Cron</c> has come since the last ones; broken off, the next run makes those that are missing.
/// </summary>
internal sealed partial class MonthlySummaryJob(
    SummaryPlanner planner,
    SummaryMaker maker,
    SummaryReader reader,
    Database database,
    OrganisationOptions organisation,
    Wake wake,
    TimeProvider time,
    ILogger<MonthlySummaryJob> logger) : IRecurringJob
{
    public async Task Run(CancellationToken cancellationToken)
    {
        if (organisation.LatestSummary(time.GetUtcNow()) is not { } occurred)
        {
            return;
        }

        var month = YearMonth.Of(organisation.DateAt(occurred)).Previous;
        if (await planner.For(month, cancellationToken) is { MadeAt: null } plan)
        {
            await Make(plan, cancellationToken);
        }
    }

    private async Task Make(SummaryPlan plan, CancellationToken cancellationToken)
    {
        var numbers = await reader.Read(plan, cancellationToken);
        var (made, failures) = (0, 0);
        foreach (var team in plan.Teams)
        {
            try
            {
                made += await maker.Make(new BulletinKey(SummaryContent.TeamKind, team.Audience, plan.Period), team, plan, numbers, cancellationToken) ? 1 : 0;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !database.Dialect.IsUnavailable(exception))
            {
                // One team's summary that cannot be made must not keep the others from theirs.
                Log.Failed(logger, plan.Period, team.Audience, exception);
                failures++;
            }
        }

        // Last, because it also says what all the others tell.
        var organisations = new BulletinKey(SummaryContent.OrganisationKind, plan.Organisation, plan.Period);
        made += await maker.Make(organisations, team: null, plan, numbers, cancellationToken) ? 1 : 0;
        wake.Bulletins.Set();
        Log.Made(logger, plan.Period, made);
        if (failures > 0)
        {
            throw new JobFailedException(JobFailure.Partly, $"{failures} of {plan.Teams.Count} summaries of {plan.Period} could not be made; see the log.");
        }

        await planner.AllMade(plan, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6501, Level = LogLevel.Information, Message = "Summaries of {Month}: {Count} were made and are to be posted")]
        public static partial void Made(ILogger logger, string month, int count);

        [LoggerMessage(EventId = 6502, Level = LogLevel.Error, Message = "The summary of {Month} for {Channel} could not be made")]
        public static partial void Failed(ILogger logger, string month, string channel, Exception exception);
    }
}
