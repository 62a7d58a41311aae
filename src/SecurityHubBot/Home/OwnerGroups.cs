using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Home;

/// <summary>
/// In which of the user groups that own accounts somebody is. Slack answers 20 such questions a minute, and those about who may press
/// a button cannot wait: at most half of them are asked here, and until all groups are known the known ones have to do.
/// </summary>
internal sealed partial class OwnerGroups(ISlackApiClient slack, TimeProvider time, ILogger<OwnerGroups> logger) : IDisposable
{
    private const int AtOnce = 3;

    internal static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(6);

    // After a failure Slack is left alone for a while; what was known before still counts.
    private static readonly TimeSpan FailureKeptFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private DateTimeOffset _paidUntil = DateTimeOffset.MinValue;

    /// <returns>The groups, and when to ask again because some could not be asked about yet.</returns>
    public async Task<(IReadOnlySet<string> Groups, DateTimeOffset? CompleteAt)> Of(string user, IEnumerable<string> groupIds, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var mine = new HashSet<string>(StringComparer.Ordinal);
            DateTimeOffset? completeAt = null;
            foreach (var group in groupIds)
            {
                if (await Members(group, cancellationToken) is not { } members)
                {
                    completeAt = time.GetUtcNow() + Interval;
                }
                else if (members.Contains(user))
                {
                    mine.Add(group);
                }
            }

            return (mine, completeAt);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <returns>Null when nothing is known yet.</returns>
    private async Task<IReadOnlySet<string>?> Members(string group, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = _known.GetValueOrDefault(group);
        if ((known is null || known.Until <= now) && MayAsk(now))
        {
            _known[group] = known = await Ask(group, known, cancellationToken);
        }

        return known?.Members;
    }

    private bool MayAsk(DateTimeOffset now)
    {
        if (_paidUntil - now > Interval * (AtOnce - 1))
        {
            return false;
        }

        _paidUntil = (_paidUntil > now ? _paidUntil : now) + Interval;
        return true;
    }

    private async Task<Known> Ask(string group, Known? before, CancellationToken cancellationToken)
    {
        try
        {
            var members = await slack.UserGroupUsers.List(group, cancellationToken: cancellationToken);
            return new Known(members.ToHashSet(StringComparer.Ordinal), time.GetUtcNow() + KnownFor);
        }
        catch (SlackCallException e)
        {
            Log.Unknown(logger, group, e.Message);
            return new Known(before?.Members ?? new HashSet<string>(StringComparer.Ordinal), time.GetUtcNow() + FailureKeptFor);
        }
    }

    private sealed record Known(IReadOnlySet<string> Members, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(EventId = 5521, Level = LogLevel.Warning, Message = "Who is in user group {Group}, an owner of accounts, could not be found out: {Reason}")]
        public static partial void Unknown(ILogger logger, string group, string reason);
    }
}
