using Dapper;
using SecurityHubBot.Audit;
using SecurityHubBot.Commands;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Summaries;

/// <summary>
/// Findings that are told once and not followed. Which of them a summary tells is written down when it is made; when it has been posted,
/// just these are wanted suppressed in Security Hub, and none is told again while it still fails.
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
        where s.period = @period and f.control_id is not null
        """;

    private const string Want =
        $"""
        insert into finding_workflows (finding_key, wanted, why, wanted_at)
        select s.finding_key, 'SUPPRESSED', @why, @now from summary_findings s join findings f on f.finding_key = s.finding_key
        where s.period = @period and s.audience = @audience and s.told_at is null and {Failing}
        on conflict (finding_key) do update set wanted = excluded.wanted, why = excluded.why, wanted_at = excluded.wanted_at
        """;

    private const string Told = "update summary_findings set told_at = @now where period = @period and audience = @audience and told_at is null";

    /// <summary>Writes down what a summary is going to tell: what fails now and was not told before.</summary>
    /// <param name="where">A condition on <c>f.account_id</c>.</param>
    public static Task WriteDown(DbSession session, string period, string audience, string where, DynamicParameters args)
    {
        args.AddDynamicParams(new { period, audience });
        return session.Execute(
            $"insert into summary_findings (finding_key, audience, period) select f.finding_key, @audience, @period from findings f where {Failing} and {where} {NotToldYet}",
            args);
    }

    /// <param name="audience">Null for those of all summaries of the month.</param>
    public static async Task<SummaryNotified> Of(DbSession session, string period, string? audience, int limit)
    {
        var sql = $"{Controls}{(audience is null ? "" : " and s.audience = @audience")} group by f.control_id";
        var args = new { period, audience, limit };
        var rows = await session.Query<ControlRow>($"{sql} order by severity desc, findings desc, f.control_id limit @limit", args);
        var all = await session.SingleOrDefault<TotalRow>($"select count(*) as controls, coalesce(sum(findings), 0) as findings from ({sql}) told", args);
        return new SummaryNotified(new Some<NotifiedControl>([.. rows.Select(r => r.ToControl())], all?.Controls ?? 0), all?.Findings ?? 0);
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
        private static readonly string[] Labels = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

        public string ControlId { get; init; } = "";

        public string Title { get; init; } = "";

        public long Findings { get; init; }

        public long Severity { get; init; }

        public NotifiedControl ToControl() => new(ControlId, Title, Labels[Severity], Findings);
    }

    private sealed class TotalRow
    {
        public long Controls { get; init; }

        public long Findings { get; init; }
    }
}
