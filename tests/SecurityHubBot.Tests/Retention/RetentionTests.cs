using SecurityHubBot.Audit;
using SecurityHubBot.Persistence;
using SecurityHubBot.Retention;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Retention;

public class RetentionTests
{
    private const int Days = 400;

    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_case_goes_with_all_that_belongs_to_it_when_it_has_been_closed_for_long_and_not_a_day_before(DatabaseKind kind)
    {
        await using var bench = await ClosedCase(kind);
        await bench.Pass(Days - 1, everyDay: false);
        (await Run(bench))["cases_deleted"].ShouldBe(0);
        (await bench.Bot.Count("cases")).ShouldBe(1);
        await bench.Pass(2, everyDay: false);

        (await Run(bench))["cases_deleted"].ShouldBe(1);

        foreach (var table in RetentionTables.OfCases.Select(t => t.Name).Append("cases").Append("findings"))
        {
            (await bench.Bot.Count(table)).ShouldBe(0, table);
        }

        (await Run(bench)).Values.Sum().ShouldBe(0, "there is nothing left to delete");
        (await new AuditVerifier(bench.Bot.Database).Verify(expected: null, CancellationToken.None)).ShouldBeOfType<AuditVerdict.Whole>();
        (await bench.Bot.Count("audit_log where subject = 'case:1' and action = 'case.deleted' and actor = 'job:retention'")).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_belonged_to_a_deleted_case_has_a_clear_answer_and_its_number_is_not_given_again(DatabaseKind kind)
    {
        await using var bench = await ClosedCase(kind);
        await bench.Pass(Days + 100, everyDay: false);
        await Run(bench);

        foreach (var action in (string[])["case.accept", "case.request_exception", "case.link_ticket"])
        {
            await SignedInteraction.Click(bench.Bot, ExceptionBench.Owner, TestBot.ShopChannel, bench.Now, action, "SHUB-1");
            await bench.Bot.WaitUntil(() => Task.FromResult(bench.LastWhisper(ExceptionBench.Owner) is { } said && said.Contains("SHUB-1", StringComparison.Ordinal)));
            bench.LastWhisper(ExceptionBench.Owner)!.ShouldContain("削除", customMessage: action);
        }

        await SignedInteraction.Click(bench.Bot, ExceptionBench.Approver, ExceptionBench.Approvals, bench.Now, "exception.review", "EX-1");
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.LastWhisper(ExceptionBench.Approver) is { Length: > 0 }));
        bench.LastWhisper(ExceptionBench.Approver)!.ShouldContain("EX-1");
        await bench.Slack.CommandAsync(ExceptionBench.Owner, TestBot.ShopChannel, "/shub audit 1");
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.LastWhisper(ExceptionBench.Owner) is { } said && said.Contains("保存期間を過ぎた案件を削除した", StringComparison.Ordinal)));

        await bench.Bot.Accept(Events.Failed("invoices", minute: 60 * 24 * 900));
        await bench.Bot.Settle();
        (await Read<long>(bench, "select number from cases")).ShouldBe([2L]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Open_excepted_and_still_failing_cases_stay_however_old_they_are(DatabaseKind kind)
    {
        await using var bench = await ExceptionBench.Start(kind, "invoices", "photos");
        await bench.Fail("logs");
        await Write(bench, "insert into policies (standard, control_key, control, policy, environments, note, version, updated_at, updated_by) values ('*', 'S3.8', 'S3.8', 'ignore', '', '', 1, 0, 'test')");
        await Write(bench, "update cases set state = 'withdrawn', closed_at = opened_at");
        await bench.Pass(Days + 1, everyDay: false);

        await Run(bench);
        (await bench.Bot.Count("cases")).ShouldBe(1, "it is withdrawn, but still fails");
        (await bench.Bot.Count("findings")).ShouldBe(3, "a case has its findings");
        foreach (var state in (string[])["open", "accepted", "excepted"])
        {
            await Write(bench, $"update cases set state = '{state}', closed_at = opened_at");
            await Write(bench, "update findings set compliance = 'PASSED'");
            await Run(bench);
            (await bench.Bot.Count("cases")).ShouldBe(1, state);
        }

        await Write(bench, "update cases set state = 'fixed'");
        // Its card may just be on its way; then the next run deletes it.
        await bench.Bot.WaitUntil(async () => (await Run(bench))["cases_deleted"] == 1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Findings_without_a_case_go_when_AWS_has_said_nothing_of_them_for_long(DatabaseKind kind)
    {
        await using var bench = await ExceptionBench.Start(kind);
        await bench.Bot.Accept(Events.Passed("old"));
        await bench.Bot.SettleDecisions();
        await bench.Pass(Days, everyDay: false);
        await bench.Bot.Accept(Events.Passed("young", minute: 60 * 24 * 300));
        await bench.Pass(2, everyDay: false);

        (await Run(bench))["findings_deleted"].ShouldBe(1);

        (await Read<string>(bench, "select resources from findings")).ShouldHaveSingleItem().ShouldContain("young");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Bookkeeping_goes_too_and_how_each_job_stands_stays(DatabaseKind kind)
    {
        await using var bench = await ExceptionBench.Start(kind);
        var old = Micros.From(bench.Now.AddDays(-500));
        for (var i = 0; i < 3; i++)
        {
            await Write(bench, $"insert into job_runs (job, instance, started_at, alive_at, outcome) values ('old', 'x', {old}, {old}, 'Done')");
        }

        await Write(bench, $"insert into slack_events (event_id, received_at, body, not_before, attempts) values ('e', {old}, '', 0, 0)");
        await Write(bench, $"insert into rejected_events (sha256, first_at, last_at, times, size_bytes, reason, body) values ('s', {old}, {old}, 1, 1, '', '')");
        await Write(bench, $"insert into unhandled_events (kind, times, last_at) values ('k', 1, {old})");
        await Write(bench, $"insert into job_wishes (job, after_run, wished_by, wished_at) values ('old', 1, 'U1', {old}), ('old', 2, 'U1', {old})");
        await Write(bench, $"insert into bulletins (kind, audience, period, created_at, done_at, lease_until, attempts, next_attempt_at) values ('k', 'a', 'p', {old}, {old}, 0, 0, 0)");
        await Write(bench, $"insert into reconcile_runs (started_at, ended_at, compared, repaired, not_believed, unreadable) values ({old}, {old}, 1, 1, 0, 0)");
        await Write(bench, $"insert into reconcile_repairs (run_id, finding_key, kind, at) values (1, 'f', 'Fixed', {old}), (1, 'g', 'Fixed', {old})");

        await Write(bench, $"insert into summary_months (period, teams, organisation, planned_at, made_at) values ('2025-01', '', '', {old}, {old})");
        await Write(bench, "insert into summary_findings (finding_key, audience, period) values ('gone', '', '2025-01')");
        await Write(bench, $"insert into finding_workflows (finding_key, wanted, why, wanted_at) values ('gone', 'SUPPRESSED', '', {old})");

        await Write(bench, $"insert into control_plans (state, wanted, report, requested_by, created_at, ended_at, show_at) values ('done', '', '', 'cli:test', {old}, {old}, 0)");
        await Write(bench, "insert into control_batches (plan_id, kind, target, region, changes, size, state, switched, kept, lease_until, next_attempt_at, attempts) values (1, 'associations', '', '', '[]', 0, 'done', 0, 0, 0, 0, 0)");

        (await Run(bench))["rows_deleted"].ShouldBe(16);

        (await bench.Bot.Count("job_runs")).ShouldBe(1);
        foreach (var table in RetentionTables.ByAge.Select(t => t.Name).Except(["job_runs"]))
        {
            (await bench.Bot.Count(table)).ShouldBe(0, table);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Run_by_several_at_once_the_end_is_the_same(DatabaseKind kind)
    {
        await using var bench = await ClosedCase(kind);
        await bench.Pass(Days + 1, everyDay: false);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => bench.Bot.Service<RetentionJob>().Report(CancellationToken.None))));

        (await bench.Bot.Count("cases")).ShouldBe(0);
        (await bench.Bot.Count("audit_log where action = 'case.deleted'")).ShouldBe(1);
    }

    /// <summary>Whoever makes a table that belongs to cases says what becomes of it.</summary>
    [Theory, MemberData(nameof(Both))]
    public async Task Every_table_that_belongs_to_a_case_or_a_finding_is_known(DatabaseKind kind)
    {
        await using var bench = await ExceptionBench.Start(kind);
        var known = RetentionTables.OfCases.Select(t => t.Name).Concat(RetentionTables.ByAge.Select(t => t.Name)).ToHashSet();

        var owned = await Owned(bench, kind);

        owned.ShouldContain("case_history");
        owned.ShouldContain("exception_resources");
        owned.ShouldBeSubsetOf(known);
        var order = RetentionTables.OfCases.Select(t => t.Name).ToList();
        order.IndexOf("exception_resources").ShouldBeLessThan(order.IndexOf("exceptions"));
    }

    private static async Task<IReadOnlyList<string>> Owned(ExceptionBench bench, DatabaseKind kind)
    {
        // By what a table points to, and by what its columns are called: not everything that belongs to a case has a foreign key.
        var columns = await Read<(string Table, string Column)>(
            bench,
            kind == DatabaseKind.Postgres
                ? "select table_name::text, column_name::text from information_schema.columns where table_schema = current_schema()"
                : "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'");
        var pointers = await Read<(string Table, string Target)>(
            bench,
            kind == DatabaseKind.Postgres
                ? "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace"
                : "select m.name, f.\"table\" from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'");
        string[] keys = ["case_number", "exception_id", "finding_key"];
        string[] owners = ["cases", "findings", "exceptions", .. RetentionTables.OfCases.Select(t => t.Name)];
        return
        [
            .. columns.Where(c => keys.Contains(c.Column)).Select(c => c.Table)
                .Concat(pointers.Where(p => owners.Contains(p.Target)).Select(p => p.Table))
                .Except(["cases", "findings"]).Distinct(),
        ];
    }

    /// <summary>A case with a thread, a ticket row and an exception that is over, fixed today.</summary>
    private static async Task<ExceptionBench> ClosedCase(DatabaseKind kind)
    {
        var bench = await ExceptionBench.Start(kind, "invoices");
        await bench.Request();
        await bench.Decide("reject", comment: "いいえ。");
        await bench.Bot.Accept(Events.Passed("invoices", minute: 60 * 24));
        await bench.Bot.Settle();
        (await bench.CaseState()).ShouldBe("fixed");
        return bench;
    }

    private static async Task<Dictionary<string, long>> Run(ExceptionBench bench) =>
        (await bench.Bot.Service<RetentionJob>().Report(CancellationToken.None)).Facts.ToDictionary(f => f.Key, f => f.Count);

    private static Task<IReadOnlyList<T>> Read<T>(ExceptionBench bench, string sql) => bench.Bot.Database.Read(session => session.Query<T>(sql), CancellationToken.None);

    private static Task Write(ExceptionBench bench, string sql) => bench.Bot.Database.Write(session => session.Execute(sql), CancellationToken.None);
}
