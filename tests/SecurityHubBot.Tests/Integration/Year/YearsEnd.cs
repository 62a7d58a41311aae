namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>Everything that has come of a stretch of time, without the numbers that are given out as things come along.</summary>
internal static class YearsEnd
{
    private static readonly string[] Parts =
    [
        $"select 'case ' || {Which} || ' ' || c.state || ' episode ' || c.episode || ' due ' || c.due_on || ' ' || coalesce(c.assignee, '') || ' told ' || coalesce(c.reminded_on, '') || ' ' || coalesce(c.escalated_on, '') || ' ' || coalesce(c.told_security_on, '') || ' until ' || coalesce(c.snoozed_until, '') from cases c",
        $"select 'resource ' || {Which} || ' ' || r.resource_id || ' ' || r.state from case_resources r join cases c on c.number = r.case_number",
        $"select 'exception ' || {Which} || ' ' || e.state || ' ' || e.requested_until || ' ' || coalesce(e.until, '') || ' ' || coalesce(e.decided_by, '') || case when e.chased_at is null then '' else ' chased' end || case when e.renewal_asked_at is null then '' else ' renewal' end from exceptions e join cases c on c.number = e.case_number",
        $"select 'history ' || {Which} || ' ' || h.kind || ' ' || count(*) from case_history h join cases c on c.number = h.case_number group by c.account_id, c.region, c.control_key, h.kind",
        $"select 'message ' || {Which} || ' ' || m.kind || ' ' || count(*) from case_messages m join cases c on c.number = m.case_number group by c.account_id, c.region, c.control_key, m.kind",
        "select 'bulletin ' || kind || ' ' || audience || ' ' || period || case when posted_at is null then ' nothing to say' else '' end from bulletins",
        "select 'score ' || day || ' ' || scope || ' ' || subject || ' ' || standard || ' ' || passed || ' ' || failed || ' ' || unknown || ' ' || failed_findings || ' ' || suppressed_findings from score_snapshots",
        "select 'finding ' || f.account_id || ' ' || f.region || ' ' || f.control_key || ' ' || f.resources || ' ' || coalesce(f.compliance, '') || ' ' || f.record_state || ' ' || coalesce(w.wanted, '') from findings f left join finding_workflows w on w.finding_key = f.finding_key",
        "select 'told ' || s.period || ' ' || f.account_id || ' ' || f.control_key || ' ' || count(*) from summary_findings s join findings f on f.finding_key = s.finding_key group by s.period, f.account_id, f.control_key",
        "select 'audited ' || action || ' ' || count(*) from audit_log where action not like 'audit.%' group by action",
    ];

    private const string Which = "c.account_id || ' ' || c.region || ' ' || c.control_key";

    public static async Task<IReadOnlyList<string>> Of(SimulatedYear year)
    {
        var lines = new List<string>();
        foreach (var part in Parts)
        {
            lines.AddRange(await year.Bot.Database.Read(session => session.Query<string>(part), CancellationToken.None));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
