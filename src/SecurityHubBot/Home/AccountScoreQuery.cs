using System.Collections.Concurrent;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Scores;

namespace SecurityHubBot.Home;

/// <summary>
/// The score of each of somebody's accounts. It reads all of an account's findings, so an answer is kept for a few minutes and only
/// some accounts are looked at for one person.
/// </summary>
internal sealed class AccountScoreQuery(ScoreQuery scores, TimeProvider time)
{
    public const int MaxCounted = 30;
    public const int MaxShown = 10;

    private const int MaxKept = 20_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<AccountId, (AccountScore Score, DateTimeOffset Until)> _known = new();

    /// <summary>Those with the most failures first; accounts without any finding are left out.</summary>
    public async Task<Some<AccountScore>> Read(IReadOnlyList<AccountId> accounts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = accounts.Take(MaxCounted).ToList();
        var missing = wanted.Where(a => !_known.TryGetValue(a, out var known) || known.Until <= now).ToList();
        if (missing.Count > 0)
        {
            await Compute(missing, now, cancellationToken);
        }

        var counted = wanted.Select(a => _known.TryGetValue(a, out var known) ? known.Score : null).OfType<AccountScore>().Where(c => c.Score.Total > 0)
            .OrderByDescending(c => c.Score.Failed).ThenBy(c => c.Account.ToString(), StringComparer.Ordinal).ToList();
        return new Some<AccountScore>([.. counted.Take(MaxShown)], counted.Count + accounts.Count - wanted.Count);
    }

    private async Task Compute(IReadOnlyList<AccountId> accounts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cards = await scores.ByAccount(accounts, cancellationToken);
        if (_known.Count > MaxKept)
        {
            _known.Clear();
        }

        foreach (var account in accounts)
        {
            _known[account] = (new AccountScore(account, cards.GetValueOrDefault(account)?.Overall ?? Score.None), now + KeptFor);
        }
    }
}
