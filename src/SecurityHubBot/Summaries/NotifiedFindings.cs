using Dapper;
using SecurityHubBot.Audit;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Summaries;

/// <summary>
/// Findings that are told once and not followed. Which of them each summary of a month tells is written down once, with the plan of the
/// month; when a summary has been posted, just its own are wanted suppressed in Security Hub, and none is told again while it still fails.
/// </summary>
internal static class NotifiedFindings
{
    /// <summary>In place of an audience: the accounts that have no team are told with the organisation's summary.</summary>
    public const string WithoutTeam = "";

    public const string Actor = "monthly-summary";

    private const string Failing = "f.policy = 'notify' and f.compliance = 'FAILED' and f.record_state = 'ACTIVE' and f.workflow <> 'SUPPRESSED'";

    // What was written down for a summary that never was posted is told with this one.
    private const string NotToldYet =
        """
        on conflict (finding_key) do update set audience = excluded.audience, period = excluded.period,
            control_id = excluded.control_id, severity = excluded.severity
        where summary_findings.told_at is null
        """;

    private const string Controls =
        """
        select audience, control_id, count(*) as findings,
            max(case severity when 'CRITICAL' then 4 when 'HIGH' then 3 when 'MEDIUM' then 2 when 'LOW' then 1 else 0 end) as severity
        from summary_findings where period = @period and control_id is not null group by audience, control_id
        """;

    private const string Titles =
        """
        select f.control_id, f.title from findings f join (
            select min(finding_key) as finding_key from summary_findings where period = @period and control_id is not null group by control_id
        ) one on one.finding_key = f.finding_key
        """;

    private const string Want =
        $"""
        insert into finding_workflows (finding_key, wanted, why, wanted_at)
        select s.finding_key, 'SUPPRESSED', @why, @now from summary_findings s join findings f on f.finding_key = s.finding_key
        where s.period = @period and s.audience = @audience and s.told_at is null and {Failing}
        on conflict (finding_key) do update set wanted = excluded.wanted, why = excluded.why, wanted_at = excluded.wanted_at
        """;

    private const string Told = "update summary_findings set told_at = @now where period = @period and audience = @audience and told_at is null";

    /// <summary>Writes down what the summaries of a month are going to tell: what fails now and was not told before.</summary>
    public static Task WriteDown(DbSession session, string period, IReadOnlyList<SummaryTeam> teams)
    {
        var args = new DynamicParameters(new { period, nobody = WithoutTeam });
        var rows = teams.SelectMany(t => t.Accounts.Select(account => (account, t.Audience))).Select((row, i) =>
        {
            args.Add($"account{i}", row.account);
            args.Add($"audience{i}", row.Audience);
            return $"(@account{i}, @audience{i})";
        }).ToList();
        // Findings are many and are looked through once, so whose each of them is has to be known to the statement.
        var (with, audience, join) = rows.Count == 0
            ? ("", "@nobody", "")
            : ($"with teams (account_id, audience) as (values {string.Join(", ", rows)}) ", "coalesce(t.audience, @nobody)", "left join teams t on t.account_id = f.account_id ");
        return session.Execute(
            $"{with}insert into summary_findings (finding_key, audience, period, control_id, severity) "
            + $"select f.finding_key, {audience}, @period, f.control_id, f.severity from findings f {join}where {Failing} {NotToldYet}",
            args);
    }

    /// <summary>What has been written down for the summaries of a month.</summary>
    public static async Task<NotifiedControls> Of(DbSession session, string period)
    {
        var titles = (await session.Query<TitleRow>(Titles, new { period })).ToDictionary(r => r.ControlId, r => r.Title, StringComparer.Ordinal);
        var controls = await session.Query<ControlRow>(Controls, new { period });
        return new NotifiedControls(controls.GroupBy(r => r.Audience, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => (IReadOnlyList<NotifiedControl>)[.. g.Select(r => r.ToControl(titles.GetValueOrDefault(r.ControlId, r.ControlId)))],
            StringComparer.Ordinal));
    }

    /// <summary>After the summary has been posted, in the same transaction.</summary>
    public static async Task HaveBeenTold(DbSession session, string period, string audience, DateTimeOffset now)
    {
        var args = new { period, audience, why = $"summary:{period}", now = Micros.From(now) };
        var wanted = await session.Execute(Want, args);
        await session.Execute(Told, args);
        session.Audit(new AuditEntry(
            AuditActor.Job(Actor),
            "summary.posted",
            AuditSubject.Of("summary", audience == WithoutTeam ? $"{period}/organisation" : $"{period}/{audience}"),
            Before: null,
            AuditJson.Write(new { Month = period, Suppress = wanted })));
    }

    private sealed class TitleRow
    {
        public string ControlId { get; init; } = "";

        public string Title { get; init; } = "";
    }

    private sealed class ControlRow
    {
        public string Audience { get; init; } = "";

        public string ControlId { get; init; } = "";

        public long Findings { get; init; }

        public long Severity { get; init; }

        public NotifiedControl ToControl(string title) => new(ControlId, title, ((Domain.Severity)Severity).Label(), Findings);
    }
}
