using System.Globalization;
using Dapper;
using SecurityHubBot.Bulletins;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Scores;

namespace SecurityHubBot.Summaries;

/// <summary>Makes one summary: what it says is frozen in the same transaction in which it is wanted.</summary>
internal sealed class SummaryMaker(Database database, IDirectory directory, ScoreHistory history, OrganisationOptions organisation)
{
    private const int Shown = 5;
    private const int MaxControls = 10;
    private const int EndingDays = 30;

    private const string IsOpen = "c.state in ('open', 'accepted')";

    private const string Failures =
        """
        select account_id, region, product_arn, count(*) as findings from findings
        where compliance = 'FAILED' and record_state = 'ACTIVE' and workflow <> 'SUPPRESSED'
        """;

    /// <param name="team">Null for the organisation.</param>
    /// <returns>False when it had been made before.</returns>
    public async Task<bool> Make(BulletinKey key, SummaryTeam? team, SummaryPlan plan, SummaryNumbers numbers, CancellationToken cancellationToken)
    {
        var month = YearMonth.Parse(plan.Period);
        var subject = team is null ? ScoreSubject.Organisation : team.Subject;
        var points = subject is { } known ? await history.Months(known, month.LastDay, cancellationToken) : [];
        var snapshot = await directory.Current(cancellationToken);
        return await database.Write(
            async session =>
            {
                // Two instances must not both write down which findings are told.
                await session.LockCase($"summary {plan.Period}");
                if (await BulletinStore.Find(session, key) is not null)
                {
                    return false;
                }

                var model = await Told(session, Scores(month, team, numbers, points), team, plan, snapshot, numbers);
                return await BulletinStore.Want(session, key, model.ToJson(), numbers.ReadAt);
            },
            cancellationToken);
    }

    private SummaryModel Scores(YearMonth month, SummaryTeam? team, SummaryNumbers numbers, IReadOnlyList<ScorePoint> points)
    {
        var card = numbers.Of(team);
        var now = SummaryNumbers.Score(card.Overall);
        var before = points.LastOrDefault(p => YearMonth.Of(p.Day) == month.Previous)?.Overall;
        return new SummaryModel
        {
            Month = month.ToString(),
            CutOff = numbers.ReadAt,
            Today = organisation.DateAt(numbers.ReadAt),
            Language = team?.Language ?? organisation.DefaultLanguage.Code(),
            Channel = team?.Audience,
            Accounts = new Some<SummaryAccount>([], 0),
            Score = now,
            Before = before is null ? null : SummaryNumbers.Score(before),
            Standards = SummaryNumbers.Standards(card),
            SuppressedFindings = card.SuppressedFindings,
            Trend = SummaryNumbers.Trend(points, month, now),
            Ranking = numbers.Ranking(team),
        };
    }

    private static async Task<SummaryModel> Told(DbSession session, SummaryModel model, SummaryTeam? team, SummaryPlan plan, DirectorySnapshot snapshot, SummaryNumbers numbers)
    {
        var accounts = numbers.Accounts(team);
        await WriteDown(session, team, plan);
        return model with
        {
            Accounts = new Some<SummaryAccount>(await Accounts(session, [.. accounts.Take(Shown)], snapshot), accounts.Count),
            Cases = new SummaryCases(
                await Cases(session, team, $"{IsOpen} and c.due_on < @today", model.Today, snapshot),
                await Cases(session, team, $"{IsOpen} and c.due_on >= @today", model.Today, snapshot)),
            Ending = await Ending(session, team, model.Today, snapshot),
            Notified = await NotifiedFindings.Of(session, plan.Period, team?.Audience, MaxControls),
        };
    }

    private static Task WriteDown(DbSession session, SummaryTeam? team, SummaryPlan plan)
    {
        var args = new DynamicParameters();
        if (team is not null)
        {
            return NotifiedFindings.WriteDown(session, plan.Period, team.Audience, Scope(team).Where("f.account_id", args), args);
        }

        var teams = new CommandScope([.. plan.Teams.SelectMany(t => t.AccountIds)], FromChannel: false);
        return NotifiedFindings.WriteDown(session, plan.Period, NotifiedFindings.WithoutTeam, $"not ({teams.Where("f.account_id", args)})", args);
    }

