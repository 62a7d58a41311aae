using System.Globalization;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
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
        values (@number, @slot, @kind, @payload, 1, 0, @priority, 0, 0, 0, @trace, @now)
        on conflict (case_number, slot) do update set
            desired = case_messages.desired + 1, next_attempt_at = 0, attempts = 0,
            priority = case when case_messages.desired > case_messages.actual and case_messages.priority > excluded.priority
                then case_messages.priority else excluded.priority end, trace_parent = excluded.trace_parent
        """;

    // Lists that were longer once have messages that are to be taken down.
    private const string WantAllParts =
        """
        update case_messages set desired = desired + 1, next_attempt_at = 0, attempts = 0, priority = @priority, trace_parent = @trace
        where case_number = @number and kind = 'resources'
        """;

    private const string AddPart =
        """
        insert into case_messages (case_number, slot, kind, payload, desired, actual, priority, lease_until, attempts, next_attempt_at, trace_parent, created_at)
        values (@number, @slot, @kind, @payload, 1, 0, @priority, 0, 0, 0, @trace, @now)
        on conflict (case_number, slot) do nothing
        """;

    /// <summary>The card, and the list of resources in its thread.</summary>
    public static async Task WantCard(DbSession session, Case wanted, int priority, string? trace, DateTimeOffset now)
    {
        await session.Execute(Want, Parameters(wanted.Number, CardSlot, CardSlot, payload: null, priority, trace, now));
        await session.Execute(WantAllParts, new { number = wanted.Number.Value, priority, trace });
        var parts = Enumerable.Range(1, ResourceList.Parts(wanted.Resources.Count));
        await session.Execute(AddPart, parts.Select(part => Parameters(wanted.Number, ResourcesSlotOf(part), ResourcesSlot, payload: null, priority, trace, now)).ToList());
    }

    public static int PartOf(string slot) => slot.Split(':') is [_, var part] ? int.Parse(part, CultureInfo.InvariantCulture) : 1;

    private static string ResourcesSlotOf(int part) => part == 1 ? ResourcesSlot : string.Create(CultureInfo.InvariantCulture, $"{ResourcesSlot}:{part}");

    /// <param name="historyId">The line of history that the sentence tells: one sentence for each.</param>
    public static Task WantNote(DbSession session, CaseNumber number, long historyId, string payload, int priority, string? trace, DateTimeOffset now) =>
        session.Execute(Want, Parameters(number, $"note:{historyId}", "note", payload, priority, trace, now));

    private static object Parameters(CaseNumber number, string slot, string kind, string? payload, int priority, string? trace, DateTimeOffset now) =>
        new { number = number.Value, slot, kind, payload, priority, trace, now = Micros.From(now) };
}
