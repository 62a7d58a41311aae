using System.Globalization;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases;

/// <summary>Asks for a case's Slack messages to be made true again. What they should say is rendered when they are sent.</summary>
internal static class CaseMessageStore
{
    public const string CardSlot = "card";
    public const string ResourcesSlot = "resources";

    /// <summary>An exception, in the card's thread, as it stands now.</summary>
    public const string ExceptionKind = "exception";

    /// <summary>A request for an exception, in the approval channel.</summary>
    public const string ApprovalKind = "approval";

    /// <summary>Something said to one person alone.</summary>
    public const string DirectKind = "direct";

    /// <summary>The lane of everything that goes to the approval channel. What has no lane of its own goes in its card's.</summary>
    private const string ApprovalLane = "approvals";

    /// <summary>What people wait for goes before what arrives by itself.</summary>
    public const int PersonPriority = 10;

    private const string Want =
        """
        insert into case_messages (case_number, slot, kind, payload, desired, actual, priority, lane, lease_until, attempts, next_attempt_at, trace_parent, created_at)
        values (@number, @slot, @kind, @payload, 1, 0, @priority, @lane, 0, 0, 0, @trace, @now)
        on conflict (case_number, slot) do update set
            desired = case_messages.desired + 1, next_attempt_at = 0, attempts = 0,
            priority = case when case_messages.desired > case_messages.actual and case_messages.priority > excluded.priority
                then case_messages.priority else excluded.priority end, trace_parent = excluded.trace_parent
        """;

    private const string RefreshApproval =
        """
        update case_messages set desired = desired + 1, next_attempt_at = 0, attempts = 0
        where case_number = @number and kind = 'approval' and slot in (@first, @second)
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

    private const string Card = "select channel, ts from case_messages where case_number = @number and slot = 'card' and ts is not null";

    /// <summary>Where the case's card stands; null when it does not.</summary>
    public static Task<CardLink?> FindCard(DbSession session, CaseNumber number) => session.SingleOrDefault<CardLink>(Card, new { number = number.Value });

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

    /// <summary>The exception's line in the card's thread.</summary>
    public static Task WantException(DbSession session, CaseNumber number, ExceptionId exception, string? trace, DateTimeOffset now) =>
        session.Execute(Want, Parameters(number, $"exception:{exception.Value}", ExceptionKind, ExceptionNote.About(exception), PersonPriority, trace, now));

    /// <summary>The request in the approval channel.</summary>
    public static Task WantApproval(DbSession session, CaseNumber number, ExceptionId exception, string? trace, DateTimeOffset now) =>
        session.Execute(Want, Parameters(number, $"approval:{exception.Value}", ApprovalKind, ExceptionNote.About(exception), PersonPriority, trace, now, ApprovalLane));

    /// <summary>The request once more, for approvers who have not seen it.</summary>
    public static Task WantReminder(DbSession session, CaseNumber number, ExceptionId exception, string? trace, DateTimeOffset now) =>
        session.Execute(
            Want,
            Parameters(number, $"approval:{exception.Value}:chase", ApprovalKind, ExceptionNote.About(exception, isReminder: true), PersonPriority, trace, now, ApprovalLane));

    /// <summary>Everything in the approval channel that says something about the exception is looked at again.</summary>
    public static Task RefreshApprovals(DbSession session, CaseNumber number, ExceptionId exception) =>
        session.Execute(RefreshApproval, new { number = number.Value, first = $"approval:{exception.Value}", second = $"approval:{exception.Value}:chase" });

    /// <param name="historyId">The line of history that the person is told of: one message for each.</param>
    public static Task WantDirect(DbSession session, CaseNumber number, long historyId, string user, string payload, string? trace, DateTimeOffset now) =>
        session.Execute(
            Want,
            Parameters(number, $"direct:{historyId}", DirectKind, DirectNote.To(user, payload), PersonPriority, trace, now, $"direct:{user}"));

    private static object Parameters(
        CaseNumber number, string slot, string kind, string? payload, int priority, string? trace, DateTimeOffset now, string? lane = null) =>
        new { number = number.Value, slot, kind, payload, priority, lane, trace, now = Micros.From(now) };
}
