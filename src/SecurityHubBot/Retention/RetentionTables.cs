namespace SecurityHubBot.Retention;

/// <param name="Where">Which of its rows belong to the case <c>@number</c>.</param>
internal sealed record CaseTable(string Name, string Where)
{
    public string Delete => $"delete from {Name} where {Where}";
}

/// <param name="Key">By which rows are taken in small amounts.</param>
/// <param name="Where">Which rows are over, by <c>@day2</c>, <c>@month</c>, <c>@rejected</c> and <c>@cutoff</c>.</param>
internal sealed record AgedTable(string Name, string Key, string Where)
{
    public string Delete => $"delete from {Name} where ({Key}) in (select {Key} from {Name} where {Where} limit @limit)";
}

/// <summary>Where what is over is deleted from. A test goes over the database and finds whatever is not listed here.</summary>
internal static class RetentionTables
{
    /// <summary>What goes with a case, in an order in which nothing is left behind that points to what is gone.</summary>
    public static IReadOnlyList<CaseTable> OfCases { get; } =
    [
        new("exception_resources", "exception_id in (select id from exceptions where case_number = @number)"),
        new("exceptions", "case_number = @number"),
        new("bulletin_cases", "case_number = @number"),
        new("ticket_comments", "case_number = @number"),
        new("case_tickets", "case_number = @number"),
        new("case_messages", "case_number = @number"),
        new("case_history", "case_number = @number"),
        new("case_resources", "case_number = @number"),
    ];

    /// <summary>What is over by its age alone.</summary>
    public static IReadOnlyList<AgedTable> ByAge { get; } =
    [
        // Those that were handled go with the next one that is; this is for a bot to which nothing comes any more.
        new("slack_events", "event_id", "handled_at < @day2 or received_at < @month"),
        new("rejected_events", "id", "last_at < @rejected"),
        new("unhandled_events", "kind", "last_at < @cutoff"),
        new("bulletins", "id", "done_at < @cutoff"),
        new("bulletin_cases", "bulletin_id, case_number", "not exists (select 1 from bulletins b where b.id = bulletin_cases.bulletin_id)"),
        new("summary_months", "period", "made_at < @cutoff"),
        // What is said of a finding goes with it.
        new("summary_findings", "finding_key", "not exists (select 1 from findings f where f.finding_key = summary_findings.finding_key)"),
        new("finding_workflows", "finding_key", "not exists (select 1 from findings f where f.finding_key = finding_workflows.finding_key)"),
        // The last run of each job says how it stands.
        new("job_runs", "id", "started_at < @month and id not in (select max(id) from job_runs group by job)"),
        new("job_wishes", "job, after_run", "wished_at < @month"),
        new("control_batches", "id", "exists (select 1 from control_plans p where p.id = control_batches.plan_id and p.ended_at < @cutoff)"),
        new("control_plans", "id", "ended_at < @cutoff and not exists (select 1 from control_batches b where b.plan_id = control_plans.id)"),
        new("reconcile_repairs", "run_id, finding_key", "at < @month"),
        new("reconcile_runs", "id", "ended_at < @cutoff and not exists (select 1 from reconcile_repairs r where r.run_id = reconcile_runs.id)"),
    ];
}
