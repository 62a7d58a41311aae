using Dapper;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Scores;

/// <summary>
/// The score as it is now. The database adds the findings up by account, Region, control and standards, in one pass; the sums are
/// folded as they come, so that no more of them is in memory than there are controls in an account.
/// </summary>
internal sealed class ScoreQuery(Database database, IControlEnablement enablement, ControlCatalogue catalogue)
{
    // The catalogue knows the severity of nearly all controls; for the others it is that of their failed findings.
    private const string Sums =
        """
        select account_id, region, control_key, standards,
            count(*) as findings,
            count(*) filter (where workflow = 'SUPPRESSED') as suppressed,
            count(*) filter (where workflow <> 'SUPPRESSED' and compliance = 'PASSED') as passed,
            count(*) filter (where workflow <> 'SUPPRESSED' and compliance = 'FAILED') as failed,
            max(case when workflow <> 'SUPPRESSED' and compliance = 'FAILED'
                then case severity when 'CRITICAL' then 4 when 'HIGH' then 3 when 'MEDIUM' then 2 when 'LOW' then 1 else 0 end else 0 end) as severity
        from findings
        where control_key is not null and record_state = 'ACTIVE'
        """;

    private const string Groups = "group by account_id, region, control_key, standards";

    /// <summary>From one reading, the score of each account and of any of them together.</summary>
    /// <param name="accounts">Null for all.</param>
    public async Task<Scoreboard> Board(IReadOnlyList<AccountId>? accounts, CancellationToken cancellationToken)
    {
        var board = new Scoreboard(catalogue);
        await Read(accounts, board.Add, cancellationToken);
        return board;
    }

    /// <summary>Of those that have findings.</summary>
    public async Task<IReadOnlyDictionary<AccountId, ScoreCard>> ByAccount(IReadOnlyList<AccountId>? accounts, CancellationToken cancellationToken)
    {
        var board = await Board(accounts, cancellationToken);
        return board.Accounts.ToDictionary(a => a, board.Of);
    }

    /// <summary>Of all these accounts as one; null for the organisation.</summary>
    public async Task<ScoreCard> For(IReadOnlyList<AccountId>? accounts, CancellationToken cancellationToken)
    {
        var sheet = new ScoreSheet();
        await Read(accounts, sheet.Add, cancellationToken);
        return sheet.Card(catalogue);
    }

    private async Task Read(IReadOnlyList<AccountId>? accounts, Action<ControlFact, IEnabledControls> add, CancellationToken cancellationToken)
    {
        var enabled = await enablement.Current(cancellationToken);
        var args = new DynamicParameters();
        var sql = $"{Sums} and {new CommandScope(accounts, FromChannel: false).Where("account_id", args)} {Groups}";
        await database.Read(
            async session =>
            {
                await using var rows = new FactReader(await session.Reader(sql, args));
                var read = 0L;
                while (await rows.Next(cancellationToken) is { } fact)
                {
                    add(fact, enabled);
                    read++;
                }

                return read;
            },
            cancellationToken);
    }
}
