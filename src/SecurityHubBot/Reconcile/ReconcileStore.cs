using SecurityHubBot.Persistence;

namespace SecurityHubBot.Reconcile;

/// <summary>How far a scope's comparison is. Stored by name.</summary>
internal enum ScopeState
{
    Reading,

    /// <summary>The last page has been read; what Security Hub did not show is still to be looked at.</summary>
    Read,
    Done,
}

/// <param name="StartedAt">With the run and the page what a step is made from: whoever finds another has been overtaken.</param>
/// <param name="Nameless">Security Hub showed something so broken that nobody knows which finding it is: then none counts as gone.</param>
internal sealed record ScopePosition(string Scope, long Run, DateTimeOffset StartedAt, ScopeState State, long Page, string? Token, bool Nameless);

/// <param name="Since">What has been updated since then is compared; null for everything.</param>
internal sealed record OpenRun(long Id, DateTimeOffset? Since);

/// <summary>What a page adds up to.</summary>
/// <param name="Seen">Keys of what it showed, readable or not.</param>
internal sealed record PageOutcome(IReadOnlyCollection<string> Seen, int Compared, int Unreadable, bool Nameless, string? NextToken);

/// <summary>The tables <c>reconcile_runs</c>, <c>reconcile_scopes</c> and <c>reconcile_seen</c>: where a comparison is, so that it goes on there.</summary>
internal sealed class ReconcileStore(Database database, TimeProvider time)
{
    private const int DeletedAtOnce = 5_000;

    /// <summary>What has been updated is to be seen by GetFindings a few minutes later; clocks differ, and a run takes its time to begin.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    private static readonly TimeSpan FullEvery = TimeSpan.FromDays(7);

    private const string UnderWay = "select id, since from reconcile_runs where ended_at is null order by id desc limit 1";

    private const string StartRun =
        """
        insert into reconcile_runs (started_at, since, compared, repaired, not_believed, unreadable)
        select @now, case when max(case when since is null then started_at end) > @fullAfter then max(started_at) - @overlap end, 0, 0, 0, 0
        from reconcile_runs where ended_at is not null
        returning id, since
        """;

    private const string OpenScope =
        """
        insert into reconcile_scopes (scope, run_id, started_at, state, page, restarts, compared, unreadable, nameless, not_believed)
        values (@scope, @run, @now, 'Reading', 0, 0, 0, 0, 0, 0) on conflict (scope) do nothing
        """;

    private const string Position = "select scope, run_id, started_at, state, page, token, nameless from reconcile_scopes where scope = @scope and run_id = @run";

    private const string Here = "scope = @scope and run_id = @run and started_at = @startedAt and page = @page and state = @state";

    private const string NextPage =
        $"""
        update reconcile_scopes set page = page + 1, token = @token, state = @next, compared = compared + @compared,
            unreadable = unreadable + @unreadable, nameless = case when @nameless = 1 then 1 else nameless end
        where {Here}
        """;

    private const string See = "insert into reconcile_seen (scope, seen_key) values (@scope, @key) on conflict (scope, seen_key) do nothing";

    private const string StartAgain =
        $"update reconcile_scopes set started_at = @now, page = 0, token = null, restarts = restarts + 1, compared = 0, unreadable = 0, nameless = 0 where {Here}";

    private const string EndScope = $"update reconcile_scopes set state = 'Done', not_believed = @notBelieved where {Here}";

    private const string Forget =
        "delete from reconcile_seen where scope = @scope and seen_key in (select seen_key from reconcile_seen where scope = @scope limit @limit)";

    private const string EndRun =
        """
        update reconcile_runs set ended_at = @now,
            compared = (select coalesce(sum(compared), 0) from reconcile_scopes where run_id = @run),
            unreadable = (select coalesce(sum(unreadable), 0) from reconcile_scopes where run_id = @run),
            not_believed = (select coalesce(sum(not_believed), 0) from reconcile_scopes where run_id = @run),
            repaired = (select count(*) from reconcile_repairs where run_id = @run)
        where id = @run and ended_at is null
        """;

    /// <summary>The run that is under way, or a new one: of everything once a week, otherwise of what has been updated since the last began.</summary>
    public async Task<OpenRun> Run(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var args = new { now = Micros.From(now), fullAfter = Micros.From(now - FullEvery), overlap = Overlap.Ticks / TimeSpan.TicksPerMicrosecond };
        var run = await database.Write(async session => await session.SingleOrDefault<RunRow>(UnderWay) ?? await session.SingleOrDefault<RunRow>(StartRun, args), cancellationToken);
        return new OpenRun(run!.Id, run.Since is { } since ? Micros.ToTime(since) : null);
    }

