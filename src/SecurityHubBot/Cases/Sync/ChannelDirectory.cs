using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>Finds a channel's id by its name, for account rows that name <c>#shop-aws</c>. Slack has no call for one name, so all are read and kept.</summary>
internal sealed class ChannelDirectory(ISlackApiClient slack, TimeProvider time) : IDisposable
{
    private const int PageSize = 1000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    // A name that is not there is looked up again sooner: somebody may just have made the channel.
    private static readonly TimeSpan MissKeptFor = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Names _names = new([], DateTimeOffset.MinValue);
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;

    /// <returns>The channel's id, or null when there is no such channel that the bot can see.</returns>
    /// <exception cref="SlackCallException">The channels cannot be read now, and this one was not known before.</exception>
    public async Task<string?> Resolve(string channel, CancellationToken cancellationToken)
    {
        if (IsId(channel))
        {
            return channel;
        }

        var name = channel.TrimStart('#').Trim();
        var known = _names.Ids.GetValueOrDefault(name);
        // A name that was known yesterday is better than waiting with everything until Slack lists its channels again.
        if (IsFresh(name) || !await _reading.WaitAsync(known is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken))
        {
            return known;
        }

        try
        {
            return IsFresh(name) ? _names.Ids.GetValueOrDefault(name) : await ReadAgain(name, cancellationToken);
        }
        catch (SlackCallException) when (known is not null)
        {
            return known;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Something about the channels changed: read them again when next asked.</summary>
    public void Forget() => _names = _names with { ReadAt = DateTimeOffset.MinValue };

    public void Dispose() => _reading.Dispose();

    private bool IsFresh(string name)
    {
        var names = _names;
        var age = time.GetUtcNow() - names.ReadAt;
        return age >= TimeSpan.Zero && age <= (names.Ids.ContainsKey(name) ? KeptFor : MissKeptFor);
    }

    private async Task<string?> ReadAgain(string name, CancellationToken cancellationToken)
    {
        var wait = _pausedUntil - time.GetUtcNow();
        if (wait > TimeSpan.Zero && wait <= PauseAfterFailure)
        {
            throw new SlackRateLimitException("conversations.list", wait);
        }

        try
        {
            var ids = await Read(cancellationToken);
            _names = new Names(ids, time.GetUtcNow());
            return ids.GetValueOrDefault(name);
        }
        catch (SlackCallException)
        {
            // Everybody who waits for the same answer need not ask for it again.
            _pausedUntil = time.GetUtcNow() + PauseAfterFailure;
            throw;
        }
    }

    private static bool IsId(string channel) =>
        channel is ['C' or 'G' or 'D', ..] && channel.Length >= 9 && channel.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c));

    private async Task<Dictionary<string, string>> Read(CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? cursor = null;
        do
        {
            var page = await slack.Conversations.List(excludeArchived: true, PageSize, ["public_channel", "private_channel"], cursor, cancellationToken);
            foreach (var channel in page.Channels.Where(c => c.Name is not null))
            {
                ids[channel.Name!] = channel.Id;
            }

            cursor = page.ResponseMetadata.NextCursor;
        }
        while (!string.IsNullOrEmpty(cursor));
        return ids;
    }

    private sealed record Names(Dictionary<string, string> Ids, DateTimeOffset ReadAt);
}
