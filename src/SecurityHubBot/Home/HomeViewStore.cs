using SecurityHubBot.Directories;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Home;

/// <summary>A person's Home tab, claimed to be looked at.</summary>
internal sealed class HomeRow
{
    public string UserId { get; init; } = "";

    public int CasesPage { get; init; }

    public int ExceptionsPage { get; init; }

    public int ApprovalsPage { get; init; }

    public long Desired { get; init; }

    public long Actual { get; init; }

    public string? ContentHash { get; init; }

    public int Attempts { get; init; }

    public HomePages Pages => new(CasesPage, ExceptionsPage, ApprovalsPage);

    /// <summary>The person has done something and waits.</summary>
    public bool IsAwaited => Desired > Actual;
}

/// <summary>Which Home tabs there are, what they should show and what they show: the table <c>home_views</c>.</summary>
internal sealed class HomeViewStore(Database database, IDirectoryTables tables, HomePace pace, TimeProvider time)
{
    private const string Opened =
        """
        insert into home_views (user_id, opened_at, cases_page, exceptions_page, approvals_page, desired, actual, looked_at, lease_until, attempts, next_attempt_at)
        values (@user, @now, 1, 1, 1, 1, 0, 0, 0, 0, 0)
        on conflict (user_id) do update set opened_at = excluded.opened_at, cases_page = 1, exceptions_page = 1, approvals_page = 1,
            desired = home_views.desired + 1, attempts = 0, next_attempt_at = 0, content_hash = case when @isEmpty = 1 then null else home_views.content_hash end
        """;

    // The column is one of three names of ours.
    private const string Turned =
        """
        update home_views set opened_at = @now, desired = desired + 1, attempts = 0, next_attempt_at = 0, $page = @page where user_id = @user
        """;

    // Whatever people do to cases and exceptions leaves a line in a case's history; accounts and policies have their version. A line that
    // is committed late may hide behind a later one: whoever is looking gets a look anyway before long. That accounts and policies can be
    // read no longer, or again, changes nothing of them and is shown all the same.
    private const string WorldNow =
        "select (select coalesce(max(id), 0) from case_history) as history, (select version from directory_version) as directory";

    private const string Due =
        """
        select user_id from home_views
        where (lease_until <= @now or lease_until > @farLease) and (next_attempt_at <= @now or next_attempt_at > @far)
            and (desired > actual
                or (opened_at > @watching and (looked_at <= @anyway or (seen is distinct from @world and looked_at <= @soon)))
                or (opened_at > @recent and (refresh_at <= @now or (seen is distinct from @world and looked_at <= @calm))))
        order by case when desired > actual then 0 else 1 end, looked_at, user_id limit @limit
        """;

    private const string Publishing = "update home_views set content_hash = null where user_id = @user";

    private const string Shown =
        """
        update home_views set actual = @revision, content_hash = @hash, seen = @world, looked_at = @now, refresh_at = @refreshAt,
            lease_until = 0, attempts = 0, next_attempt_at = 0, last_error = null
        where user_id = @user
        """;

    private const string Retry =
        """
        update home_views set lease_until = 0, attempts = attempts + @failures, next_attempt_at = @at, last_error = @error,
            content_hash = coalesce(@hash, content_hash)
        where user_id = @user
        """;

    private const string Forgotten = "delete from home_views where user_id = @user";

    private const string ForgottenLongAgo = "delete from home_views where opened_at < @before";

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    private const int FarLeases = 4;

    /// <param name="isEmpty">Slack has nothing to show: the tab was never published, or the app was installed anew.</param>
    public Task Open(string user, bool isEmpty) => Run(Opened, new { user, now = Now(), isEmpty = isEmpty ? 1 : 0 }, CancellationToken.None);

