namespace SecurityHubBot.Sandbox.Workspace.State;

/// <summary>One channel's messages in the order of their timestamps, with threads beside them.</summary>
internal sealed class ChannelMessages
{
    // Timestamps have a fixed width until the year 2286, so ordinal order is order in time.
    private readonly SortedDictionary<string, StoredMessage> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _replies = new(StringComparer.Ordinal);

    public IEnumerable<StoredMessage> All => _all.Values;

    /// <summary>What the channel itself shows: roots and broadcast replies.</summary>
    public IEnumerable<StoredMessage> Visible => _all.Values.Where(m => !m.IsReply || m.IsBroadcast);

    public StoredMessage? Find(string ts) => _all.GetValueOrDefault(ts);

    public IReadOnlyList<StoredMessage> Replies(string rootTs) =>
        _replies.TryGetValue(rootTs, out var replies) ? [.. replies.Select(ts => _all[ts])] : [];

    public void Put(StoredMessage message)
    {
        _all[message.Ts] = message;
        if (!message.IsReply)
        {
            return;
        }

        if (!_replies.TryGetValue(message.ThreadTs!, out var replies))
        {
            _replies[message.ThreadTs!] = replies = new SortedSet<string>(StringComparer.Ordinal);
        }

        replies.Add(message.Ts);
    }

    public void Remove(StoredMessage message)
    {
        _all.Remove(message.Ts);
        if (message.IsReply && _replies.TryGetValue(message.ThreadTs!, out var replies) && replies.Remove(message.Ts) && replies.Count == 0)
        {
            _replies.Remove(message.ThreadTs!);
        }
    }
}
