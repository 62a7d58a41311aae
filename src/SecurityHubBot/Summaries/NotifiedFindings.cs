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
        "on conflict (finding_key) do update set audience = excluded.audience, period = excluded.period where summary_findings.told_at is null";

    private const string Controls =
        """
        select f.control_id, min(f.title) as title, count(*) as findings,
            max(case f.severity when 'CRITICAL' then 4 when 'HIGH' then 3 when 'MEDIUM' then 2 when 'LOW' then 1 else 0 end) as severity
        from summary_findings s join findings f on f.finding_key = s.finding_key
        where s.period = @period and s.audience = @audience and f.control_id is not null group by f.control_id
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
            $"{with}insert into summary_findings (finding_key, audience, period) select f.finding_key, {audience}, @period from findings f {join}where {Failing} {NotToldYet}",
            args);
    }

    /// <summary>What has been written down for the summaries of a month.</summary>
    public static async Task<NotifiedControls> Of(DbSession session, string period, IEnumerable<SummaryTeam> teams)
    {
        var audiences = new Dictionary<string, IReadOnlyList<NotifiedControl>>(StringComparer.Ordinal);
        // One by one, so that the few findings are looked up by their keys: for all at once the database would go through the whole table.
        foreach (var audience in teams.Select(t => t.Audience).Append(WithoutTeam))
        {
            var rows = await session.Query<ControlRow>(Controls, new { period, audience });
            audiences[audience] = [.. rows.Select(r => r.ToControl())];
        }

        return new NotifiedControls(audiences);
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

    private sealed class ControlRow
    {
        public string ControlId { get; init; } = "";

        public string Title { get; init; } = "";

        public long Findings { get; init; }

        public long Severity { get; init; }

        public NotifiedControl ToControl() => new(ControlId, Title, ((Domain.Severity)Severity).Label(), Findings);
    }
}
