using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Scores;

namespace SecurityHubBot.Summaries;

/// <summary>Decides once for each month who gets a summary of it, and which findings that are only to be told each of them tells.</summary>
internal sealed class SummaryPlanner(
    Database database, IDirectory directory, ChannelDirectory channels, SlackSettings settings, OrganisationOptions organisation, TimeProvider time)
{
    private const string Find = "select period, teams, organisation, made_at from summary_months where period = @period";

    private const string Insert =
        """
        insert into summary_months (period, teams, organisation, planned_at) values (@period, @teams, @security, @now)
        on conflict (period) do nothing
        """;

    private const string Made = "update summary_months set made_at = @now where period = @period and made_at is null";

    // What has been told and no longer fails is new when it fails again. Looked for beforehand: within the deletion the index alone
    // would not do, because a row that is deleted beside it might have to be read again.
    private const string Forget =
        """
        with gone as materialized (
            select s.finding_key from summary_findings s where not exists (
                select 1 from findings f where f.finding_key = s.finding_key
                    and f.policy = 'notify' and f.compliance = 'FAILED' and f.record_state = 'ACTIVE'))
        delete from summary_findings where finding_key in (select finding_key from gone)
        """;

    private const string HadData =
        """
        select case when exists (select 1 from score_snapshots where day <= @last) or exists (select 1 from cases where opened_at < @end) then 1 else 0 end
        """;

    /// <returns>Null for a month from before there was anything to tell.</returns>
    public async Task<SummaryPlan?> For(YearMonth month, CancellationToken cancellationToken)
    {
        var period = month.ToString();
        if (await Known(period, cancellationToken) is { } known)
        {
            return known;
        }

        if (!await database.Read(session => HasData(session, month), cancellationToken))
        {
            return null;
        }

        var security = await Audience(settings.SecurityChannel, cancellationToken);
        var teams = await Teams(await directory.Current(cancellationToken), cancellationToken);
        await database.Write(
            async session =>
            {
                if (await session.Execute(Insert, new { period, teams = SummaryPlan.Write(teams), security, now = Micros.From(time.GetUtcNow()) }) > 0)
                {
                    await session.Execute(Forget);
                    await NotifiedFindings.WriteDown(session, period, teams);
                }
            },
            cancellationToken);
        // Another instance may have been first.
        return await Known(period, cancellationToken);
    }

    public Task AllMade(SummaryPlan plan, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(Made, new { period = plan.Period, now = Micros.From(time.GetUtcNow()) }), cancellationToken);

    private async Task<SummaryPlan?> Known(string period, CancellationToken cancellationToken)
    {
        var row = await database.Read(session => session.SingleOrDefault<Row>(Find, new { period }), cancellationToken);
        return row is null ? null : new SummaryPlan(row.Period, SummaryPlan.Read(row.Teams), row.Organisation, row.MadeAt);
    }

    private async Task<bool> HasData(DbSession session, YearMonth month)
    {
        var end = month.Next.FirstDay.ToDateTime(TimeOnly.MinValue);
        var args = new { last = ScoreSnapshotStore.Text(month.LastDay), end = Micros.From(new DateTimeOffset(end, organisation.Zone.GetUtcOffset(end))) };
        return await session.Scalar<long>(HadData, args) > 0;
    }

    /// <summary>By channel. A name and the id of the same channel are one, so Slack has to be there to say which are.</summary>
    private async Task<IReadOnlyList<SummaryTeam>> Teams(DirectorySnapshot snapshot, CancellationToken cancellationToken)
    {
        var audiences = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var channel in snapshot.Accounts.Values.Select(a => a.Channel).Where(c => !string.IsNullOrWhiteSpace(c)).Distinct(StringComparer.Ordinal))
        {
            audiences[channel] = await Audience(channel, cancellationToken);
        }

        return
        [
            .. snapshot.Accounts.Values.Where(a => audiences.ContainsKey(a.Channel)).GroupBy(a => audiences[a.Channel], StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Team(g.Key, [.. g.OrderBy(a => a.Id.ToString(), StringComparer.Ordinal)])),
        ];
    }

    private async Task<string> Audience(string channel, CancellationToken cancellationToken) =>
        await channels.Resolve(channel.Trim(), cancellationToken) ?? channel.Trim();

    private static SummaryTeam Team(string audience, IReadOnlyList<Account> accounts) => new(
        audience,
        [.. accounts.Select(a => a.Channel).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. accounts.Select(a => a.Id.ToString())],
        accounts[0].Language.Code());

    private sealed class Row
    {
        public string Period { get; init; } = "";

        public string Teams { get; init; } = "";

        public string Organisation { get; init; } = "";

        public long? MadeAt { get; init; }
    }
}