    private static async Task<IReadOnlyList<SummaryAccount>> Accounts(DbSession session, IReadOnlyList<AccountId> accounts, DirectorySnapshot snapshot)
    {
        var args = new DynamicParameters();
        var rows = await session.Query<PlaceRow>(
            $"{Failures} and {new CommandScope(accounts, FromChannel: false).Where("account_id", args)} group by account_id, region, product_arn order by findings desc, region", args);
        return [.. accounts.Select(a =>
        {
            var place = rows.FirstOrDefault(r => r.AccountId == a.ToString());
            // arn:aws:securityhub:…
            return new SummaryAccount(a.ToString(), Name(a.ToString(), snapshot), place?.ProductArn.Split(':').ElementAtOrDefault(1), place?.Region);
        })];
    }

    private static async Task<Some<SummaryCase>> Cases(DbSession session, SummaryTeam? team, string where, DateOnly today, DirectorySnapshot snapshot)
    {
        var args = new DynamicParameters(new { today = Text(today), shown = Shown });
        var all = $"{where} and {Scope(team).Where("c.account_id", args)}";
        var rows = await session.Query<ListRow>($"{CommandQueries.SelectListed} where {all} order by c.due_on, c.number limit @shown", args);
        return new Some<SummaryCase>([.. rows.Select(r => Case(r, snapshot))], await session.Scalar<long>($"select count(*) from cases c where {all}", args));
    }

    private static async Task<Some<SummaryException>> Ending(DbSession session, SummaryTeam? team, DateOnly today, DirectorySnapshot snapshot)
    {
        var args = new DynamicParameters(new { last = Text(today.AddDays(EndingDays)), shown = Shown });
        var from = $"from exceptions e join cases c on c.number = e.case_number where e.state = 'approved' and e.until <= @last and {Scope(team).Where("c.account_id", args)}";
        var rows = await session.Query<EndingRow>($"select e.id, e.case_number, e.until {from} order by e.until, e.id limit @shown", args);
        var total = await session.Scalar<long>($"select count(*) {from}", args);
        var list = new List<SummaryException>();
        foreach (var row in rows)
        {
            var about = await session.SingleOrDefault<ListRow>($"{CommandQueries.SelectListed} where c.number = @number", new { number = row.CaseNumber });
            list.Add(new SummaryException(row.Id, ScoreSnapshotStore.ReadDay(row.Until), Case(about!, snapshot)));
        }

        return new Some<SummaryException>(list, total);
    }

    private static SummaryCase Case(ListRow row, DirectorySnapshot snapshot) =>
        new(row.Number, row.ControlId, row.Severity, row.Title, row.AccountId, Name(row.AccountId, snapshot), ScoreSnapshotStore.ReadDay(row.DueOn))
        {
            Assignee = row.Assignee,
            CardChannel = row.CardChannel,
            CardTs = row.CardTs,
            TicketId = row.TicketId,
            TicketUrl = row.TicketUrl,
        };

    private static string Name(string account, DirectorySnapshot snapshot) =>
        snapshot.Accounts.TryGetValue(AccountId.Parse(account), out var row) && !string.IsNullOrWhiteSpace(row.Name) ? row.Name : account;

    private static CommandScope Scope(SummaryTeam? team) => team is null ? CommandScope.Everything : new CommandScope(team.AccountIds, FromChannel: false);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class PlaceRow
    {
        public string AccountId { get; init; } = "";

        public string Region { get; init; } = "";

        public string ProductArn { get; init; } = "";
    }

    private sealed class EndingRow
    {
        public long Id { get; init; }

        public long CaseNumber { get; init; }

        public string Until { get; init; } = "";
    }
}
