using System.Collections.Concurrent;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;

namespace SecurityHubBot.Home;

/// <summary>Whom a Home tab is made for.</summary>
/// <param name="Accounts">Accounts that the person owns, directly or through a user group, by name.</param>
/// <param name="IsTeam">Approver or operator.</param>
/// <param name="CompleteAt">When to look again, because not all user groups are known yet; null when all are.</param>
internal sealed record HomeViewer(IReadOnlyList<AccountId> Accounts, bool IsTeam, DateTimeOffset? CompleteAt);

/// <summary>
/// Finds out what concerns somebody. Here it is only about what is shown, so answers may be a minute old: what somebody may do is
/// asked again when they do it.
/// </summary>
internal sealed class HomeAudience(IRoles roles, OwnerGroups groups, TimeProvider time)
{
    private const int MaxKept = 10_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <param name="isAwaited">The person waits for it: then who they are is asked anew.</param>
    /// <returns>Null for somebody who has left.</returns>
    /// <exception cref="TimeoutException">Slack does not say who they are now.</exception>
    public async Task<HomeViewer?> Of(string user, DirectorySnapshot directory, bool isAwaited, CancellationToken cancellationToken)
    {
        if (await IsTeam(user, isAwaited, cancellationToken) is not { } isTeam)
        {
            return null;
        }

        var owners = directory.Accounts.Values.SelectMany(a => a.Owners).Where(o => o.StartsWith('S')).Distinct(StringComparer.Ordinal);
        var (mine, completeAt) = await groups.Of(user, owners, cancellationToken);
        var accounts = directory.Accounts.Values
            .Where(a => a.Owners.Any(o => o == user || mine.Contains(o)))
            .OrderBy(a => a.Name, StringComparer.Ordinal).ThenBy(a => a.Id.ToString(), StringComparer.Ordinal)
            .Select(a => a.Id);
        return new HomeViewer([.. accounts], isTeam, completeAt);
    }

    private async Task<bool?> IsTeam(string user, bool isAwaited, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!isAwaited && _known.TryGetValue(user, out var known) && known.Until > now)
        {
            return known.IsTeam;
        }

        bool? isTeam = await roles.May(user, BotAction.SeeTeamHome, cancellationToken) switch
        {
            Permission.Allowed => true,
            Permission.Refused { Reason: RefusalReason.Deactivated } => null,
            Permission.Refused { Reason: RefusalReason.CannotCheckNow } => throw new TimeoutException("Slack does not say now who they are."),
            _ => false,
        };
        if (_known.Count >= MaxKept)
        {
            _known.Clear();
        }

        _known[user] = new Known(isTeam, now + KeptFor);
        return isTeam;
    }

    private sealed record Known(bool? IsTeam, DateTimeOffset Until);
}
