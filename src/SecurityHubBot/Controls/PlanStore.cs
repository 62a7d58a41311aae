using SecurityHubBot.Audit;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Controls;

/// <summary>Plans and their batches: the tables <c>control_plans</c> and <c>control_batches</c>.</summary>
internal sealed class PlanStore(Database database, TimeProvider time)
{
    private const string Columns =
        "id, state, wanted, report, requested_by, created_at, decided_by, decided_at, ended_at, announced_at, channel, ts, file_state, shown_state, shown, show_at";

    private const string BatchColumns = "id, plan_id, kind, target, region, changes, size, state, switched, kept, problems, lease_until, attempts";

    private const string InsertPlan =
        """
        insert into control_plans (state, wanted, report, requested_by, created_at, show_at)
        values ('proposed', @wanted, @report, @by, @now, 0) returning id
        """;

    private const string InsertBatch =
        """
        insert into control_batches (plan_id, kind, target, region, changes, size, state, switched, kept, lease_until, next_attempt_at, attempts)
        values (@plan, @kind, @target, @region, @changes, @size, 'waiting', 0, 0, 0, 0, 0)
        """;

    private const string Replace = "update control_plans set state = 'replaced', ended_at = @now where state = 'proposed'";

    private const string Running = "select id from control_plans where state = 'approved' order by id limit 1";

    private const string Outdate = "update control_plans set state = 'stale', ended_at = @now where state = 'proposed' and created_at < @before";

    private const string Finish =
        """
        update control_plans set state = 'done', ended_at = @now
        where state = 'approved' and not exists (select 1 from control_batches b where b.plan_id = control_plans.id and b.state = 'waiting')
        """;

    private const string Due =
        """
        select b.id from control_batches b join control_plans p on p.id = b.plan_id
        where p.state = 'approved' and b.state = 'waiting' and b.lease_until <= @now and b.next_attempt_at <= @now
        order by b.id limit @limit
        """;

    private const string End =
        """
        update control_batches set state = @state, switched = @switched, kept = @kept, problems = @problems, ended_at = @now, lease_until = 0
        where id = @id and state = 'waiting' and lease_until = @lease
        """;

    private const string Postpone = "update control_batches set lease_until = 0, next_attempt_at = @at, attempts = attempts + 1, problems = @problems where id = @id and lease_until = @lease";

    private const string GiveBack = "update control_batches set lease_until = 0 where id = @id and lease_until = @lease";

    private const string Count =
        """
        select count(*) as batches, coalesce(sum(case when state = 'waiting' then 1 else 0 end), 0) as waiting, coalesce(sum(size), 0) as switches,
            coalesce(sum(switched), 0) as switched, coalesce(sum(kept), 0) as kept,
            coalesce(sum(case when state = 'waiting' then 0 else size - switched - kept end), 0) as failed
        from control_batches where plan_id = @id
        """;

    private const string Problems = "select problems from control_batches where plan_id = @id and problems is not null order by id limit @limit";

    private const int MostProblems = 500;

    /// <summary>Held until the transaction ends by whoever proposes or decides: no plan is approved while another takes its place.</summary>
    public static Task Lock(DbSession session) => session.LockCase("control-plans");

    /// <summary>The plan that is being applied now, if any: two at once would undo one another.</summary>
    public static Task<long?> BeingApplied(DbSession session) => session.Scalar<long?>(Running);

    public Task<long?> BeingApplied(CancellationToken cancellationToken) => database.Read(BeingApplied, cancellationToken);

    public static async Task<PlanRow?> Find(DbSession session, long id, bool forUpdate = false) =>
        await session.SingleOrDefault<PlanRow>($"select {Columns} from control_plans where id = @id {(forUpdate ? session.Dialect.ForUpdate : "")}", new { id });

    /// <summary>In which it changes something; not those that follow a configuration policy.</summary>
    public static async Task<IReadOnlyList<AccountId>> Accounts(DbSession session, long id)
    {
        var targets = await session.Query<string>("select distinct target from control_batches where plan_id = @id and kind = @kind", new { id, kind = BatchRow.Associations });
        return [.. targets.Select(AccountId.Parse)];
    }

