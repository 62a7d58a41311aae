using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Cases.Sync;

/// <summary>Finds a channel's id by its name, for account rows that name <c>#shop-aws</c>. Slack has no call for one name, so all are read and kept.</summary>
internal sealed class ChannelDirectory(ISlackApiClient slack, TimeProvider time) : IDisposable
{
    private const int PageSize = 1000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    // A name that is not there is looked up again sooner: somebody may just have made the channel.
    private static readonly TimeSpan MissKeptFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Dictionary<string, string> _ids = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <returns>The channel's id, or null when there is no such channel that the bot can see.</returns>
    public async Task<string?> Resolve(string channel, CancellationToken cancellationToken)
    {
        if (IsId(channel))
        {
            return channel;
        }

        var name = channel.TrimStart('#').Trim();
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var age = time.GetUtcNow() - _readAt;
            if (age > KeptFor || (age > MissKeptFor && !_ids.ContainsKey(name)))
            {
                _ids = await Read(cancellationToken);
                _readAt = time.GetUtcNow();
            }

            return _ids.GetValueOrDefault(name);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Something about the channels changed: read them again when next asked.</summary>
    public void Forget() => _readAt = DateTimeOffset.MinValue;

    public void Dispose() => _reading.Dispose();

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
}
