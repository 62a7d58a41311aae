using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Hosting;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Digest;

/// <summary>Has the week's digest posted, once. After days of downtime only the latest week's is.</summary>
internal sealed partial class DigestJob(
    Database database, DigestOptions options, DueDates dueDates, OrganisationOptions organisation, SlackSettings settings, Wake wake, TimeProvider time, ILogger<DigestJob> logger)
    : IRecurringJob
{
    public async Task Run(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (options.DayOfWeek is not { } day || dueDates.Quiet.IsQuiet(now) || WeeklyDay.Latest(organisation.DateAt(now), day, dueDates.Calendar) is not var (begun, toldOn))
        {
            return;
        }

        var key = new BulletinKey(DigestContent.TheKind, settings.SecurityChannel, IsoWeek.Of(begun).ToString());
        if (await database.Read(session => BulletinStore.Find(session, key), cancellationToken) is null
            && await database.Write(session => Want(session, key, toldOn, now), cancellationToken))
        {
            wake.Bulletins.Set();
            Log.Wanted(logger, key.Period);
        }
    }

    private async Task<bool> Want(DbSession session, BulletinKey key, DateOnly toldOn, DateTimeOffset now)
    {
        // A bot that was set up later in the week has no digest of it to make up for.
        var inUse = await DigestQueries.InUseSince(session);
        return inUse is { } since && organisation.DateAt(since) <= toldOn && await BulletinStore.Want(session, key, payload: null, now);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6511, Level = LogLevel.Information, Message = "The digest of {Week} is to be posted")]
        public static partial void Wanted(ILogger logger, string week);
    }
}
