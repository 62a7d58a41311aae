using SecurityHubBot.Cases;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;
using SecurityHubBot.Reminders;

namespace SecurityHubBot.Digest;

/// <summary>Which channels' cases are overdue, or take longer to fix than they are given.</summary>
internal static class SlowTeams
{
    private const string Overdue =
        "select account_id as account, count(*) as cases from cases where state in ('open', 'accepted') and due_on < @today group by account_id";

    private const string Fixed = "select account_id as account, closed_at - opened_at as took from cases where state = 'fixed' and closed_at >= @since";

    public static async Task<Some<SlowTeam>> Find(DbSession session, DirectorySnapshot snapshot, DateOnly today, DateTimeOffset since, int givenDays)
    {
        var overdue = await session.Query<OverdueRow>(Overdue, new { today = CaseRow.WriteDate(today) });
        var took = await session.Query<FixedRow>(Fixed, new { since = Micros.From(since) });
        string? Channel(string account) => ReminderAudiences.Name(snapshot.Accounts.GetValueOrDefault(AccountId.Parse(account)));
        var late = overdue.GroupBy(r => Channel(r.Account) ?? "").ToDictionary(g => g.Key, g => g.Sum(r => r.Cases), StringComparer.Ordinal);
        var medians = took.GroupBy(r => Channel(r.Account) ?? "").ToDictionary(g => g.Key, g => Median([.. g.Select(r => r.Took)]), StringComparer.Ordinal);
        return Slowest(late, medians, givenDays);
    }

    /// <summary>The team with most overdue cases first, then the slowest.</summary>
    internal static Some<SlowTeam> Slowest(IReadOnlyDictionary<string, long> overdue, IReadOnlyDictionary<string, TimeSpan> medians, int givenDays)
    {
        // What belongs to no channel is no team's, and is told with the unknown accounts.
        var teams = overdue.Keys.Union(medians.Keys, StringComparer.Ordinal).Where(c => c.Length > 0)
            .Select(c => new SlowTeam(c, medians.TryGetValue(c, out var median) ? (int)Math.Ceiling(median.TotalDays) : null, (int)overdue.GetValueOrDefault(c)))
            .Where(t => t.Overdue > 0 || t.MedianDays > givenDays)
            .OrderByDescending(t => t.Overdue).ThenByDescending(t => t.MedianDays ?? 0).ThenBy(t => t.Channel, StringComparer.Ordinal)
            .ToList();
        return DigestQueries.Few(teams, t => t, DigestView.MaxLines);
    }

    internal static TimeSpan Median(IReadOnlyList<long> micros)
    {
        var sorted = micros.Order().ToList();
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : sorted[middle - 1] + ((sorted[middle] - sorted[middle - 1]) / 2);
        return TimeSpan.FromMicroseconds(median);
    }

    private sealed record OverdueRow
    {
        public string Account { get; init; } = "";

        public long Cases { get; init; }
    }

    private sealed record FixedRow
    {
        public string Account { get; init; } = "";

        public long Took { get; init; }
    }
}