    /// <summary>Keeps a plan for an operator to decide; an older one that nobody has decided gives way.</summary>
    /// <param name="withPolicies">Whether configuration policies are to be changed too.</param>
    /// <returns>Its number, or that of the one that is being applied.</returns>
    public Task<(long Id, bool IsNew)> Propose(ControlPlan plan, bool withPolicies, AuditActor by, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            await Lock(session);
            if (await BeingApplied(session) is { } running)
            {
                return (running, false);
            }

            var now = Micros.From(time.GetUtcNow());
            await session.Execute(Replace, new { now });
            var numbers = plan.Numbers(withPolicies);
            var id = await session.Scalar<long>(InsertPlan, new { wanted = plan.Wanted, report = ControlJson.Write(numbers), by = by.ToString(), now });
            await session.Execute(InsertBatch, plan.Regions.Select(r => new
            {
                plan = id,
                kind = BatchRow.Associations,
                target = r.Account.ToString(),
                region = r.Region,
                changes = ControlJson.Write(r.Switches),
                size = r.Switches.Count,
            }).ToList());
            await session.Execute(InsertBatch, plan.Policies.Where(p => withPolicies && p.Size > 0).Select(p => new
            {
                plan = id,
                kind = BatchRow.Policy,
                target = p.Id,
                region = "",
                changes = ControlJson.Write(p),
                size = p.Size,
            }).ToList());
            session.Audit(new AuditEntry(by, "controls.planned", Subject(id), null, AuditJson.Write(new { numbers.Accounts, numbers.Places, numbers.Off, numbers.On, numbers.Controls, wanted = plan.Wanted })));
            return (id, true);
        },
        cancellationToken);

    public Task<PlanRow?> Plan(long id, CancellationToken cancellationToken) => database.Read(session => Find(session, id), cancellationToken);

    /// <summary>The latest plans, the newest first.</summary>
    public Task<IReadOnlyList<PlanRow>> Latest(int limit, CancellationToken cancellationToken) =>
        database.Read(session => session.Query<PlanRow>($"select {Columns} from control_plans order by id desc limit @limit", new { limit }), cancellationToken);

    public static AuditSubject Subject(long plan) => AuditSubject.Of("control_plan", $"{plan}");

    /// <summary>Whether any plan waits, is applied, or has a message that does not say yet how it ended.</summary>
    public Task<bool> AnyOpen(CancellationToken cancellationToken)
    {
        const string Sql = "select count(*) from control_plans where state in ('proposed', 'approved') or (channel is not null and coalesce(shown_state, '') <> state)";
        return database.Read(async session => await session.Scalar<long>(Sql) > 0, cancellationToken);
    }

    /// <summary>Ends what nobody decided in time, and what is done.</summary>
    public Task Tidy(TimeSpan decidedWithin, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            var now = time.GetUtcNow();
            await session.Execute(Outdate, new { now = Micros.From(now), before = Micros.From(now - decidedWithin) });
            await session.Execute(Finish, new { now = Micros.From(now) });
        },
        cancellationToken);

    public Task<IReadOnlyList<BatchRow>> Claim(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.Write(
            session => session.Query<BatchRow>(
                $"""
                update control_batches set lease_until = @lease where id in (
                    select id from control_batches where id in ({Due}) and state = 'waiting' and lease_until <= @now {session.Dialect.SkipLocked}
                ) returning {BatchColumns}
                """,
                new { limit, now = Micros.From(now), lease = Micros.From(now + lease) }),
            cancellationToken);
    }

    /// <summary>Writes down what became of a batch; who has lost the lease writes nothing.</summary>
    public Task Ended(BatchRow row, BatchOutcome.Ended outcome, AuditEntry? audit, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            var args = new
            {
                id = row.Id,
                lease = row.LeaseUntil,
                state = outcome.Problems.Count == 0 ? "done" : "failed",
                switched = outcome.Switched.Count,
                kept = outcome.Kept,
                problems = outcome.Problems.Count == 0 ? null : ControlJson.Write(outcome.Problems),
                now = Micros.From(time.GetUtcNow()),
            };
            if (await session.Execute(End, args) > 0 && audit is not null)
            {
                session.Audit(audit);
            }
        },
        cancellationToken);

    public Task Later(BatchRow row, BatchOutcome.Wait wait, CancellationToken cancellationToken) => database.Write(
        session => session.Execute(Postpone, new { id = row.Id, lease = row.LeaseUntil, at = Micros.From(time.GetUtcNow() + wait.For), problems = ControlJson.Write(new[] { wait.Why }) }),
        cancellationToken);

    public Task Release(BatchRow row, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(GiveBack, new { id = row.Id, lease = row.LeaseUntil }), cancellationToken);

    public Task<PlanProgress> Progress(long plan, CancellationToken cancellationToken) => database.Read(
        async session =>
        {
            var counts = await session.SingleOrDefault<Counts>(Count, new { id = plan }) ?? new Counts();
            var troubles = (await session.Query<string>(Problems, new { id = plan, limit = MostProblems })).SelectMany(ControlJson.Read<List<ControlTrouble>>).ToList();
            return new PlanProgress(counts.Batches, counts.Waiting, counts.Switches, counts.Switched, counts.Kept, counts.Failed, troubles);
        },
        cancellationToken);

    public Task<IReadOnlyList<BatchRow>> Batches(long plan, CancellationToken cancellationToken) =>
        database.Read(session => session.Query<BatchRow>($"select {BatchColumns} from control_batches where plan_id = @id order by id", new { id = plan }), cancellationToken);

    public static async Task Decide(DbSession session, PlanRow row, string state, string by, DateTimeOffset now)
    {
        const string Sql = "update control_plans set state = @state, decided_by = @by, decided_at = @now, ended_at = @ended, show_at = 0 where id = @id";
        await session.Execute(Sql, new { id = row.Id, state, by, now = Micros.From(now), ended = state == PlanState.Approved ? (long?)null : Micros.From(now) });
        session.Audit(new AuditEntry(AuditActor.Person(by), $"controls.{state}", Subject(row.Id), AuditJson.Write(new { row.State }), AuditJson.Write(new { state })));
    }

    /// <summary>Plans whose messages have something to say that they do not say yet, taken so that each is edited by one instance and not too often.</summary>
    public Task<IReadOnlyList<PlanRow>> ClaimToShow(TimeSpan pause, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        const string Sql =
            $"""
            update control_plans set show_at = @next
            where channel is not null and show_at <= @now and (state = 'approved' or coalesce(shown_state, '') <> state) returning {Columns}
            """;
        return database.Write(session => session.Query<PlanRow>(Sql, new { now = Micros.From(now), next = Micros.From(now + pause) }), cancellationToken);
    }

    public Task Shown(PlanRow row, string hash, CancellationToken cancellationToken) => Run(
        "update control_plans set shown_state = @state, shown = @hash where id = @id", new { id = row.Id, state = row.State, hash }, cancellationToken);

    public static Task<int> Posted(DbSession session, long plan, string channel, string ts) =>
        session.Execute("update control_plans set channel = @channel, ts = @ts, shown_state = 'proposed' where id = @plan", new { plan, channel, ts });

    public Task<IReadOnlyList<long>> ToAnnounce(CancellationToken cancellationToken) =>
        database.Read(session => session.Query<long>("select id from control_plans where state = 'proposed' and announced_at is null order by id"), cancellationToken);

    public static Task<int> Announced(DbSession session, long plan, DateTimeOffset now) =>
        session.Execute("update control_plans set announced_at = @now where id = @plan and announced_at is null", new { plan, now = Micros.From(now) });

    /// <summary>Marked before the file is given to Slack, which shows it at once: whoever comes after a crash does not show it again.</summary>
    public Task<IReadOnlyList<PlanRow>> ClaimFile(CancellationToken cancellationToken) => database.Write(
        session => session.Query<PlanRow>($"update control_plans set file_state = 'sharing' where channel is not null and file_state is null and state in ('proposed', 'approved') returning {Columns}"),
        cancellationToken);

    /// <param name="state">Null to be tried again.</param>
    public Task FileState(PlanRow row, string? state, CancellationToken cancellationToken) =>
        Run("update control_plans set file_state = @state where id = @id", new { id = row.Id, state }, cancellationToken);

    private Task<int> Run(string sql, object args, CancellationToken cancellationToken) => database.Write(session => session.Execute(sql, args), cancellationToken);

    private sealed record Counts
    {
        public long Batches { get; init; }

        public long Waiting { get; init; }

        public long Switches { get; init; }

        public long Switched { get; init; }

        public long Kept { get; init; }

        public long Failed { get; init; }
    }
}
