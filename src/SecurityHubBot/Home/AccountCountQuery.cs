using System.Collections.Concurrent;
using Dapper;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Home;

/// <summary>
/// How many controls pass and fail in an account. It reads all of an account's findings, so an answer is kept for a few minutes and
/// only some accounts are counted for one person.
/// </summary>
internal sealed class AccountCountQuery(Database database, TimeProvider time)
{
    public const int MaxCounted = 30;
    public const int MaxShown = 10;

    private const int MaxKept = 20_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<AccountId, (AccountCounts Counts, DateTimeOffset Until)> _known = new();

    /// <summary>Those with the most failures first; accounts without any finding are left out.</summary>
    public async Task<Some<AccountCounts>> Read(IReadOnlyList<AccountId> accounts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = accounts.Take(MaxCounted).ToList();
        var missing = wanted.Where(a => !_known.TryGetValue(a, out var known) || known.Until <= now).ToList();
        if (missing.Count > 0)
        {
            await Count(missing, now, cancellationToken);
        }

        var counted = wanted.Select(a => _known.TryGetValue(a, out var known) ? known.Counts : null).OfType<AccountCounts>().Where(c => c.Total > 0)
            .OrderByDescending(c => c.Failed).ThenBy(c => c.Account.ToString(), StringComparer.Ordinal).ToList();
        return new Some<AccountCounts>([.. counted.Take(MaxShown)], counted.Count + accounts.Count - wanted.Count);
    }

    private async Task Count(IReadOnlyList<AccountId> accounts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var args = new DynamicParameters();
        var rows = await database.Read(
            session => session.Query<CountedRow>(
                $"""
                select account_id,
                    sum(case when failed > 0 then 1 else 0 end) as failed,
                    sum(case when failed = 0 and unknown = 0 then 1 else 0 end) as passed,
                    sum(case when failed = 0 and unknown > 0 then 1 else 0 end) as unknown
                from (
                    select account_id, control_key, sum(case when compliance = 'FAILED' then 1 else 0 end) as failed,
                        sum(case when compliance in ('PASSED', 'FAILED') then 0 else 1 end) as unknown
                    from findings
                    where control_key is not null and record_state = 'ACTIVE' and workflow <> 'SUPPRESSED'
                        and {new CommandScope(accounts, FromChannel: false).Where("account_id", args)}
                    group by account_id, control_key) controls
                group by account_id
                """,
                args),
            cancellationToken);
        if (_known.Count > MaxKept)
        {
            _known.Clear();
        }

        var counted = rows.ToDictionary(r => AccountId.Parse(r.AccountId));
        foreach (var account in accounts)
        {
            var row = counted.GetValueOrDefault(account);
            _known[account] = (new AccountCounts(account, row?.Passed ?? 0, row?.Failed ?? 0, row?.Unknown ?? 0), now + KeptFor);
        }
    }

    private sealed class CountedRow
    {
        public string AccountId { get; init; } = "";

        public long Passed { get; init; }

        public long Failed { get; init; }

        public long Unknown { get; init; }
    }
}
