using System.Globalization;
using Dapper;
using SecurityHubBot.Bulletins;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Scores;

namespace SecurityHubBot.Summaries;

/// <summary>Makes one summary. What it says is kept with it, and is what the first of those who make it at once has read.</summary>
internal sealed class SummaryMaker(Database database, IDirectory directory, ScoreHistory history, OrganisationOptions organisation)
{
    private const int Shown = 5;

    private const string IsOpen = "c.state in ('open', 'accepted')";

    /// <param name="team">Null for the organisation.</param>
    /// <returns>False when it had been made before.</returns>
    public async Task<bool> Make(BulletinKey key, SummaryTeam? team, SummaryPlan plan, SummaryNumbers numbers, CancellationToken cancellationToken)
    {
        if (await database.Read(session => BulletinStore.Find(session, key), cancellationToken) is not null)
        {
            return false;
        }

        var month = YearMonth.Parse(plan.Period);
        var subject = team is null ? ScoreSubject.Organisation : team.Subject;
        var points = subject is { } known ? await history.Months(known, month.LastDay, cancellationToken) : [];
        var snapshot = await directory.Current(cancellationToken);
        var model = await database.Read(session => Told(session, Scores(month, team, numbers, points), team, snapshot, numbers), cancellationToken);
        return await database.Write(session => BulletinStore.Want(session, key, model.ToJson(), numbers.ReadAt), cancellationToken);
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

    private static async Task<SummaryModel> Told(DbSession session, SummaryModel model, SummaryTeam? team, DirectorySnapshot snapshot, SummaryNumbers numbers)
    {
        var accounts = numbers.Accounts(team);
        return model with
        {
            Accounts = new Some<SummaryAccount>([.. accounts.Take(Shown).Select(a => Account(a, snapshot, numbers))], accounts.Count),
            Cases = new SummaryCases(
                await Cases(session, team, $"{IsOpen} and c.due_on < @today", model.Today, snapshot),
                await Cases(session, team, $"{IsOpen} and c.due_on >= @today", model.Today, snapshot)),
            Ending = await Ending(session, team, snapshot, numbers),
            Notified = numbers.Notified.Of(team?.Audience),
        };
    }

    private static SummaryAccount Account(AccountId account, DirectorySnapshot snapshot, SummaryNumbers numbers)
    {
        var region = numbers.RegionOf(account);
        return new SummaryAccount(account.ToString(), Name(account, snapshot.Accounts), region is null ? null : ConsoleLinks.PartitionOf(region), region);
    }

    private static async Task<Some<SummaryCase>> Cases(DbSession session, SummaryTeam? team, string where, DateOnly today, DirectorySnapshot snapshot)
    {
        var args = new DynamicParameters(new { today = Text(today), shown = Shown });
        var all = $"{where} and {Scope(team).Where("c.account_id", args)}";
        var rows = await session.Query<ListRow>($"{CommandQueries.SelectListed} where {all} order by c.due_on, c.number limit @shown", args);
        return new Some<SummaryCase>([.. rows.Select(r => Case(r, snapshot))], await session.Scalar<long>($"select count(*) from cases c where {all}", args));
    }

    private static async Task<Some<SummaryException>> Ending(DbSession session, SummaryTeam? team, DirectorySnapshot snapshot, SummaryNumbers numbers)
    {
        var own = team?.Accounts.ToHashSet(StringComparer.Ordinal);
        var ending = numbers.Ending.Where(e => own is null || own.Contains(e.AccountId)).ToList();
        if (ending.Count == 0)
        {
            return new Some<SummaryException>([], 0);
        }

        var first = ending.Take(Shown).ToList();
        var rows = await session.Query<ListRow>($"{CommandQueries.SelectListed} where c.number in ({string.Join(", ", first.Select(e => e.CaseNumber))})");
        var cases = rows.ToDictionary(r => r.Number, r => Case(r, snapshot));
        return new Some<SummaryException>([.. first.Select(e => new SummaryException(e.Id, ScoreSnapshotStore.ReadDay(e.Until), cases[e.CaseNumber]))], ending.Count);
    }

    private static SummaryCase Case(ListRow row, DirectorySnapshot snapshot) =>
        new(row.Number, row.ControlId, row.Severity, row.Title, row.AccountId, Name(AccountId.Parse(row.AccountId), snapshot.Accounts), ScoreSnapshotStore.ReadDay(row.DueOn))
        {
            Assignee = row.Assignee,
            CardChannel = row.CardChannel,
            CardTs = row.CardTs,
            TicketId = row.TicketId,
            TicketUrl = row.TicketUrl,
        };

    /// <summary>Its id where nobody has entered a name.</summary>
    internal static string Name(AccountId account, IReadOnlyDictionary<AccountId, Account> accounts) =>
        accounts.TryGetValue(account, out var row) && !string.IsNullOrWhiteSpace(row.Name) ? row.Name : account.ToString();

    private static CommandScope Scope(SummaryTeam? team) => team is null ? CommandScope.Everything : new CommandScope(team.AccountIds, FromChannel: false);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
