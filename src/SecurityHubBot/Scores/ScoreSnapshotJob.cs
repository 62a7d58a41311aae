using SecurityHubBot.Directories;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Hosting;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Scores;

/// <summary>
/// Keeps the score of each day: once, by whichever run comes first on that day. A day on which the bot never ran stays a gap, because
/// nobody can say afterwards how things stood.
/// </summary>
internal sealed partial class ScoreSnapshotJob(
    ScoreQuery scores, IDirectory directory, Database database, OrganisationOptions organisation, TimeProvider time, ILogger<ScoreSnapshotJob> logger) : IRecurringJob
{
    // A year of trend, and the month before it to compare with.
    private const int KeptDays = 400;

    public async Task Run(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = organisation.DateAt(now);
        if (await database.Read(session => ScoreSnapshotStore.IsTaken(session, today), cancellationToken))
        {
            return;
        }

        var board = await scores.Board(accounts: null, cancellationToken);
        if (board.Accounts.Count == 0)
        {
            // Before the first findings there is nothing to keep. The next run looks again.
            return;
        }

        // Worked out before anything is locked.
        var cards = Cards(board, await directory.Current(cancellationToken)).ToList();
        var written = await database.Write(
            async session =>
            {
                await ScoreSnapshotStore.ForgetBefore(session, today.AddDays(-KeptDays));
                return await ScoreSnapshotStore.Write(session, today, cards, now);
            },
            cancellationToken);
        if (written)
        {
            Log.Taken(logger, today, board.Accounts.Count);
        }
    }

    /// <summary>The organisation first.</summary>
    private static IEnumerable<(ScoreSubject Subject, ScoreCard Card)> Cards(Scoreboard board, DirectorySnapshot directory)
    {
        yield return (ScoreSubject.Organisation, board.Organisation());
        var known = board.Accounts.ToHashSet();
        foreach (var team in directory.Accounts.Values.Where(a => a.Channel.Length > 0 && known.Contains(a.Id)).GroupBy(a => a.Channel, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            yield return (ScoreSubject.Team(team.Key), board.Of(team.Select(a => a.Id)));
        }

        foreach (var account in board.Accounts.OrderBy(a => a.ToString(), StringComparer.Ordinal))
        {
            yield return (ScoreSubject.Of(account), board.Of(account));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6901, Level = LogLevel.Information, Message = "The score of {Day} is kept: the organisation's and that of {Accounts} accounts")]
        public static partial void Taken(ILogger logger, DateOnly day, int accounts);
    }
}