    /// <summary>Where the scope's comparison is; at its beginning when it is not there yet. Null when another run has it, which is over for us.</summary>
    public Task<ScopePosition?> Open(string scope, long run, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            await session.Execute(OpenScope, new { scope, run, now = Now() });
            return await Find(session, scope, run);
        },
        cancellationToken);

    /// <summary>Records a page, unless somebody else has recorded it: then that is where to go on.</summary>
    public Task<ScopePosition?> Turn(ScopePosition from, PageOutcome page, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            var args = new
            {
                scope = from.Scope,
                run = from.Run,
                startedAt = Micros.From(from.StartedAt),
                page = from.Page,
                state = from.State.ToString(),
                token = page.NextToken,
                next = (page.NextToken is null ? ScopeState.Read : ScopeState.Reading).ToString(),
                compared = page.Compared,
                unreadable = page.Unreadable,
                nameless = page.Nameless ? 1 : 0,
            };
            if (await session.Execute(NextPage, args) == 1)
            {
                await session.Execute(See, page.Seen.Select(key => new { scope = from.Scope, key }).ToList());
            }

            return await Find(session, from.Scope, from.Run);
        },
        cancellationToken);

    /// <summary>From the first page: the token was no longer good.</summary>
    public async Task<ScopePosition?> Restart(ScopePosition from, CancellationToken cancellationToken)
    {
        await Empty(from.Scope, cancellationToken);
        return await database.Write(
            async session =>
            {
                await session.Execute(StartAgain, new { scope = from.Scope, run = from.Run, startedAt = Micros.From(from.StartedAt), page = from.Page, state = from.State.ToString(), now = Now() });
                return await Find(session, from.Scope, from.Run);
            },
            cancellationToken);
    }

    public async Task End(ScopePosition from, long notBelieved, CancellationToken cancellationToken)
    {
        await database.Write(
            session => session.Execute(EndScope, new { scope = from.Scope, run = from.Run, startedAt = Micros.From(from.StartedAt), page = from.Page, state = from.State.ToString(), notBelieved }),
            cancellationToken);
        await Empty(from.Scope, cancellationToken);
    }

    /// <summary>Adds up and puts away the positions, so that the next run begins anew.</summary>
    public Task<ReconcileRun> End(long run, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            await session.Execute(EndRun, new { run, now = Now() });
            await session.Execute("delete from reconcile_scopes where run_id = @run", new { run });
            return await ReconcileRuns.Find(session, run);
        },
        cancellationToken);

    /// <summary>Scopes that there are no longer.</summary>
    public async Task Drop(long run, IReadOnlyCollection<string> kept, CancellationToken cancellationToken)
    {
        var known = await database.Read(session => session.Query<string>("select scope from reconcile_scopes where run_id = @run", new { run }), cancellationToken);
        foreach (var scope in known.Except(kept, StringComparer.Ordinal))
        {
            await Empty(scope, cancellationToken);
            await database.Write(session => session.Execute("delete from reconcile_scopes where scope = @scope and run_id = @run", new { scope, run }), cancellationToken);
        }
    }

    private async Task Empty(string scope, CancellationToken cancellationToken)
    {
        while (await database.Write(session => session.Execute(Forget, new { scope, limit = DeletedAtOnce }), cancellationToken) == DeletedAtOnce)
        {
            // A million at once would keep everybody else from writing on SQLite.
        }
    }

    private static async Task<ScopePosition?> Find(DbSession session, string scope, long run) =>
        (await session.SingleOrDefault<Row>(Position, new { scope, run }))?.ToPosition();

    private long Now() => Micros.From(time.GetUtcNow());

    private sealed class RunRow
    {
        public long Id { get; init; }

        public long? Since { get; init; }
    }

    private sealed class Row
    {
        public string Scope { get; init; } = "";

        public long RunId { get; init; }

        public long StartedAt { get; init; }

        public string State { get; init; } = "";

        public long Page { get; init; }

        public string? Token { get; init; }

        public int Nameless { get; init; }

        public ScopePosition ToPosition() =>
            new(Scope, RunId, Micros.ToTime(StartedAt), Enum.Parse<ScopeState>(State), Page, Token, Nameless == 1);
    }
}
