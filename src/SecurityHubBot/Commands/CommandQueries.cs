using System.Globalization;
using Dapper;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Commands;

/// <summary>What <c>/shub</c> reads. Every answer is one look at the database as it stands.</summary>
internal sealed class CommandQueries(Database database, OrganisationOptions organisation, TimeProvider time)
{
    public const int PageSize = 10;
    private const int MaxNamed = 5;
    private const int MaxHistory = 10;
    private const int SoonDays = 7;
    private const int LatelyDays = 30;

    private const string IsOpen = "state in ('open', 'accepted')";

    private const string Rank =
        "case severity when 'CRITICAL' then 5 when 'HIGH' then 4 when 'MEDIUM' then 3 when 'LOW' then 2 else 1 end";

    private const string CaseColumnNames =
        "c.number, c.account_id, c.region, c.control_id, c.state, c.severity, c.title, c.standards, c.episode, c.opened_at, c.due_on, c.assignee, c.accepted_at, c.closed_at, c.ticket_id, c.ticket_url";

    /// <summary>Cases as a line of a list needs them.</summary>
    public const string SelectListed =
        $"""
        select {CaseColumnNames}, c.unfixed, m.channel as card_channel, m.ts as card_ts
        from cases c left join case_messages m on m.case_number = c.number and m.slot = 'card' and m.ts is not null
        """;

    private const string ByUrgency =
        $"case when {IsOpen} then 0 else 1 end, case when {IsOpen} then due_on end, case when {IsOpen} then {Rank} else 0 end desc, coalesce(c.closed_at, 0) desc, c.number";

    public async Task<StatusData> Status(CommandScope scope, CancellationToken cancellationToken)
    {
        var today = organisation.DateAt(time.GetUtcNow());
        var args = new DynamicParameters(new
        {
            today = Date(today),
            soon = Date(today.AddDays(SoonDays)),
            since = Micros.From(time.GetUtcNow().AddDays(-LatelyDays)),
            named = MaxNamed,
        });
        var mine = scope.Where("account_id", args);
        return await database.Read(
            async session =>
            {
                var open = await session.Query<OpenRow>(
                    $"""
                    select severity, count(*) as open, sum(case when due_on < @today then 1 else 0 end) as overdue,
                        sum(case when due_on between @today and @soon then 1 else 0 end) as due_soon,
                        sum(case when state = 'accepted' then 1 else 0 end) as accepted, sum(case when assignee is null then 1 else 0 end) as unassigned
                    from cases where {IsOpen} and {mine} group by severity
                    """,
                    args);
                return new StatusData(
                    open.ToDictionary(r => CaseColumns.ReadSeverity(r.Severity), r => r.Open),
                    open.Sum(r => r.Overdue),
                    open.Sum(r => r.DueSoon),
                    open.Sum(r => r.Accepted),
                    open.Sum(r => r.Unassigned),
                    await session.Scalar<long>($"select count(*) from cases where state = 'fixed' and closed_at >= @since and {mine}", args),
                    await session.Scalar<long>($"select count(*) from findings where control_key is null and {mine}", args),
                    await Some(session, $"select distinct control_id as name from findings where policy_source = 'new-control' and {mine}", args),
                    await Some(
                        session,
                        $"select distinct account_id as name from findings f where not exists (select 1 from accounts a where a.account_id = f.account_id) and {scope.Where("f.account_id", args)}",
                        args));
            },
            cancellationToken);
    }

    /// <summary>One page, the most urgent first: overdue, then by due date, then by severity; closed cases after that, the latest first.</summary>
    public Task<ListData> List(ListFilter filter, CommandScope scope, string user, int page, CancellationToken cancellationToken)
    {
        var args = new DynamicParameters(new { user });
        return Page(Where(filter, scope, args), args, page, cancellationToken);
    }

    /// <summary>Open cases that the person has accepted, or that are of one of these accounts; the most urgent first.</summary>
    public Task<ListData> Mine(string user, IReadOnlyList<AccountId> owned, int page, CancellationToken cancellationToken)
    {
        var args = new DynamicParameters(new { user });
        var own = new CommandScope(owned, FromChannel: false).Where("c.account_id", args);
        return Page($"{IsOpen} and (assignee = @user or {own})", args, page, cancellationToken);
    }

    private Task<ListData> Page(string where, DynamicParameters args, int page, CancellationToken cancellationToken) => database.Read(
        async session =>
        {
            var total = await session.Scalar<long>($"select count(*) from cases c where {where}", args);
            // Between two clicks a list may have become shorter.
            var shown = (int)Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
            args.Add("size", PageSize);
            args.Add("skip", (shown - 1) * PageSize);
            var rows = await session.Query<ListRow>($"{SelectListed} where {where} order by {ByUrgency} limit @size offset @skip", args);
            return new ListData([.. rows.Select(r => r.ToListed())], shown, total);
        },
        cancellationToken);

    public Task<ShowData?> Show(CaseNumber number, CancellationToken cancellationToken) => database.Read(
        async session =>
        {
            if (await CaseStore.Find(session, number) is not { } found)
            {
                return null;
            }

            var args = new { number = number.Value, limit = MaxHistory };
            var history = await session.Query<HistoryRow>("select at, actor, detail from case_history where case_number = @number order by id desc limit @limit", args);
            var lines = await session.Scalar<long>("select count(*) from case_history where case_number = @number", args);
            return new ShowData(
                found,
                await CaseMessageStore.FindCard(session, number),
                new Some<HistoryLine>([.. history.Select(h => new HistoryLine(Micros.ToTime(h.At), h.Actor, CaseEventJson.TryDeserialize(h.Detail)))], lines));
        },
        cancellationToken);

    /// <summary>The condition of a filter on <c>cases c</c>, with its parameters added but <c>@user</c>.</summary>
    public string Where(ListFilter filter, CommandScope scope, DynamicParameters args)
    {
        args.Add("today", Date(organisation.DateAt(time.GetUtcNow())));
        var conditions = new List<string> { scope.Where("c.account_id", args) };
        conditions.Add(filter.State switch
        {
            ListState.Open => IsOpen,
            ListState.Accepted => "state = 'accepted'",
            ListState.Overdue => $"{IsOpen} and due_on < @today",
            ListState.Fixed => "state = 'fixed'",
            _ => "1 = 1",
        });
        if (filter.Severities.Count > 0)
        {
            // Labels of an enum of ours: nothing in them comes from outside.
            conditions.Add($"severity in ({string.Join(", ", filter.Severities.Order().Select(s => $"'{s.Label()}'"))})");
        }

        if (filter.Control is { } control)
        {
            args.Add("control", filter.IsService ? $"{control.ToUpperInvariant()}." : control.ToUpperInvariant());
            conditions.Add(filter.IsService ? "substr(control_key, 1, length(@control)) = @control" : "control_key = @control");
        }

        conditions.AddRange(filter.Mine ? ["assignee = @user"] : []);
        conditions.AddRange(filter.Unassigned ? ["assignee is null"] : []);
        return string.Join(" and ", conditions);
    }

    private static async Task<Some<string>> Some(DbSession session, string sql, DynamicParameters args)
    {
        var first = await session.Query<string>($"{sql} order by 1 limit @named", args);
        return new Some<string>(first, first.Count < MaxNamed ? first.Count : await session.Scalar<long>($"select count(*) from ({sql}) found", args));
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
