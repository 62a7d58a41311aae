using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories;

/// <summary>The account and policy tables as they stood at one version.</summary>
public sealed record DirectorySnapshot(long Version, IReadOnlyDictionary<AccountId, Account> Accounts, PolicyTable Policies);

/// <summary>The organisation's accounts and policies, cached.</summary>
public interface IDirectory
{
    Task<DirectorySnapshot> Current(CancellationToken cancellationToken);

    /// <summary>As the given session sees it: a decision never uses rows older than an import that the session can see.</summary>
    Task<DirectorySnapshot> For(DbSession session);
}
