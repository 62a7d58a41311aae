using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases;

/// <summary>Asks for a case's Slack messages to be made true again. What they should say is rendered when they are sent.</summary>
internal static class CaseMessageStore
{
    public const string CardSlot = "card";
    public const string ResourcesSlot = "resources";

    /// <summary>What people wait for goes before what arrives by itself.</summary>
    public const int PersonPriority = 10;

    private const string Want =
        """
        insert into case_messages (case_number, slot, kind, payload, desired, actual, priority, lease_until, attempts, next_attempt_at, trace_parent, created_at)
        values (@number, @slot, @kind, @payload, 1, 0, @priority, 0, 0, @now, @trace, @now)
        on conflict (case_number, slot) do update set
            desired = case_messages.desired + 1, next_attempt_at = excluded.next_attempt_at, attempts = 0,
            priority = excluded.priority, trace_parent = excluded.trace_parent
        """;

    public static Task WantCard(DbSession session, CaseNumber number, int priority, string? trace, DateTimeOffset now) =>
        session.Execute(Want, new[] { CardSlot, ResourcesSlot }.Select(slot => Parameters(number, slot, slot, payload: null, priority, trace, now)).ToList());

    /// <param name="historyId">The line of history that the sentence tells: one sentence for each.</param>
    public static Task WantNote(DbSession session, CaseNumber number, long historyId, string payload, int priority, string? trace, DateTimeOffset now) =>
        session.Execute(Want, Parameters(number, $"note:{historyId}", "note", payload, priority, trace, now));

    private static object Parameters(CaseNumber number, string slot, string kind, string? payload, int priority, string? trace, DateTimeOffset now) =>
        new { number = number.Value, slot, kind, payload, priority, trace, now = Micros.From(now) };
}