    /// <summary>The person turns to another page of a list.</summary>
    public Task Turn(string user, HomeList list, int page) => database.Write(
        async session =>
        {
            var column = list switch
            {
                HomeList.Cases => "cases_page",
                HomeList.Exceptions => "exceptions_page",
                HomeList.Approvals => "approvals_page",
                _ => throw new ArgumentOutOfRangeException(nameof(list), list, message: null),
            };
            var turned = Turned.Replace("$page", column, StringComparison.Ordinal);
            var args = new { user, now = Now(), page, isEmpty = 0 };
            if (await session.Execute(turned, args) == 0)
            {
                // A tab that was published so long ago that it is no longer known.
                await session.Execute(Opened, args);
                await session.Execute(turned, args);
            }
        },
        CancellationToken.None);

    /// <summary>A mark that is another one when something has changed that a Home tab shows.</summary>
    public async Task<string> World(CancellationToken cancellationToken)
    {
        var (marks, directory) = await database.Read(async session => (await session.SingleOrDefault<WorldRow>(WorldNow), await tables.Condition(session)), cancellationToken);
        // What one instance alone is told would have several show the same tab in turns.
        return string.Join('/', [$"{marks?.History ?? 0}/{marks?.Directory ?? 0}", .. directory.IsOld ? ["old"] : Array.Empty<string>(), .. directory.Emptied.Select(e => e.Name)]);
    }

    public Task<IReadOnlyList<HomeRow>> Claim(string world, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.Write(
            session => session.Query<HomeRow>(
                $"""
                update home_views set lease_until = @lease where user_id in (
                    select user_id from home_views where user_id in ({Due}) and (lease_until <= @now or lease_until > @farLease) {session.Dialect.SkipLocked}
                ) returning user_id, cases_page, exceptions_page, approvals_page, desired, actual, content_hash, attempts
                """,
                new
                {
                    world,
                    limit,
                    now = Micros.From(now),
                    lease = Micros.From(now + pace.Lease),
                    farLease = Micros.From(now + (pace.Lease * FarLeases)),
                    far = Micros.From(now + LongestWait),
                    watching = Micros.From(now - pace.Watching),
                    recent = Micros.From(now - pace.Recent),
                    anyway = Micros.From(now - pace.Anyway),
                    soon = Micros.From(now - pace.Soon),
                    calm = Micros.From(now - pace.Calm),
                }),
            cancellationToken);
    }

    /// <summary>Committed before the call goes out: until it is known to have arrived, nobody knows what the tab shows.</summary>
    public Task BeginPublishing(HomeRow row, CancellationToken cancellationToken) => Run(Publishing, new { user = row.UserId }, cancellationToken);

    public Task RecordShown(HomeRow row, string hash, string world, DateTimeOffset refreshAt, CancellationToken cancellationToken) =>
        Run(Shown, new { user = row.UserId, revision = row.Desired, hash, world, now = Now(), refreshAt = Micros.From(refreshAt) }, cancellationToken);

    /// <param name="failed">False when nothing went wrong and it is only to wait.</param>
    /// <param name="hash">What is shown meanwhile, when that is known.</param>
    public Task RetryAt(HomeRow row, DateTimeOffset at, string why, bool failed, string? hash, CancellationToken cancellationToken) =>
        Run(Retry, new { user = row.UserId, at = Micros.From(at), error = why, failures = failed ? 1 : 0, hash }, cancellationToken);

    public Task Forget(HomeRow row, CancellationToken cancellationToken) => Run(Forgotten, new { user = row.UserId }, cancellationToken);

    public Task ForgetOld(CancellationToken cancellationToken) =>
        Run(ForgottenLongAgo, new { before = Micros.From(time.GetUtcNow() - pace.Kept) }, cancellationToken);

    private long Now() => Micros.From(time.GetUtcNow());

    private Task<int> Run(string sql, object args, CancellationToken cancellationToken) =>
        database.Write(session => session.Execute(sql, args), cancellationToken);

    private sealed class WorldRow
    {
        public long History { get; init; }

        public long Directory { get; init; }
    }
}
