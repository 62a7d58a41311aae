using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Scores;

namespace SecurityHubBot.Home;

/// <summary>Everything that one person's Home tab shows.</summary>
/// <param name="OwnAccounts">Accounts that the person owns, directly or through a user group, by name.</param>
/// <param name="Team">Null for whoever is neither approver nor operator.</param>
public sealed record HomeData(
    IReadOnlyList<AccountId> OwnAccounts, HomeCases Cases, HomePage<ExceptionEntry> Exceptions, Some<AccountScore> Accounts, HomeTeam? Team);

/// <summary>One page of a list.</summary>
public sealed record HomePage<T>(IReadOnlyList<T> Shown, int Page, long Total);

/// <param name="List">The most urgent first, so overdue ones before all others.</param>
public sealed record HomeCases(HomePage<ListedCase> List, long Overdue);

/// <summary>An exception that is asked for or approved.</summary>
/// <param name="Case">Without its resources.</param>
/// <param name="Until">The last day, approved or asked for.</param>
public sealed record ExceptionEntry(ExceptionId Id, ListedCase Case, bool IsPending, DateOnly Until, string RequestedBy, DateTimeOffset RequestedAt);

public sealed record AccountScore(AccountId Account, Score Score);

/// <summary>What the security team looks after.</summary>
/// <param name="Overdue">By channel, the most cases first.</param>
/// <param name="Directory">How what is decided by stands to what is in the organisation's tables.</param>
public sealed record HomeTeam(
    HomePage<ExceptionEntry> Approvals, Some<OverdueTeam> Overdue, long OverdueCases, Some<string> NewControls, Some<string> UnknownAccounts, DirectoryCondition Directory);

/// <param name="Channel">As in the account table; empty when its accounts have none.</param>
/// <param name="Since">The oldest due date.</param>
public sealed record OverdueTeam(string Channel, long Cases, DateOnly Since);

/// <summary>Which page of each list a person looks at, from 1.</summary>
public sealed record HomePages(int Cases, int Exceptions, int Approvals)
{
    public static HomePages First { get; } = new(1, 1, 1);
}
