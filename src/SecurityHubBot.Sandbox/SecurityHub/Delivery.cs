namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>What became of an event on its way to the bot.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    public sealed record Accepted(int Status) : DeliveryOutcome;

    /// <summary>The bot said that trying again is of no use (400, 401, 413 …).</summary>
    public sealed record Refused(int Status, string Body) : DeliveryOutcome;

    /// <summary>Tried as often and as long as EventBridge does.</summary>
    public sealed record GivenUp(string Reason) : DeliveryOutcome;

    /// <summary>Somebody wanted it to get lost on the way: see <see cref="EventSender.IsLosing"/>.</summary>
    public sealed record Lost : DeliveryOutcome;

    /// <summary>The queue was cleared, or the sandbox is stopping.</summary>
    public sealed record Abandoned : DeliveryOutcome;
}

/// <summary>The bot's answer to one event, as it is.</summary>
public sealed record IntakeAnswer(int Status, string Body);

/// <summary>A look at the queue, for the page.</summary>
/// <param name="Waiting">Events that the bot has not taken yet.</param>
/// <param name="LastProblem">The newest reason why an event was not taken; null once everything has arrived.</param>
/// <param name="Refused">The newest events that the bot refused for good.</param>
/// <param name="Losing">Events get lost on the way, because somebody wants to see what happens.</param>
public sealed record SenderState(int Waiting, long Sent, long Failed, string? LastProblem, IReadOnlyList<RefusedEvent> Refused, bool Losing, long Lost);

public sealed record RefusedEvent(DateTimeOffset At, string What, int? Status, string Reason);
