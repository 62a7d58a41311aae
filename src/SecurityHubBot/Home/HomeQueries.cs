using System.Globalization;
using Dapper;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Home;

/// <summary>What a Home tab reads, in one look at the database as it stands.</summary>
internal sealed class HomeQueries(Database database, IDirectoryTables tables, AccountScoreQuery scores, OrganisationOptions organisation, TimeProvider time)
{
    public const int CasesOnPage = 10;
    public const int ExceptionsOnPage = 5;
    public const int ApprovalsOnPage = 10;
    public const int MaxTeams = 15;
    public const int MaxNamed = 10;

    private const string IsOpen = "state in ('open', 'accepted')";

    private const string Rank =
        "case c.severity when 'CRITICAL' then 5 when 'HIGH' then 4 when 'MEDIUM' then 3 when 'LOW' then 2 else 1 end";

    private const string CaseColumns =
        """
        c.number, c.account_id, c.region, c.control_id, c.state, c.severity, c.title, c.standards, c.episode, c.opened_at, c.due_on, c.assignee,
            c.accepted_at, c.closed_at, c.ticket_id, c.ticket_url, c.unfixed, m.channel as card_channel, m.ts as card_ts
        """;

    private const string Card = "left join case_messages m on m.case_number = c.number and m.slot = 'card' and m.ts is not null";

    private const string IsLive = "e.state in ('requested', 'approved')";

    private const string ExceptionColumns =
        "e.id, e.state as exception_state, coalesce(e.until, e.requested_until) as ends_on, e.requested_by, e.requested_at";

    private const string Pending =
        $"""
        select {ExceptionColumns}, {CaseColumns} from exceptions e join cases c on c.number = e.case_number {Card}
        where e.state = 'requested' order by e.id limit @size offset @skip
        """;

    private const string OverdueByAccount =
        $"select account_id, count(*) as cases, min(due_on) as since from cases where {IsOpen} and due_on < @today group by account_id";

    private const string NewControls = "select distinct control_id from findings where policy_source = 'new-control' order by control_id limit @limit";

    private const string CountNewControls = "select count(distinct control_id) from findings where policy_source = 'new-control'";

    // From one account to the next: a plain "distinct" would read the whole table.
    private const string AccountsWithFindings =
        """
        with recursive seen (account_id) as (
            select min(account_id) from findings
            union all
            select (select min(f.account_id) from findings f where f.account_id > s.account_id) from seen s where s.account_id is not null)
        select account_id from seen where account_id is not null
        """;

    public async Task<HomeData> Read(string user, HomeViewer viewer, HomePages pages, DirectorySnapshot directory, CancellationToken cancellationToken)
    {
        var own = new CommandScope(viewer.Accounts, FromChannel: false);
        var (cases, exceptions, team) = await database.Read(
            async session => (
                await OwnCases(session, user, own, pages.Cases),
                await OwnExceptions(session, user, own, pages.Exceptions),
                viewer.IsTeam ? await Team(session, directory, pages.Approvals) : null),
            cancellationToken);
        return new HomeData(viewer.Accounts, cases, exceptions, await scores.Read(viewer.Accounts, cancellationToken), team);
    }

    private async Task<HomeCases> OwnCases(DbSession session, string user, CommandScope own, int page)
    {
        var args = new DynamicParameters(new { user, today = Date(Today()) });
        // Two selects and not one "or", so that each goes by its own index.
        var mine =
            $"""
            with mine as (
                select number, due_on from cases where {IsOpen} and assignee = @user
                union select number, due_on from cases where {IsOpen} and {own.Where("account_id", args)})
            """;
        var count = await session.SingleOrDefault<CountRow>($"{mine} select count(*) as total, coalesce(sum(case when due_on < @today then 1 else 0 end), 0) as overdue from mine", args);
        var shown = Clamp(page, count!.Total, CasesOnPage, args);
        var rows = await session.Query<ListRow>(
            $"{mine} select {CaseColumns} from mine join cases c on c.number = mine.number {Card} order by c.due_on, {Rank} desc, c.number limit @size offset @skip", args);
        return new HomeCases(new HomePage<ListedCase>([.. rows.Select(r => r.ToListed())], shown, count.Total), count.Overdue);
    }

    private static async Task<HomePage<ExceptionEntry>> OwnExceptions(DbSession session, string user, CommandScope own, int page)
    {
        var args = new DynamicParameters(new { user });
        var from = $"from exceptions e join cases c on c.number = e.case_number {Card} where {IsLive} and (e.requested_by = @user or {own.Where("c.account_id", args)})";
        var total = await session.Scalar<long>($"select count(*) {from}", args);
        var shown = Clamp(page, total, ExceptionsOnPage, args);
        var rows = await session.Query<LiveExceptionRow>(
            $"select {ExceptionColumns}, {CaseColumns} {from} order by case e.state when 'requested' then 0 else 1 end, ends_on, e.id limit @size offset @skip", args);
        return new HomePage<ExceptionEntry>([.. rows.Select(r => r.ToException())], shown, total);
    }

    private async Task<HomeTeam> Team(DbSession session, DirectorySnapshot directory, int page)
    {
        var args = new DynamicParameters(new { today = Date(Today()), limit = MaxNamed });
        var pending = await session.Scalar<long>("select count(*) from exceptions where state = 'requested'");
        var shown = Clamp(page, pending, ApprovalsOnPage, args);
        var approvals = await session.Query<LiveExceptionRow>(Pending, args);
        var overdue = await session.Query<OverdueRow>(OverdueByAccount, args);
        var newControls = await session.Query<string>(NewControls, args);
        var withFindings = await session.Query<string>(AccountsWithFindings);
        var unknown = withFindings.Where(a => !AccountId.TryParse(a, out var id) || !directory.Accounts.ContainsKey(id)).ToList();
        return new HomeTeam(
            new HomePage<ExceptionEntry>([.. approvals.Select(r => r.ToException())], shown, pending),
            ByChannel(overdue, directory),
            overdue.Sum(r => r.Cases),
            new Some<string>(newControls, newControls.Count < MaxNamed ? newControls.Count : await session.Scalar<long>(CountNewControls)),
            new Some<string>([.. unknown.Take(MaxNamed)], unknown.Count),
            await tables.Condition(session));
    }

    private static Some<OverdueTeam> ByChannel(IReadOnlyList<OverdueRow> overdue, DirectorySnapshot directory)
    {
        var teams = overdue
            .GroupBy(r => AccountId.TryParse(r.AccountId, out var id) && directory.Accounts.TryGetValue(id, out var account) ? account.Channel : "", StringComparer.Ordinal)
            .Select(g => new OverdueTeam(g.Key, g.Sum(r => r.Cases), g.Min(r => HomeDates.Read(r.Since))))
            .OrderByDescending(t => t.Cases).ThenBy(t => t.Since).ThenBy(t => t.Channel, StringComparer.Ordinal)
            .ToList();
        return new Some<OverdueTeam>([.. teams.Take(MaxTeams)], teams.Count);
    }

    /// <summary>Between two looks a list may have become shorter.</summary>
    private static int Clamp(int page, long total, int size, DynamicParameters args)
    {
        var shown = Math.Clamp(page, 1, Paging.Pages(total, size));
        args.Add("size", size);
        args.Add("skip", (shown - 1) * size);
        return shown;
    }

    private DateOnly Today() => organisation.DateAt(time.GetUtcNow());

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
