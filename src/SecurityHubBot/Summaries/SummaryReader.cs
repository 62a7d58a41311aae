using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Scores;

namespace SecurityHubBot.Summaries;

/// <summary>An approved exception that ends before long.</summary>
internal sealed record EndingException
{
    public long Id { get; init; }

    public long CaseNumber { get; init; }

    public string AccountId { get; init; } = "";

    /// <summary>Such as <c>2026-11-30</c>.</summary>
    public string Until { get; init; } = "";
}

/// <summary>
/// Reads what is in the summaries of a month. Findings are looked through for all of them together: once for each channel, and a hundred
/// channels would read a large table a hundred times.
/// </summary>
internal sealed class SummaryReader(Database database, ScoreQuery scores, ScoreHistory history, OrganisationOptions organisation, TimeProvider time)
{
    private const int EndingDays = 30;

    private const string Ending =
        """
        select e.id, e.case_number, c.account_id, e.until from exceptions e join cases c on c.number = e.case_number
        where e.state = 'approved' and e.until <= @last order by e.until, e.id
        """;

    public async Task<SummaryNumbers> Read(SummaryPlan plan, CancellationToken cancellationToken)
    {
        var readAt = time.GetUtcNow();
        var before = YearMonth.Parse(plan.Period).Previous;
        var board = await scores.Board(accounts: null, cancellationToken);
        return new SummaryNumbers(board, await history.EndOf(before.FirstDay, ScoreSubject.TeamScope, cancellationToken), plan.Teams, readAt)
        {
            Notified = await database.Read(session => NotifiedFindings.Of(session, plan.Period), cancellationToken),
            Ending = await database.Read(
                session => session.Query<EndingException>(Ending, new { last = ScoreSnapshotStore.Text(organisation.DateAt(readAt).AddDays(EndingDays)) }), cancellationToken),
        };
    }
}
