using Dapper;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Domain.Workflows;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Workflows;

/// <summary>A finding with what it is wanted to be, as the table has it.</summary>
internal sealed class WishRow
{
    public string FindingKey { get; init; } = "";

    public string ControlId { get; init; } = "";

    public string? Compliance { get; init; }

    public string RecordState { get; init; } = "";

    public string Workflow { get; init; } = "";

    public string Resources { get; init; } = "";

    public string? Policy { get; init; }

    public string? PolicySource { get; init; }

    public string? PolicyStandard { get; init; }

    public string? WantedWorkflow { get; init; }

    public string WantedNote { get; init; } = "";

    public int WantedNeed { get; init; }

    public int SuppressedByUs { get; init; }

    public long ReceivedAt { get; init; }

    public long WorkflowTriedAt { get; init; }

    public long WorkflowNextAt { get; init; }

    public string? Told { get; init; }

    public bool WasRefused => WorkflowNextAt == WorkflowQueue.Never;

    public Wish Known => new(WantedWorkflow, WantedNote, WantedNeed);

    /// <param name="withResources">Only where somebody asks for them: a case may have ten thousand findings.</param>
    public WorkflowFinding ToFinding(bool withResources) => new(
        FindingColumns.ReadCompliance(Compliance),
        FindingColumns.ReadRecordState(RecordState),
        Workflow == FindingColumns.Write(WorkflowStatus.Suppressed) && SuppressedByUs == 1,
        withResources ? [.. FindingColumns.ReadResources(Resources).Select(r => r.Id)] : [],
        Told is null ? null : Told[(Told.IndexOf(':', StringComparison.Ordinal) + 1)..]);
}

/// <summary>A wish in columns.</summary>
internal readonly record struct Wish(string? Workflow, string Note, int Need)
{
    public static Wish Of(WorkflowWish? wish) =>
        wish is null ? new Wish(null, "", 0) : new Wish(FindingColumns.Write(wish.Status), wish.Reason?.ToString() ?? "", (int)wish.Need);
}

/// <summary>The findings of a control in an account and Region, what their wishes depend on, and the wishes.</summary>
internal static class WishStore
{
    private const int KeysAtOnce = 500;

    private const string Findings =
        """
        select f.finding_key, f.control_id, f.compliance, f.record_state, f.workflow, f.resources, f.policy, f.policy_source, f.policy_standard,
            f.wanted_workflow, f.wanted_note, f.wanted_need, f.suppressed_by_us, f.received_at, f.workflow_tried_at, f.workflow_next_at, w.why as told
        from findings f left join finding_workflows w on w.finding_key = f.finding_key
        where f.account_id = @account and f.region = @region and f.control_key = @control
        """;

    private const string Case =
        """
        select c.number, c.state, case when m.ts is not null and m.desired <= m.actual then 1 else 0 end as card_stands
        from cases c left join case_messages m on m.case_number = c.number and m.slot = 'card'
        where c.account_id = @account and c.region = @region and c.control_key = @control
        """;

    private const string Want =
        """
        update findings set wanted_workflow = @workflow, wanted_note = @note, wanted_need = @need,
            workflow_attempts = 0, workflow_next_at = 0, workflow_error = null
        where finding_key in
        """;

    public static Task<IReadOnlyList<WishRow>> Of(DbSession session, WorkflowLook look) =>
        session.Query<WishRow>(Findings, new { account = look.AccountId, region = look.Region, control = look.ControlKey });

    public static async Task<WorkflowSurroundings> Around(DbSession session, WorkflowLook look, IReadOnlyList<WishRow> findings)
    {
        var about = await session.SingleOrDefault<CaseAndCard>(Case, new { account = look.AccountId, region = look.Region, control = look.ControlKey });
        var decided = findings.FirstOrDefault(f => f.Policy is not null) ?? findings[0];
        var isOpen = about is not null && CaseColumns.ReadState(about.State) is CaseState.Open or CaseState.Accepted;
        return new WorkflowSurroundings(
            ControlId.Parse(findings[0].ControlId),
            ResponsePolicies.TryParse(decided.Policy, out var policy) ? policy : null,
            decided.PolicySource ?? "",
            decided.PolicyStandard ?? "",
            about is not null,
            isOpen && about!.CardStands == 1,
            about is null ? [] : [.. (await ExceptionStore.Of(session, new CaseNumber(about.Number))).Where(e => e.IsApproved)]);
    }

    public static async Task Record(DbSession session, Wish wish, IEnumerable<string> keys)
    {
        foreach (var some in keys.Order(StringComparer.Ordinal).Chunk(KeysAtOnce))
        {
            var args = new DynamicParameters(new { workflow = wish.Workflow, note = wish.Note, need = wish.Need });
            await session.Execute($"{Want} ({SqlList.Of(some, "key", args)})", args);
        }
    }

    /// <summary>What was told and no longer fails, or is no longer only told, is told anew when it comes to that again.</summary>
    public static async Task Forget(DbSession session, IEnumerable<string> keys)
    {
        foreach (var some in keys.Chunk(KeysAtOnce))
        {
            var args = new DynamicParameters();
            var list = SqlList.Of(some, "key", args);
            await session.Execute($"delete from finding_workflows where finding_key in ({list})", args);
            await session.Execute($"delete from summary_findings where told_at is not null and finding_key in ({list})", args);
        }
    }

    private sealed class CaseAndCard
    {
        public long Number { get; init; }

        public string State { get; init; } = "";

        public int CardStands { get; init; }
    }
}
