namespace SecurityHubBot.Slack.Events;

/// <summary>
/// Keeps events from before they are acknowledged until they are handled. Slack repeats what was not acknowledged, so whatever
/// is lost before <see cref="TryStore"/> returns comes again, and whatever comes after is ours to keep.
/// </summary>
public interface ISlackEventStore
{
    /// <summary>Keeps the event for good before it returns.</summary>
    /// <param name="eventId">The same in every delivery of one event.</param>
    /// <param name="body">The whole envelope as JSON.</param>
    /// <returns>False when this id is known already, handled or not.</returns>
    Task<bool> TryStore(string eventId, string body, CancellationToken cancellationToken = default);

    /// <summary>Takes the oldest event that waits, for the length of the lease; nobody else gets it meanwhile. Null when none waits.</summary>
    Task<StoredSlackEvent?> Claim(TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>The event is done. Its id stays known for at least a day.</summary>
    Task Complete(string eventId, CancellationToken cancellationToken = default);

    /// <summary>Handling failed; the event waits again after this time.</summary>
    Task Release(string eventId, TimeSpan retryAfter, CancellationToken cancellationToken = default);
}

/// <param name="Attempt">1 when it is claimed for the first time.</param>
public sealed record StoredSlackEvent(string EventId, string Body, int Attempt);
