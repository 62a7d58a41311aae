namespace SecurityHubBot.Slack.Events;

/// <summary>For tests and trials: forgets everything with the process, and the oldest handled ids beyond a limit.</summary>
public sealed class InMemorySlackEventStore(TimeProvider time) : ISlackEventStore
{
    /// <summary>As many events are remembered; when as many wait to be handled, further ones are refused, and Slack sends them again.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _oldestFirst = new();
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);

    public Task<bool> TryStore(string eventId, string body, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_byId.ContainsKey(eventId))
                return Task.FromResult(false);
            if (_byId.Count >= Capacity)
                Forget();

            var entry = new Entry(eventId, body) { DueAt = time.GetUtcNow() };
            _byId.Add(eventId, entry);
            _oldestFirst.AddLast(entry);
            return Task.FromResult(true);
        }
    }

    public Task<StoredSlackEvent?> Claim(TimeSpan lease, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var entry = _oldestFirst.FirstOrDefault(e => !e.Done && e.DueAt <= now);
            if (entry is null)
                return Task.FromResult<StoredSlackEvent?>(null);

            entry.DueAt = now + lease;
            entry.Attempt++;
            return Task.FromResult<StoredSlackEvent?>(new StoredSlackEvent(entry.EventId, entry.Body, entry.Attempt));
        }
    }

    public Task Complete(string eventId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_byId.TryGetValue(eventId, out var entry))
                (entry.Done, entry.Body) = (true, "");
        }

        return Task.CompletedTask;
    }

    public Task Release(string eventId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_byId.TryGetValue(eventId, out var entry))
                entry.DueAt = time.GetUtcNow() + retryAfter;
        }

        return Task.CompletedTask;
    }

    private void Forget()
    {
        var oldest = _oldestFirst.FirstOrDefault(e => e.Done)
            ?? throw new InvalidOperationException($"{Capacity} Slack events wait to be handled; no more fit into memory.");
        _oldestFirst.Remove(oldest);
        _byId.Remove(oldest.EventId);
    }

    private sealed class Entry(string eventId, string body)
    {
        public string EventId { get; } = eventId;

        public string Body { get; set; } = body;

        public DateTimeOffset DueAt { get; set; }

        public int Attempt { get; set; }

        public bool Done { get; set; }
    }
}
