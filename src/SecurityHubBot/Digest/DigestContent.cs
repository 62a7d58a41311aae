using SecurityHubBot.Bulletins;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Digest;

/// <summary>What the security team's digest says, as everything stands when it is posted. A week that has gone by unposted is not told later.</summary>
internal sealed class DigestContent(
    DigestQueries queries, Database database, IDirectory directory, ControlCatalogue catalogue, DigestOptions options, DeadlineOptions deadlines, DueDates dueDates,
    OrganisationOptions organisation, TimeProvider time) : IBulletinContent
{
    public const string TheKind = "digest";

    private static readonly TimeSpan Lately = TimeSpan.FromDays(90);

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public string Kind => TheKind;

    public DateTimeOffset? WaitUntil(BulletinRow row, DateTimeOffset now) => dueDates.Quiet.NextTime(now);

    public async Task<Bulletin?> Render(BulletinRow row, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (options.DayOfWeek is not { } day
            || WeeklyDay.Latest(organisation.DateAt(now), day, dueDates.Calendar) is not var (begun, _)
            || IsoWeek.Of(begun).ToString() != row.Period)
        {
            return null;
        }

        var model = await database.Read(session => Model(session, now), cancellationToken);
        return Bulletin.Of(model.Language, DigestView.Render(model));
    }

    private async Task<DigestModel> Model(DbSession session, DateTimeOffset now)
    {
        var today = organisation.DateAt(now);
        var snapshot = await directory.For(session);
        return new DigestModel(
            organisation.DefaultLanguage,
            today,
            await DigestQueries.NewControls(session),
            await DigestQueries.UnknownAccounts(session, snapshot.Accounts.ContainsKey),
            await DigestQueries.Rejected(session, now - Week),
            await DigestQueries.UnusableChannels(session, now - Week),
            await queries.Pending(session, today),
            await SlowTeams.Find(session, snapshot, today, now - Lately, deadlines.Days),
            await UnusedControls.Find(session, catalogue, snapshot.Policies, now),
            await queries.Bot(session, now));
    }
}
